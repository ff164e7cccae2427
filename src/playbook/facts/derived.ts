import type { CountFact, Facts } from './facts.js';

export type Verdict =
  | 'fits'
  | 'short'
  | 'even'
  | 'late'
  | 'cheapest'
  | 'dearest'
  | 'above'
  | 'below'
  | 'worth'
  | 'not-worth'
  | 'needed'
  | 'unneeded';

/** A number that follows from the asker's numbers. */
export interface Derived {
  readonly kind: string;
  /** States the number with its arithmetic in a few words. */
  readonly sentence: string;
  readonly arithmetic: string;
  readonly values: Readonly<Record<string, number>>;
  readonly verdict?: Verdict;
  /** The alternative or row that it speaks for. */
  readonly decides?: string;
  /** How decisive it is; the highest comes first. */
  readonly weight: number;
}

/** What derivations read. */
export interface Query {
  readonly facts: Facts;
  readonly text: string;
  /** Lower case without accents, of the same length. */
  readonly lower: string;
  /** The last question, lower case; the last sentence without one. */
  readonly ask: string;
}

export type Derivation = (query: Query) => Derived | undefined;

/** Sentence of a place in the lower-case text, for words that decide what a number means. */
export function sentenceAt(query: Query, start: number): string {
  const { lower } = query;
  let from = start;
  while (from > 0 && !isEnd(lower, from - 1)) from -= 1;
  let to = start;
  while (to < lower.length && !isEnd(lower, to)) to += 1;
  return lower.slice(from, to);
}

function isEnd(text: string, at: number): boolean {
  const one = text[at] ?? '';
  return (
    one === '\n' || ('.?!;'.includes(one) && !/\d/.test(text[at + 1] ?? '') && /\s|['")]|$/.test(text[at + 1] ?? ' '))
  );
}

const SUBSET = /\b(?:them|those|these)$/;
const CHANGE =
  /\b(?:add|adding|hire|hiring|recruit\w*|more|extra|additional|new|lost|lose|losing|left|cut|cutting|without|borrow)(?: another| about| a| up to)?$/;

/** People who are there: not hired, not lost, not part of a count before. */
export function presentPeople(query: Query): CountFact | undefined {
  return query.facts.counts.find(
    (count) =>
      count.isPeople &&
      count.value >= 1 &&
      count.per === 'once' &&
      count.unit !== 'managers' &&
      count.unit !== 'hires' &&
      !SUBSET.test(count.text) &&
      !CHANGE.test(count.before) &&
      !/^(?:more|extra|additional)\b/.test(count.text.replace(/^\S+\s/, '')),
  );
}

export function addedPeople(query: Query): CountFact | undefined {
  return query.facts.counts.find(
    (count) =>
      count.isPeople &&
      (/\b(?:add|adding|hire|hiring|recruit\w*|bring in|take on|embaucher|recruter|contratar|einstellen)\b/.test(
        `${count.before} ${count.after.split(' ').slice(0, 2).join(' ')}`,
      ) ||
        /\b(?:more|extra|additional|new|hires)\b/.test(count.text)),
  );
}
