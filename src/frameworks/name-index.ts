import { tokenize, type Token } from '../text/index.js';
import { correctableNamesOf, namesOf, spellingsOf, type FrameworkName } from './framework-name.js';
import type { Framework } from './framework.js';
import { TrieBuilder, type Trie } from './trie.js';
import { MentionContext } from './mention-context.js';
import { SpellingIndex } from './spelling.js';

/** Certainty of a mention. */
export type MentionKind =
  /** A name that means only this. */
  | 'certain'
  /** An ordinary word confirmed by its context. */
  | 'confirmed'
  /** An ordinary word without evidence for or against. */
  | 'bare'
  /** An ordinary word in another sense. */
  | 'vetoed';

/** A possible name of a framework in a text. */
export interface Mention {
  /** Index of the framework in the library. */
  readonly framework: number;
  readonly kind: MentionKind;
  /** First word of the name. */
  readonly first: number;
  /** Last word of the name, inclusive. */
  readonly last: number;
  /** Whether a misspelled word was corrected. */
  readonly corrected: boolean;
}

/** Words of a name, at most, even spelled letter by letter. */
const MAX_NAME_WORDS = 40;
/** A shorter glued name does not match across several words: "to C" is not TOC. */
const MIN_LOOSE_LENGTH = 6;
/** A shorter single word is not corrected: "radar" is near ADKAR. */
const MIN_CORRECTED_ALONE_LENGTH = 6;

/**
 * Finds the names of frameworks in a text, with any spacing, hyphens, dots and typos.
 *
 * Names are glued together ("teamtopologies") in a prefix tree, which is walked from the start of every word to the end
 * of a word: "team-topologies", "TeamTopologies" and "t e a m topologies" take the same path.
 *
 * @remarks One walk per word, as deep as the longest match: linear in the text.
 */
export class NameIndex {
  private readonly trie: Trie;
  private readonly namesAt = new Map<number, FrameworkName[]>();
  private readonly spelling: SpellingIndex;
  private readonly knownWords: ReadonlySet<string>;
  private readonly ids: readonly string[];

  constructor(frameworks: readonly Framework[]) {
    const trie = new TrieBuilder();
    const vocabulary = new Set<string>();
    for (const [index, framework] of frameworks.entries()) {
      for (const name of namesOf(framework, index)) {
        for (const glued of spellingsOf(name.glued)) {
          const node = trie.add(glued);
          const list = this.namesAt.get(node) ?? [];
          if (list.length === 0) this.namesAt.set(node, list);
          if (!list.some((other) => other.framework === index)) list.push({ ...name, glued });
        }
      }
      for (const alias of correctableNamesOf(framework)) {
        const words = tokenize(alias);
        for (const { word } of words) {
          if (words.length > 1 || word.length >= MIN_CORRECTED_ALONE_LENGTH) vocabulary.add(word);
        }
      }
    }
    this.trie = trie.build();
    this.spelling = new SpellingIndex(vocabulary);
    this.knownWords = wordsOf(frameworks);
    this.ids = frameworks.map(({ id }) => id);
  }

  /** Id of the framework with an index. */
  idOf(index: number): string {
    return this.ids[index] ?? '';
  }

  /** Mentions in the order of the text, without those inside a longer one. */
  find(tokens: readonly Token[]): Mention[] {
    const found: Mention[] = [];
    const context = new MentionContext(tokens);
    for (let at = 0; at < tokens.length; at += 1) this.walk(tokens, at, context, found);
    return withoutContained(found);
  }

  private walk(tokens: readonly Token[], start: number, context: MentionContext, found: Mention[]): void {
    let node = 0;
    let corrected = false;
    let allSingle = true;
    let allTied = true;
    for (let at = start; at < tokens.length && at - start < MAX_NAME_WORDS; at += 1) {
      const token = tokens[at];
      if (token === undefined || token.code) return;
      if (at > start) {
        const single = token.word.length === 1 && tokens[at - 1]?.word.length === 1;
        if (!token.joined && !(single && token.start - (tokens[at - 1]?.end ?? 0) <= 2)) return;
        allTied &&= token.tied;
      }
      allSingle &&= token.word.length === 1;

      let next = this.trie.follow(node, token.word);
      if (next < 0 && !corrected && !this.knownWords.has(token.word) && context.mayCorrect()) {
        next = this.followCorrected(node, token.word);
        corrected = next >= 0;
      }
      if (next < 0) return;
      node = next;
      const names = this.namesAt.get(node);
      if (names === undefined) continue;
      const words = at - start + 1;
      for (const name of names) {
        const isWellFormed =
          words === 1 || words === name.words || allSingle || allTied || name.glued.length >= MIN_LOOSE_LENGTH;
        if (!isWellFormed || (corrected && words === 1 && name.glued.length < MIN_CORRECTED_ALONE_LENGTH)) continue;
        const kind = context.isCompany(at) ? 'vetoed' : kindOf(name, context, start, at);
        found.push({ framework: name.framework, kind, first: start, last: at, corrected });
      }
    }
  }

  private followCorrected(node: number, word: string): number {
    for (const correction of this.spelling.corrections(unleet(word))) {
      // The first letter of a name must be right: it is seldom mistyped, and often distinguishes words.
      if (node === 0 && correction[0] !== word[0]) continue;
      const next = this.trie.follow(node, correction);
      if (next >= 0) return next;
    }
    const plain = unleet(word);
    return plain === word ? -1 : this.trie.follow(node, plain);
  }
}

function kindOf(name: FrameworkName, context: MentionContext, first: number, last: number): MentionKind {
  if (name.unless.length === 0 && name.needs === null) return 'certain';
  if (name.unless.some((phrase) => context.has(phrase, first, last))) return 'vetoed';
  if (name.needs === null) return 'certain';
  return name.needs.some((phrase) => context.has(phrase, first, last)) ? 'confirmed' : 'bare';
}

/** Digits that stand in for letters: "0KR", "W4rdley". */
function unleet(word: string): string {
  if (!/\d/.test(word) || !/[a-z]/.test(word)) return word;
  return word.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e').replaceAll('4', 'a').replaceAll('5', 's');
}

/** Every word in the library's prose: none of them is a misspelling. */
function wordsOf(frameworks: readonly Framework[]): Set<string> {
  const words = new Set<string>();
  for (const framework of frameworks) {
    const prose = [framework.summary, ...framework.symptoms, ...framework.fitsWhen, ...framework.doesNotFitWhen];
    prose.push(
      ...framework.questions,
      ...framework.measures,
      ...framework.pitfalls,
      ...framework.steps.map((it) => it.how),
    );
    for (const text of prose) for (const { word } of tokenize(text)) words.add(word);
  }
  return words;
}

/** Mentions are sorted by their first word: a mention starts at most a name's length after one that contains it. */
function withoutContained(found: readonly Mention[]): Mention[] {
  return found.filter((it, place) => {
    for (let other = place + 1; other < found.length; other += 1) {
      const later = found[other];
      if (later === undefined || later.first > it.first) break;
      if (contains(later, it)) return false;
    }
    for (let other = place - 1; other >= 0; other -= 1) {
      const earlier = found[other];
      if (earlier === undefined || it.first - earlier.first > MAX_NAME_WORDS) break;
      if (contains(earlier, it)) return false;
    }
    return true;
  });
}

function contains(outer: Mention, inner: Mention): boolean {
  if (outer.kind === 'vetoed' || outer.first > inner.first || outer.last < inner.last) return false;
  return outer.last - outer.first > inner.last - inner.first;
}
