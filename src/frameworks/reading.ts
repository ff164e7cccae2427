import {
  addFeatures,
  FeatureList,
  givesInstructions,
  tokenize,
  wholeTextFeature,
  type Lexicon,
  type Token,
} from '../text/index.js';
import type { Mention, NameIndex } from './name-index.js';

/** Words after which a passage may end at the next sentence. */
const PASSAGE_WORDS = 45;
/** A last passage shorter than this joins the one before. */
const MIN_PASSAGE_LENGTH = 15;
/** Texts up to this long are one passage. */
const SHORT_TEXT = 90;

const NAMED = wholeTextFeature('a name that means only a framework');
const CONFIRMED = wholeTextFeature('a name confirmed by its neighbours');
const BARE = wholeTextFeature('an ordinary word that may be a name');
const VETOED = wholeTextFeature('a name in another sense');
const SALAD = wholeTextFeature('word salad');
const FENCED = wholeTextFeature('fenced code');
const SYMBOLS = wholeTextFeature('symbols of code');
const QUESTION = wholeTextFeature('a question');
const FEW_WORDS = wholeTextFeature('few words');
const MANY_WORDS = wholeTextFeature('many words');
const BARE_WORDS = wholeTextFeature('hardly any function words');
const INSTRUCTS = wholeTextFeature('instructions to the service');

const CODE_SYMBOLS = /[{}]|=>|==|\(\)|<\/|;\s*$|\w\.\w+\(|\/\w+\/|\\[a-z]|--\w|\w_\w|::|\$\w|@\w+\//m;
/** Symbols of code are looked for in the opening only. */
const OPENING_CHARACTERS = 4000;

/** A stretch of a text that is scored by itself. */
export interface Passage {
  /** Its features in the list. */
  readonly from: number;
  readonly to: number;
  /** Its words, and how many. */
  readonly firstWord: number;
  readonly lastWord: number;
}

/** What a text offers the detector before anything is weighed. */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
  /** Features passage by passage, then those of the whole text. Valid until the next reading. */
  readonly features: FeatureList;
  readonly passages: readonly Passage[];
  /** It tells the service what to say, or is word salad: names prove nothing then. */
  readonly namesProveNothing: boolean;
}

/** Turns a text into words, mentions and features; what it returns is overwritten by the next call. */
export class TextReader {
  private readonly features = new FeatureList();

  constructor(
    private readonly names: NameIndex,
    private readonly lexicon: Lexicon,
  ) {}

  read(text: string): Reading {
    const tokens = tokenize(text);
    const mentions = this.names.find(tokens);
    this.features.clear();
    const passages = passagesOf(tokens).map(([firstWord, lastWord]) => {
      const from = this.features.length;
      addFeatures(tokens, firstWord, lastWord, this.lexicon, this.features);
      return { from, to: this.features.length, firstWord, lastWord };
    });
    const instructs = givesInstructions(text);
    if (instructs) this.features.add(INSTRUCTS, -1);
    const salad = isWordSalad(text, tokens, mentions, this.lexicon);
    if (salad) this.features.add(SALAD, -1);
    this.addWholeTextFeatures(text, tokens, mentions);
    return { tokens, mentions, features: this.features, passages, namesProveNothing: instructs || salad };
  }

  private addWholeTextFeatures(text: string, tokens: readonly Token[], mentions: readonly Mention[]): void {
    const add = (feature: number): void => this.features.add(feature, -1);
    const kinds = new Set(mentions.map((it) => it.kind));
    if (kinds.has('certain')) add(NAMED);
    if (kinds.has('confirmed')) add(CONFIRMED);
    if (kinds.has('bare')) add(BARE);
    if (kinds.has('vetoed')) add(VETOED);
    if (tokens.some((it) => it.code)) add(FENCED);
    if (CODE_SYMBOLS.test(text.slice(0, OPENING_CHARACTERS))) add(SYMBOLS);
    if (/[?¿]/.test(text.slice(-OPENING_CHARACTERS))) add(QUESTION);
    if (tokens.length < 8) add(FEW_WORDS);
    if (tokens.length > 30) add(MANY_WORDS);
    const functionWords = tokens.filter((it) => this.lexicon.entryOf(it.word).isFunctionWord).length;
    if (functionWords * 6 < tokens.length) add(BARE_WORDS);
  }
}

/** Whether a text is little more than names and other nouns, strewn about without a comma, as word salad is. */
function isWordSalad(text: string, tokens: readonly Token[], mentions: readonly Mention[], lexicon: Lexicon): boolean {
  const naming = mentions.filter((it) => it.kind !== 'vetoed');
  if (new Set(naming.map((it) => it.framework)).size < 3) return false;
  const words = naming.reduce((sum, it) => sum + it.last - it.first + 1, 0);
  const functionWords = tokens.filter((it) => lexicon.entryOf(it.word).isFunctionWord).length;
  return words * 6 > tokens.length && functionWords * 4 < tokens.length && !/[,;:?!]/.test(text);
}

/** Cuts at sentence ends, once a passage is long enough. */
function passagesOf(tokens: readonly Token[]): [firstWord: number, lastWord: number][] {
  if (tokens.length <= SHORT_TEXT) return [[0, tokens.length]];
  const passages: [number, number][] = [];
  let from = 0;
  for (let at = 1; at < tokens.length; at += 1) {
    const here = tokens[at];
    const before = tokens[at - 1];
    const sentenceEnds = here?.sentence !== before?.sentence;
    const long = at - from >= PASSAGE_WORDS;
    if ((long && sentenceEnds) || at - from >= PASSAGE_WORDS * 2) {
      passages.push([from, at]);
      from = at;
    }
  }
  const last = passages.at(-1);
  if (last !== undefined && tokens.length - from < MIN_PASSAGE_LENGTH) last[1] = tokens.length;
  else passages.push([from, tokens.length]);
  return passages;
}
