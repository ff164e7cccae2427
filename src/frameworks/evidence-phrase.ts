import type { Lexicon } from '../text/index.js';
import type { Passage, TextAnalysis } from './text-analysis.js';

/** Words of one quote. */
export const MAX_QUOTE_WORDS = 14;
/** Words of it that say something, and how many it may have to get there. */
export const MIN_CONTENT_WORDS = 2;
const MAX_WIDENED_WORDS = 8;
/** A comma behind so few words leaves a stub. */
const MAX_STUB_WORDS = 2;
/** Words of a clause that are quoted with the rest of it. */
const MAX_REST_WORDS = 7;
/** Words between a negation and what it denies. */
const NEGATED_WORDS = 3;
const NEGATION =
  /^(?:not|no(?:body|thing|ne)?|never|without|cannot|dont|doesnt|didnt|isnt|arent|wasnt|werent|wont|cant|couldnt|wouldnt|shouldnt|havent|hasnt|nicht|kein\w*|ohne|nunca|sin|pas|jamais|sans)$/;
/** Joins what it opens to words that the quote leaves out. */
const JOINT = /^(?:that|and|or|but|so|of|to|as|than|then|und|oder|y|o|et|ou|que|de)$/;
/** Leaves open what it is said of. */
const OPEN_END =
  /^(?:\d+|next|last|first|second|much|many|less|least|every|several|another|(?:no|some|every)(?:body|one)|suppose|thought|thinks?|says?|said|feels?|half|two|three|four|five|six|seven|eight|nine|ten|twelve)$/;

/** Words of a text from one token to another, inclusive. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** A range of words with what it contributes. */
export interface Run extends Range {
  readonly weight: number;
}

/** Makes of the words that weigh most a phrase that a reader would underline. */
export class Phrase {
  constructor(
    private readonly analysis: TextAnalysis,
    private readonly passage: Passage,
    private readonly lexicon: Lexicon,
  ) {}

  /** Within its clause: whole words, not cut before the one that matters, with its negation, and saying something. */
  of({ first: from, last: to, weight }: Run): Run {
    // What says nothing by itself is no evidence, whatever stands beside it.
    if (this.contentOf({ first: from, last: to }) === 0) return { first: from, last: to, weight };
    const whole = this.#toClause(this.#saying(this.#completed(this.#withoutStubs({ first: from, last: to }))));
    return { ...this.#withNegation(whole), weight };
  }

  /** Without a word or two beyond a comma at either end. */
  #withoutStubs({ first: from, last: to }: Range): Range {
    let [first, last] = [from, to];
    for (let at = first + 1; at <= Math.min(first + MAX_STUB_WORDS, last - MIN_CONTENT_WORDS); at += 1)
      if (!isWithinClause(this.analysis, at)) first = at;
    for (let at = last; at > Math.max(last - MAX_STUB_WORDS, first + MIN_CONTENT_WORDS); at -= 1)
      if (!isWithinClause(this.analysis, at)) last = at - 1;
    return { first, last };
  }

  /** Whole words that stand together, up to one that does not leave open what it is said of. */
  #completed({ first: from, last: to }: Range): Range {
    const { tokens } = this.analysis;
    let [first, last] = [from, to];
    while (tokens[first]?.tied === true && first > this.passage.firstWord) first -= 1;
    while (tokens[last + 1]?.tied === true && last + 1 < this.passage.lastWord) last += 1;
    while (this.#isOpenEnd(last) && this.#goesOn(last) && last - first < MAX_QUOTE_WORDS) last += 1;
    while (this.#isOpenEnd(last) && last > first) last -= 1;
    // Words that stand together belong together: “the number of pull” requests “doubled”.
    const isShort = () => last - first + 1 < MAX_WIDENED_WORDS;
    while (isShort() && this.#goesOn(last) && !this.#isFunctionWord(last + 1)) last += 1;
    while (isShort() && this.#comesFrom(first) && !this.#isFunctionWord(first) && !this.#isFunctionWord(first - 1))
      first -= 1;
    return { first, last };
  }

  /** With more words, where those it has say little. */
  #saying({ first: from, last: to }: Range): Range {
    let [first, last] = [from, to];
    while (this.contentOf({ first, last }) < MIN_CONTENT_WORDS && last - first + 1 < MAX_WIDENED_WORDS) {
      if (this.#goesOn(last)) last += 1;
      else if (this.#comesFrom(first)) first -= 1;
      else if (this.#isOfSentence(last, last + 1)) last += 1;
      else if (this.#isOfSentence(first, first - 1)) first -= 1;
      else break;
    }
    return { first, last };
  }

  /** Most readers underline a clause: its rest is quoted where that is a few words. */
  #toClause({ first: from, last: to }: Range): Range {
    let [first, last] = [from, to];
    const end = this.#clauseEnd(last);
    if (end - last <= MAX_REST_WORDS && end - first < MAX_QUOTE_WORDS) last = end;
    const start = this.#clauseStart(first);
    if (first - start <= MAX_REST_WORDS && last - start < MAX_QUOTE_WORDS) first = start;
    while (first < last && JOINT.test(this.#word(first))) first += 1;
    return { first, last };
  }

  #withNegation({ first: from, last }: Range): Range {
    let first = from;
    for (let at = first - 1, seen = 0; seen < NEGATED_WORDS && this.#comesFrom(at + 1); at -= 1, seen += 1)
      if (NEGATION.test(this.#word(at))) first = at;
    return { first, last };
  }

  #clauseEnd(from: number): number {
    let at = from;
    while (this.#goesOn(at)) at += 1;
    return at;
  }

  #clauseStart(from: number): number {
    let at = from;
    while (this.#comesFrom(at)) at -= 1;
    return at;
  }

  /** Words that carry a topic. */
  contentOf({ first, last }: Range): number {
    let count = 0;
    for (let at = first; at <= last; at += 1) if (!this.#isFunctionWord(at)) count += 1;
    return count;
  }

  #word(at: number): string {
    return this.analysis.tokens[at]?.word ?? '';
  }

  #isFunctionWord(at: number): boolean {
    return this.lexicon.entryOf(this.#word(at)).isFunctionWord;
  }

  #isOpenEnd(at: number): boolean {
    return this.#isFunctionWord(at) || OPEN_END.test(this.#word(at));
  }

  #isOfSentence(at: number, other: number): boolean {
    const { tokens } = this.analysis;
    const isThere = other >= this.passage.firstWord && other < this.passage.lastWord;
    return (
      isThere && tokens[at]?.sentence === tokens[other]?.sentence && !isLineBreak(this.analysis, Math.max(at, other))
    );
  }

  #goesOn(at: number): boolean {
    return at + 1 < this.passage.lastWord && isWithinClause(this.analysis, at + 1);
  }

  #comesFrom(at: number): boolean {
    return at > this.passage.firstWord && isWithinClause(this.analysis, at);
  }
}

/** Whether a word begins a line. */
export const isLineBreak = ({ text, tokens }: TextAnalysis, at: number): boolean =>
  text.slice(tokens[at - 1]?.end ?? 0, tokens[at]?.start ?? 0).includes('\n');

/** Whether a word belongs to the clause of the word before it. */
function isWithinClause({ text, tokens }: TextAnalysis, at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (before === undefined || token === undefined || before.sentence !== token.sentence) return false;
  // The comma of “50,000” parts nothing.
  return !/[;:!?()\n–—|]|,\s/.test(text.slice(before.end, token.start));
}
