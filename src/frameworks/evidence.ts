import type { LinearModel, Lexicon } from '../text/index.js';
import type { Evidence } from './detection.js';
import { isLineBreak, MAX_QUOTE_WORDS, MIN_CONTENT_WORDS, Phrase, type Run } from './evidence-phrase.js';
import type { Mention } from './name-index.js';
import type { Passage, TextAnalysis } from './text-analysis.js';

/** Quotes per named framework. */
const MAX_MENTIONS = 3;
/** Words of one quote. */
const MIN_QUOTE_WORDS = 3;
/** Minimum weight of a second quote, as a share of the first: one that says less spoils it. */
const SECOND_SHARE = 0.75;
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
