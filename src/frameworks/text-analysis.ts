import {
  addFeatures,
  FeatureList,
  givesInstructions,
  hashText,
  tokenize,
  wholeTextFeature,
  type Lexicon,
  type Token,
} from '../text/index.js';
import type { Mention, NameIndex } from './name-index.js';

/** Words after which a passage ends at the next sentence, or at twice as many. */
const PASSAGE_WORDS = 45;
/** A shorter last passage is merged into the one before. */
const MIN_PASSAGE_WORDS = 15;
/** Texts up to this many words are one passage. */
const MAX_SINGLE_PASSAGE_WORDS = 90;

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
/** Symbols of code are searched at the beginning, a question mark at the end. */
const SEARCHED_LENGTH = 4000;

/** Names whose neighbours are read, and how many words to either side. */
const MAX_NEIGHBOURED = 4;
const NEIGHBOURS = 3;
const NAME_SEED = 0x6e616d65;
const BEFORE_SEED = 0x6265666f;
const AFTER_SEED = 0x61667465;

/** A part of a text that is scored separately. */
export interface Passage {
  /** Range of its features in the list. */
  readonly from: number;
  readonly to: number;
  /** Range of its words. */
  readonly firstWord: number;
  readonly lastWord: number;
}

/** Words, names and features of a text. */
export interface TextAnalysis {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly mentions: readonly Mention[];
  /** Features by passage, then those of the whole text. Overwritten by the next analysis. */
  readonly features: FeatureList;
  readonly passages: readonly Passage[];
  /** It instructs the service or is word salad: names are no evidence. */
  readonly namesProveNothing: boolean;
}

/** Analyzes texts, one at a time: the next call overwrites the features of the one before. */
export class TextAnalyzer {
  private readonly features = new FeatureList();

  constructor(
    private readonly names: NameIndex,
    private readonly lexicon: Lexicon,
  ) {}

  analyze(text: string): TextAnalysis {
    const tokens = tokenize(text);
    const mentions = this.names.find(tokens);
    this.features.clear();
    const passages = passagesOf(tokens).map(([firstWord, lastWord]) => {
      const from = this.features.length;
      addFeatures(tokens, firstWord, lastWord, this.lexicon, this.features);
      return { from, to: this.features.length, firstWord, lastWord };
    });
    const functionWords = tokens.filter((it) => this.lexicon.entryOf(it.word).isFunctionWord).length;
    const instructs = givesInstructions(text);
    const salad = isWordSalad(text, tokens, mentions, functionWords);
    const kinds = new Set(mentions.map((it) => it.kind));
    const addIf = (condition: boolean, feature: number): void => {
      if (condition) this.features.add(feature, -1);
    };
    addIf(instructs, INSTRUCTS);
    addIf(salad, SALAD);
    this.addNeighbours(tokens, mentions);
    addIf(kinds.has('certain'), NAMED);
    addIf(kinds.has('confirmed'), CONFIRMED);
    addIf(kinds.has('bare'), BARE);
    addIf(kinds.has('vetoed'), VETOED);
    addIf(
      tokens.some((it) => it.code),
      FENCED,
    );
    addIf(CODE_SYMBOLS.test(text.slice(0, SEARCHED_LENGTH)), SYMBOLS);
    addIf(/[?¿]/.test(text.slice(-SEARCHED_LENGTH)), QUESTION);
    addIf(tokens.length < 8, FEW_WORDS);
    addIf(tokens.length > 30, MANY_WORDS);
    addIf(functionWords * 6 < tokens.length, BARE_WORDS);
    return { text, tokens, mentions, features: this.features, passages, namesProveNothing: instructs || salad };
  }

  /** Which framework is named, and between which words: they tell whether the name is meant. */
  private addNeighbours(tokens: readonly Token[], mentions: readonly Mention[]): void {
    for (const { first, framework, kind, last } of mentions.slice(0, MAX_NEIGHBOURED)) {
      if (kind === 'vetoed') continue;
      this.features.add(hashText(`${kind} ${this.names.idOf(framework)}`, NAME_SEED), -1);
      for (let distance = 1; distance <= NEIGHBOURS; distance += 1) {
        for (const at of [first - distance, last + distance]) {
          const token = tokens[at];
          if (token === undefined || token.sentence !== tokens[first]?.sentence) continue;
          const [stem = 0] = this.lexicon.entryOf(token.word).features;
          this.features.add(hashText(`${stem}`, at < first ? BEFORE_SEED : AFTER_SEED), -1);
        }
      }
    }
  }
}

/** Whether a text is little more than a list of names and nouns without punctuation. */
function isWordSalad(
  text: string,
  tokens: readonly Token[],
  mentions: readonly Mention[],
  functionWords: number,
): boolean {
  const naming = mentions.filter((it) => it.kind !== 'vetoed');
  if (new Set(naming.map((it) => it.framework)).size < 3) return false;
  const words = naming.reduce((sum, it) => sum + it.last - it.first + 1, 0);
  return words * 6 > tokens.length && functionWords * 4 < tokens.length && !/[,;:?!]/.test(text);
}

/** Splits at ends of sentences once a passage is long enough. */
function passagesOf(tokens: readonly Token[]): [firstWord: number, lastWord: number][] {
  if (tokens.length <= MAX_SINGLE_PASSAGE_WORDS) return [[0, tokens.length]];
  const passages: [number, number][] = [];
  let from = 0;
  for (let at = 1; at < tokens.length; at += 1) {
    const sentenceEnds = tokens[at]?.sentence !== tokens[at - 1]?.sentence;
    if (at - from >= (sentenceEnds ? PASSAGE_WORDS : PASSAGE_WORDS * 2)) {
      passages.push([from, at]);
      from = at;
    }
  }
  const last = passages.at(-1);
  if (last !== undefined && tokens.length - from < MIN_PASSAGE_WORDS) last[1] = tokens.length;
  else passages.push([from, tokens.length]);
  return passages;
}
