import { stem, tokenize, type Token } from '../text/index.js';
import type { Framework } from './framework.js';
import { SpellingIndex } from './spelling.js';

/** How sure a mention is. */
export type MentionKind =
  /** A name that means only this. */
  | 'certain'
  /** An ordinary word that its neighbours confirm. */
  | 'confirmed'
  /** An ordinary word with nothing near it either way. */
  | 'bare'
  /** An ordinary word in another sense. */
  | 'vetoed';

/** A place where a text names a framework, or seems to. */
export interface Mention {
  /** Place of the framework in the list that the index was made from. */
  readonly framework: number;
  readonly kind: MentionKind;
  /** First word of the name. */
  readonly first: number;
  /** Last word of the name, inclusive. */
  readonly last: number;
  /** Whether a misspelt word had to be corrected. */
  readonly corrected: boolean;
}

interface Name {
  readonly framework: number;
  readonly glued: string;
  readonly words: number;
  /** Stems that confirm it, one list a phrase; `null` when it needs nothing. */
  readonly needs: readonly (readonly string[])[] | null;
  readonly unless: readonly (readonly string[])[];
}

/** Words to either side that can confirm or veto a name. */
const CONTEXT = 40;
/** No name has more words, even spelt letter by letter. */
const LONGEST_NAME = 40;
/** A glued name shorter than this may not be put together from several words: "to C" is not TOC. */
const SHORTEST_LOOSE = 6;
/** A single word shorter than this is not corrected: "radar" is near ADKAR. */
const SHORTEST_CORRECTED_ALONE = 6;
const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;

/**
 * Finds the names of frameworks in a text, however they are spaced, hyphenated, dotted or misspelt.
 *
 * Names are kept glued together ("teamtopologies") in a tree of letters, and walked from the start of every word to the
 * end of a word: "team-topologies", "TeamTopologies" and "t e a m topologies" take the same path.
 *
 * @remarks One walk a word, as deep as the longest name that matches: linear in the text.
 */
export class NameIndex {
  private readonly firstChild: Int32Array;
  private readonly sibling: Int32Array;
  private readonly letters: Uint8Array;
  private readonly namesAt = new Map<number, Name[]>();
  private readonly spelling: SpellingIndex;
  private readonly knownWords: ReadonlySet<string>;

  constructor(frameworks: readonly Framework[]) {
    const tree = new LetterTree();
    const vocabulary = new Set<string>();
    for (const [index, framework] of frameworks.entries()) {
      for (const name of namesOf(framework, index)) {
        for (const glued of spellingsOf(name.glued)) {
          const node = tree.add(glued);
          const list = this.namesAt.get(node) ?? [];
          if (list.length === 0) this.namesAt.set(node, list);
          if (!list.some((other) => other.framework === index)) list.push({ ...name, glued });
        }
      }
      for (const alias of [framework.name, ...framework.aliases]) {
        const words = tokenize(alias);
        for (const { word } of words) {
          if (words.length > 1 || word.length >= SHORTEST_CORRECTED_ALONE) vocabulary.add(word);
        }
      }
    }
    ({ firstChild: this.firstChild, sibling: this.sibling, letters: this.letters } = tree.freeze());
    this.spelling = new SpellingIndex(vocabulary);
    this.knownWords = wordsOf(frameworks);
  }

  /** Mentions in order of place; of two that overlap the longer stays. */
  find(tokens: readonly Token[]): Mention[] {
    const found: Mention[] = [];
    for (let at = 0; at < tokens.length; at += 1) this.walk(tokens, at, found);
    return withoutContained(found);
  }

  private walk(tokens: readonly Token[], start: number, found: Mention[]): void {
    let node = 0;
    let corrected = false;
    let allSingle = true;
    let allTied = true;
    for (let at = start; at < tokens.length && at - start < LONGEST_NAME; at += 1) {
      const token = tokens[at];
      if (token === undefined || token.code) return;
      if (at > start) {
        const single = token.word.length === 1 && tokens[at - 1]?.word.length === 1;
        if (!token.joined && !(single && token.start - (tokens[at - 1]?.end ?? 0) <= 2)) return;
        allTied &&= token.tied;
      }
      allSingle &&= token.word.length === 1;

      let next = this.follow(node, token.word);
      if (next < 0 && !corrected && !this.knownWords.has(token.word)) {
        next = this.followCorrected(node, token.word);
        corrected = next >= 0;
      }
      if (next < 0) return;
      node = next;
      const names = this.namesAt.get(node);
      if (names === undefined) continue;
      const words = at - start + 1;
      for (const name of names) {
        const wellPut = words === 1 || words === name.words || allSingle || allTied || name.glued.length >= SHORTEST_LOOSE;
        if (!wellPut || (corrected && words === 1 && name.glued.length < SHORTEST_CORRECTED_ALONE)) continue;
        const kind = kindOf(name, tokens, start, at);
        found.push({ framework: name.framework, kind, first: start, last: at, corrected });
      }
    }
  }

  private followCorrected(node: number, word: string): number {
    for (const correction of this.spelling.corrections(unleet(word))) {
      // At the start of a name the first letter must be right: it is seldom mistyped, and often tells words apart.
      if (node === 0 && correction[0] !== word[0]) continue;
      const next = this.follow(node, correction);
      if (next >= 0) return next;
    }
    const plain = unleet(word);
    return plain === word ? -1 : this.follow(node, plain);
  }

