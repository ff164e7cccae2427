import type { LinearModel, Lexicon } from '../text/index.js';
import type { Evidence } from './detection.js';
import type { Mention } from './name-index.js';
import type { Passage, TextAnalysis } from './text-analysis.js';

/** Quotes per named framework. */
const MAX_MENTIONS = 3;
/** Words of one quote, those among them that say something, and how many may be added for these. */
const MIN_QUOTE_WORDS = 3;
const MAX_QUOTE_WORDS = 14;
const MIN_CONTENT_WORDS = 2;
const MAX_WIDENED_WORDS = 8;
/** Minimum weight of a second quote, as a share of the first: one that says less spoils it. */
const SECOND_SHARE = 0.75;
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

/** The text from one token to another, inclusive, as written. */
export function quoteOf({ text, tokens }: TextAnalysis, first: number, last: number): Evidence {
  const start = tokens[first]?.start ?? 0;
  const word = tokens[last]?.end ?? start;
  const end = text[word] === '%' ? word + 1 : word;
  return { start, end, quote: text.slice(start, end) };
}

/** Quotes the first mentions of a framework. */
export function evidenceOfMentions(analysis: TextAnalysis, mentions: readonly Mention[]): Evidence[] {
  return mentions.slice(0, MAX_MENTIONS).map((it) => quoteOf(analysis, it.first, it.last));
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
}

/**
 * Quotes the one or two runs of words in a passage that contribute most to an output of the model.
 *
 * A run's weight is the sum of its words' contributions to the score, each less their mean: the maximum-sum run within a
 * line of a sentence (Kadane's algorithm) is neither the whole sentence nor a single word.
 */
export function evidenceOfPassage(
  analysis: TextAnalysis,
  passage: Passage,
  { lexicon, model, output }: EvidenceBasis,
): Evidence[] {
  const weights = new Float64Array(passage.lastWord - passage.firstWord);
  model.addShares(analysis.features, passage.from, passage.to, output, passage.firstWord, weights);
  const phrase = new Phrase(analysis, passage, lexicon);
  const runs = runsOf(analysis, passage, weights);
  const best = strongest(runs);
  if (best === undefined) return [quoteOf(analysis, passage.firstWord, passage.lastWord - 1)];
  const second = strongest(runs.filter((run) => run !== best && run.weight >= best.weight * SECOND_SHARE));
  const quoted = [best, ...(second === undefined ? [] : [second])].map((run) => phrase.of(run));
  const said = quoted.filter((run, at) => at === 0 || phrase.contentOf(run) >= MIN_CONTENT_WORDS);
  return said.sort((a, b) => a.first - b.first).map((run) => quoteOf(analysis, run.first, run.last));
}

/** What quotes of a passage are chosen by. */
interface EvidenceBasis {
  readonly lexicon: Lexicon;
  readonly model: LinearModel;
  readonly output: number;
}

/** Makes of the words that weigh most a phrase that a reader would underline. */
class Phrase {
  constructor(
    private readonly analysis: TextAnalysis,
    private readonly passage: Passage,
    private readonly lexicon: Lexicon,
  ) {}

