import { stem, type Token } from '../text/index.js';

/** Words to either side that can confirm or veto a name. */
const CONTEXT = 40;
/** Unknown words of one text that are tried as misspellings; a text with more is not in a language we know. */
const MAX_CORRECTIONS = 400;
const LEGAL_FORMS = new Set([
  'ltd',
  'inc',
  'gmbh',
  'llc',
  'plc',
  'corp',
  'limited',
  'bv',
  'sarl',
  'spa',
  'oy',
  'kg',
  'srl',
]);
const COMPANY_WORDS = new Set([
  ...LEGAL_FORMS,
  'logistics',
  'staffing',
  'recruiting',
  'hosting',
  'holding',
  'holdings',
  'industries',
]);

/** One text's budget of corrections, and its words as stems, made once and only when an ambiguous name asks. */
export class MentionContext {
  private readonly stems: string[] = [];
  /** For each stem the places of its words, ascending. */
  private places: Map<string, number[]> | undefined;
  private corrections = MAX_CORRECTIONS;

  constructor(private readonly tokens: readonly Token[]) {}

  /** Whether one more unknown word may be corrected; counts it. */
  mayCorrect(): boolean {
    this.corrections -= 1;
    return this.corrections >= 0;
  }

  /** Whether a phrase stands near the words `first..last`; a phrase inside them does not count, one that runs over does. */
  has(phrase: readonly string[], first: number, last: number): boolean {
    const places = (this.places ??= this.index());
    const opening = places.get(phrase[0] ?? '');
    if (opening === undefined) return false;
    const from = first - CONTEXT;
    const to = last + CONTEXT;
    for (let i = firstNotBelow(opening, from); i < opening.length; i += 1) {
      const at = opening[i] ?? 0;
      const end = at + phrase.length - 1;
      if (at > to) return false;
      if (end > to || (at >= first && end <= last)) continue;
      if (phrase.every((word, offset) => this.stems[at + offset] === word)) return true;
    }
    return false;
  }

  /** Whether the name ending at a word goes on as a company's: "Blue Ocean Logistics", "Kernel Software GmbH". */
  isCompany(last: number): boolean {
    const next = this.tokens[last + 1];
    if (next === undefined || !next.joined) return false;
    if (COMPANY_WORDS.has(next.word)) return true;
    const afterNext = this.tokens[last + 2];
    return afterNext !== undefined && afterNext.joined && LEGAL_FORMS.has(afterNext.word);
  }

  private index(): Map<string, number[]> {
    const places = new Map<string, number[]>();
    for (const [at, { word }] of this.tokens.entries()) {
      const stemmed = stem(word);
      this.stems.push(stemmed);
      const list = places.get(stemmed);
      if (list === undefined) places.set(stemmed, [at]);
      else list.push(at);
    }
    return places;
  }
}

function firstNotBelow(ascending: readonly number[], least: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
