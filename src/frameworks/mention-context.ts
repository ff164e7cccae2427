import { stem, type Token } from '../text/index.js';
import { lowerBound } from './lower-bound.js';

/** Words to either side that can confirm or veto a name. */
const CONTEXT_WORDS = 40;
/** Unknown words per text that are tried as misspellings; a text with more is in another language. */
const MAX_CORRECTIONS = 400;
const LEGAL_FORMS = new Set('ltd inc gmbh llc plc corp limited bv sarl spa oy kg srl'.split(' '));
const COMPANY_WORDS = new Set([
  ...LEGAL_FORMS,
  ...'logistics staffing recruiting hosting holding holdings industries'.split(' '),
]);

/** The words around the names of one text: their stems, indexed on first use, and the budget of corrections. */
export class MentionContext {
  private readonly stems: string[] = [];
  /** For each stem the positions of its words, ascending. */
  private positions: Map<string, number[]> | undefined;
  private corrections = MAX_CORRECTIONS;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Whether one more unknown word may be corrected; counts it. */
  mayCorrect(): boolean {
    this.corrections -= 1;
    return this.corrections >= 0;
  }

  /** Whether a phrase is near the words `first..last`; a phrase inside them does not count, an overlapping one does. */
  has(phrase: readonly string[], first: number, last: number): boolean {
    const positions = (this.positions ??= this.index());
    const opening = positions.get(phrase[0] ?? '');
    if (opening === undefined) return false;
    const to = last + CONTEXT_WORDS;
    for (let i = lowerBound(opening, first - CONTEXT_WORDS); i < opening.length; i += 1) {
      const at = opening[i] ?? 0;
      const end = at + phrase.length - 1;
      if (at > to) return false;
      if (end > to || (at >= first && end <= last)) continue;
      if (phrase.every((word, offset) => this.stems[at + offset] === word)) return true;
    }
    return false;
  }

  /** Whether the name ending at a word is part of a company's: "Blue Ocean Logistics", "Kernel Software GmbH". */
  isCompany(last: number): boolean {
    const next = this.tokens[last + 1];
    if (next === undefined || !next.joined) return false;
    if (COMPANY_WORDS.has(next.word)) return true;
    const afterNext = this.tokens[last + 2];
    return afterNext !== undefined && afterNext.joined && LEGAL_FORMS.has(afterNext.word);
  }

  private index(): Map<string, number[]> {
    const positions = new Map<string, number[]>();
    for (const [at, { word }] of this.tokens.entries()) {
      const stemmed = stem(word);
      this.stems.push(stemmed);
      const list = positions.get(stemmed);
      if (list === undefined) positions.set(stemmed, [at]);
      else list.push(at);
    }
    return positions;
  }
}