  /** Within its clause: whole words, not cut before the one that matters, with its negation, and saying something. */
  of({ first: from, last: to, weight }: Run): Run {
    const { tokens } = this.analysis;
    // What says nothing by itself is no evidence, whatever stands beside it.
    if (this.contentOf({ first: from, last: to }) === 0) return { first: from, last: to, weight };
    let [first, last] = [from, to];
    for (let at = first + 1; at <= Math.min(first + MAX_STUB_WORDS, last - MIN_CONTENT_WORDS); at += 1)
      if (!isWithinClause(this.analysis, at)) first = at;
    for (let at = last; at > Math.max(last - MAX_STUB_WORDS, first + MIN_CONTENT_WORDS); at -= 1)
      if (!isWithinClause(this.analysis, at)) last = at - 1;
    while (tokens[first]?.tied === true && first > this.passage.firstWord) first -= 1;
    while (tokens[last + 1]?.tied === true) last += 1;
    while (this.#isOpenEnd(last) && this.#goesOn(last) && last - first < MAX_QUOTE_WORDS) last += 1;
    while (this.#isOpenEnd(last) && last > first) last -= 1;
    // Words that stand together belong together: “the number of pull” requests “doubled”.
    const isShort = () => last - first + 1 < MAX_WIDENED_WORDS;
    while (isShort() && this.#goesOn(last) && !this.#isFunctionWord(last + 1)) last += 1;
    while (isShort() && this.#comesFrom(first) && !this.#isFunctionWord(first) && !this.#isFunctionWord(first - 1))
      first -= 1;
    while (this.contentOf({ first, last }) < MIN_CONTENT_WORDS && last - first + 1 < MAX_WIDENED_WORDS) {
      if (this.#goesOn(last)) last += 1;
      else if (this.#comesFrom(first)) first -= 1;
      else if (this.#isOfSentence(last, last + 1)) last += 1;
      else if (this.#isOfSentence(first, first - 1)) first -= 1;
      else break;
    }
    // Most readers underline a clause: its rest is quoted where that is a few words.
    const end = this.#clauseEnd(last);
    if (end - last <= MAX_REST_WORDS && end - first < MAX_QUOTE_WORDS) last = end;
    const start = this.#clauseStart(first);
    if (first - start <= MAX_REST_WORDS && last - start < MAX_QUOTE_WORDS) first = start;
    while (first < last && JOINT.test(this.#word(first))) first += 1;
    for (let at = first - 1, seen = 0; seen < NEGATED_WORDS && this.#comesFrom(at + 1); at -= 1, seen += 1)
      if (NEGATION.test(this.#word(at))) first = at;
    return { first, last, weight };
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
  contentOf({ first, last }: Pick<Run, 'first' | 'last'>): number {
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

const isLineBreak = ({ text, tokens }: TextAnalysis, at: number): boolean =>
  text.slice(tokens[at - 1]?.end ?? 0, tokens[at]?.start ?? 0).includes('\n');

/** Whether a word belongs to the clause of the word before it. */
function isWithinClause({ text, tokens }: TextAnalysis, at: number): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (before === undefined || token === undefined || before.sentence !== token.sentence) return false;
  // The comma of “50,000” parts nothing.
  return !/[;:!?()\n–—|]|,\s/.test(text.slice(before.end, token.start));
}

/** The run with the largest weight, of equal ones the first. */
function strongest(runs: readonly Run[]): Run | undefined {
  let best: Run | undefined;
  for (const run of runs) if (best === undefined || run.weight > best.weight) best = run;
  return best;
}

function runsOf(analysis: TextAnalysis, passage: Passage, weights: Float64Array): Run[] {
  const { tokens } = analysis;
  let mean = 0;
  for (const weight of weights) mean += Math.max(0, weight) / weights.length;

  const runs: Run[] = [];
  for (let from = passage.firstWord; from < passage.lastWord;) {
    const sentence = tokens[from]?.sentence;
    let to = from;
    const isNext = () => tokens[to]?.sentence === sentence && (to === from || !isLineBreak(analysis, to));
    while (to < passage.lastWord && isNext()) to += 1;
    const run = heaviest(weights, from - passage.firstWord, to - passage.firstWord, mean);
    if (run !== undefined) runs.push(widened(run, passage.firstWord, from, to));
    from = to;
  }
  return runs;
}

function heaviest(weights: Float64Array, from: number, to: number, mean: number): Run | undefined {
  let best: Run | undefined;
  let first = from;
  let sum = 0;
  for (let at = from; at < to; at += 1) {
    if (sum <= 0 || at - first >= MAX_QUOTE_WORDS) {
      first = at;
      sum = 0;
    }
    sum += (weights[at] ?? 0) - mean;
    if (sum > 0 && (best === undefined || sum > best.weight)) best = { first, last: at, weight: sum };
  }
  return best;
}

/** Extends a run to a readable length within its sentence. */
function widened(run: Run, offset: number, sentenceFrom: number, sentenceTo: number): Run {
  let first = run.first + offset;
  let last = run.last + offset;
  while (last - first + 1 < MIN_QUOTE_WORDS) {
    if (last + 1 < sentenceTo) last += 1;
    else if (first > sentenceFrom) first -= 1;
    else break;
    if (last - first + 1 < MIN_QUOTE_WORDS && first > sentenceFrom) first -= 1;
  }
  return { first, last, weight: run.weight };
}
