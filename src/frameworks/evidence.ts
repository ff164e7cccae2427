import type { Lexicon, LinearModel } from '../text/index.js';
import type { Evidence } from './detection.js';
import { type Clause, clausesOf } from './clauses.js';
import type { Mention } from './name-index.js';
import type { Passage, TextAnalysis } from './text-analysis.js';

/** Quotes per named framework. */
const MAX_MENTIONS = 3;
/** Words of a quote, at least and at most; a single clause may be longer. */
const MIN_QUOTE_WORDS = 6;
const MAX_QUOTE_WORDS = 16;
/** Words of a line that is quoted as a whole: at least, where there is a longer one, and at most. */
const MIN_LINE_WORDS = 5;
const MAX_WHOLE_WORDS = 14;
/** What a further word has to contribute, as a share of what words of the passage do on average. */
const MEAN_SHARE = 0.65;
/** Words that are left of a quote without its ends. */
const MIN_LEFT_WORDS = 3;
/** Joins what it opens to words that the quote leaves out. */
const JOINING = /^(?:and|but|or|so|because|und|aber|oder|denn|y|e|pero|porque|et|mais|ou|car)$/;

/** The text from one token to another, inclusive, as written. */
export function quoteOf({ text, tokens }: TextAnalysis, first: number, last: number): Evidence {
  const start = tokens[first]?.start ?? 0;
  const word = tokens[last]?.end ?? start;
  const end = word + (CLOSES.exec(text.slice(word, word + 2))?.[0].length ?? 0);
  const isWhole = text[word] === '%' || isLeftOpen(text.slice(start, word));
  return { start, end: isWhole ? end : word, quote: text.slice(start, isWhole ? end : word) };
}

/** What belongs to the last word: a per cent sign, the end of a quotation or a bracket that is quoted with its beginning. */
const CLOSES = /^(?:%|[.!?]?["”“»)\]])/;
const OPENING = /["“„«([]/g;
const CLOSING = /["”»)\]]/g;
const isLeftOpen = (quote: string): boolean => {
  const marks = quote.match(/"/g)?.length ?? 0;
  return marks % 2 === 1 || (quote.match(OPENING)?.length ?? 0) > (quote.match(CLOSING)?.length ?? 0);
};

/** Quotes the first mentions of a framework. */
export function evidenceOfMentions(analysis: TextAnalysis, mentions: readonly Mention[]): Evidence[] {
  return mentions.slice(0, MAX_MENTIONS).map((it) => quoteOf(analysis, it.first, it.last));
}

/**
 * Quotes the clauses of a passage that contribute most to an output of the model: one, or neighbours of one sentence that say
 * it together. Readers underline whole clauses of half a dozen words and more, and short sentences as they stand.
 *
 * @returns Nothing, if only function words speak for the output: “why would that work” proves nothing.
 */
export function evidenceOfPassage(analysis: TextAnalysis, passage: Passage, basis: EvidenceBasis): Evidence[] {
  const contributions = new Contributions(analysis, passage, basis);
  const lines = [...Map.groupBy(clausesOf(analysis, passage, basis.lexicon), ({ line }) => line).values()];
  const quotes = lines.flatMap((line) => quotesOf(line, contributions));
  const best = strongest(quotes.filter((it) => lengthOf(it) >= MIN_LINE_WORDS)) ?? strongest(quotes);
  if (best === undefined || !contributions.tell(best, basis.lexicon)) return [];
  const { first, last } = trimmed(analysis, best);
  return [quoteOf(analysis, first, last)];
}

/** What quotes of a passage are chosen by. */
interface EvidenceBasis {
  readonly lexicon: Lexicon;
  readonly model: LinearModel;
  readonly output: number;
}

/** Words from one token to another, inclusive. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** With what they contribute together. */
interface Quote extends Span {
  readonly weight: number;
}

const lengthOf = ({ first, last }: Span): number => last - first + 1;

/** What each word of a passage contributes to an output, less what a word has to. */
class Contributions {
  readonly #weights: Float64Array;

  constructor(
    private readonly analysis: TextAnalysis,
    private readonly passage: Passage,
    { model, output }: EvidenceBasis,
  ) {
    const { firstWord, from, lastWord, to } = passage;
    const weights = new Float64Array(lastWord - firstWord);
    model.addShares(analysis.features, from, to, output, firstWord, weights);
    let mean = 0;
    for (const weight of weights) mean += Math.max(0, weight) / weights.length;
    this.#weights = weights.map((weight) => weight - mean * MEAN_SHARE);
  }

  of({ first, last }: Span): number {
    let sum = 0;
    for (let word = first; word <= last; word += 1) sum += this.#at(word);
    return sum;
  }

  /** Whether one that carries a topic contributes. */
  tell({ first, last }: Span, lexicon: Lexicon): boolean {
    const tokens = this.analysis.tokens.slice(first, last + 1);
    return tokens.some(({ word }, at) => this.#at(first + at) > 0 && !lexicon.entryOf(word).isFunctionWord);
  }

  #at(word: number): number {
    return this.#weights[word - this.passage.firstWord] ?? 0;
  }
}

/** The quote with the largest weight, of equal ones the first. */
function strongest(quotes: readonly Quote[]): Quote | undefined {
  let best: Quote | undefined;
  for (const it of quotes) if (best === undefined || it.weight > best.weight) best = it;
  return best;
}

/** The neighbouring clauses of a line that can be quoted; a short line is one. */
function quotesOf(line: readonly Clause[], contributions: Contributions): Quote[] {
  const whole = { first: line[0]?.first ?? 0, last: line.at(-1)?.last ?? 0 };
  if (lengthOf(whole) <= MAX_WHOLE_WORDS) return [{ ...whole, weight: contributions.of(whole) }];
  const quotes: Quote[] = [];
  for (const [at, { first }] of line.entries()) {
    let weight = 0;
    for (const clause of line.slice(at)) {
      if (clause.last - first >= MAX_QUOTE_WORDS && clause.first > first) break;
      weight += contributions.of(clause);
      quotes.push({ first, last: clause.last, weight });
    }
  }
  return quotes.filter((it) => lengthOf(it) >= MIN_QUOTE_WORDS);
}

/** Without a word that joins it to what is left out, and without a bracket or a quotation that it opens only. */
function trimmed({ text, tokens }: TextAnalysis, { first: from, last: to }: Span): Span {
  let [first, last] = [from, to];
  while (last - first >= MIN_LEFT_WORDS && JOINING.test(tokens[first]?.word ?? '')) first += 1;
  for (let at = first + MIN_LEFT_WORDS; at <= last; at += 1) {
    const gap = text.slice(tokens[at - 1]?.end ?? 0, tokens[at]?.start ?? 0);
    // Its end may stand right behind the last word.
    const rest = text.slice(tokens[at]?.start ?? 0, (tokens[last]?.end ?? 0) + 2);
    const isCut = /[([]/.test(gap) ? !/[)\]]/.test(rest) : /["“„«]$/.test(gap) && !/["”“»]/.test(rest);
    if (isCut) last = at - 1;
  }
  return { first, last };
}