  private follow(from: number, word: string): number {
    let node = from;
    for (let i = 0; i < word.length; i += 1) {
      const letter = word.charCodeAt(i);
      let child = this.firstChild[node] ?? -1;
      while (child >= 0 && this.letters[child] !== letter) child = this.sibling[child] ?? -1;
      if (child < 0) return -1;
      node = child;
    }
    return node;
  }
}

/** A tree of letters while it grows. */
class LetterTree {
  private readonly firstChild = [-1];
  private readonly sibling = [-1];
  private readonly letters = [0];

  add(word: string): number {
    let node = 0;
    for (let i = 0; i < word.length; i += 1) {
      const letter = word.charCodeAt(i);
      let child = this.firstChild[node] ?? -1;
      while (child >= 0 && this.letters[child] !== letter) child = this.sibling[child] ?? -1;
      if (child < 0) {
        child = this.letters.length;
        this.letters.push(letter);
        this.firstChild.push(-1);
        this.sibling.push(this.firstChild[node] ?? -1);
        this.firstChild[node] = child;
      }
      node = child;
    }
    return node;
  }

  freeze(): { firstChild: Int32Array; sibling: Int32Array; letters: Uint8Array } {
    return {
      firstChild: Int32Array.from(this.firstChild),
      sibling: Int32Array.from(this.sibling),
      letters: Uint8Array.from(this.letters),
    };
  }
}

function namesOf(framework: Framework, index: number): Name[] {
  const names: Name[] = [];
  const ambiguous = new Set(framework.ambiguous.map((it) => glue(it.alias)));
  for (const alias of [framework.name, ...framework.aliases, ...framework.misspellings]) {
    const glued = glue(alias);
    if (glued.length < 2 || ambiguous.has(glued)) continue;
    names.push({ framework: index, glued, words: tokenize(alias).length, needs: null, unless: [] });
  }
  for (const { alias, needs, unless } of framework.ambiguous) {
    names.push({
      framework: index,
      glued: glue(alias),
      words: tokenize(alias).length,
      needs: needs.length === 0 ? null : needs.map(stemsOf),
      unless: unless.map(stemsOf),
    });
  }
  return names;
}

function glue(name: string): string {
  return tokenize(name)
    .map((token) => token.word)
    .join('');
}

/** A name with its plural, its other spelling of -ize, and numbers as words and digits. */
function spellingsOf(glued: string): Set<string> {
  const spellings = new Set([glued]);
  for (const [digit, word] of DIGITS.entries()) {
    if (glued.includes(word)) spellings.add(glued.replace(word, String(digit)));
    else if (/^\d|\d$/.test(glued) && glued.includes(String(digit))) spellings.add(glued.replace(String(digit), word));
  }
  for (const spelling of [...spellings]) {
    if (/iz(?:e|a|i)/.test(spelling)) spellings.add(spelling.replaceAll(/iz(?=e|a|i)/g, 'is'));
    if (/is(?:ed|at|ing)/.test(spelling)) spellings.add(spelling.replaceAll(/is(?=ed|at|ing)/g, 'iz'));
  }
  for (const spelling of [...spellings]) {
    if (spelling.endsWith('y')) spellings.add(`${spelling.slice(0, -1)}ies`);
    if (!spelling.endsWith('s')) spellings.add(`${spelling}s`);
  }
  return spellings;
}

function stemsOf(phrase: string): string[] {
  return tokenize(phrase).map((token) => stem(token.word));
}

function kindOf(name: Name, tokens: readonly Token[], first: number, last: number): MentionKind {
  if (name.unless.length === 0 && name.needs === null) return 'certain';
  const from = Math.max(0, first - CONTEXT);
  const to = Math.min(tokens.length, last + 1 + CONTEXT);
  const stems: string[] = [];
  for (let at = from; at < to; at += 1) {
    // The name itself neither confirms nor vetoes; a phrase may still run into it.
    stems.push(stem(tokens[at]?.word ?? ''));
  }
  const own = { from: first - from, to: last - from };
  if (name.unless.some((phrase) => occurs(phrase, stems, own))) return 'vetoed';
  if (name.needs === null) return 'certain';
  return name.needs.some((phrase) => occurs(phrase, stems, own)) ? 'confirmed' : 'bare';
}

function occurs(phrase: readonly string[], stems: readonly string[], own: { from: number; to: number }): boolean {
  for (let at = 0; at + phrase.length <= stems.length; at += 1) {
    if (at >= own.from && at + phrase.length - 1 <= own.to) continue;
    if (phrase.every((word, i) => stems[at + i] === word)) return true;
  }
  return false;
}

/** Digits that stand in for letters: "0KR", "W4rdley". */
function unleet(word: string): string {
  if (!/\d/.test(word) || !/[a-z]/.test(word)) return word;
  return word.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e').replaceAll('4', 'a').replaceAll('5', 's');
}

/** Every word the library's prose uses: none of them is a misspelling. */
function wordsOf(frameworks: readonly Framework[]): Set<string> {
  const words = new Set<string>();
  for (const framework of frameworks) {
    const prose = [framework.summary, ...framework.symptoms, ...framework.fitsWhen, ...framework.doesNotFitWhen];
    prose.push(...framework.questions, ...framework.measures, ...framework.pitfalls, ...framework.steps.map((it) => it.how));
    for (const text of prose) for (const { word } of tokenize(text)) words.add(word);
  }
  return words;
}

function withoutContained(found: readonly Mention[]): Mention[] {
  const strong = found.filter((it) => it.kind !== 'vetoed');
  return found.filter(
    (it) =>
      !strong.some(
        (other) =>
          other !== it && other.first <= it.first && other.last >= it.last && other.last - other.first > it.last - it.first,
      ),
  );
}
