import type { LinearModel } from '../text/index.js';
import type { Evidence } from './detection.js';
import type { Mention } from './name-index.js';
import type { Passage, Reading } from './reading.js';

/** Most places shown for one framework. */
const MAX_PLACES = 3;
/** Words of one quotation, least and most. */
const MIN_QUOTE_LENGTH = 3;
const MAX_QUOTE_LENGTH = 14;
/** A second quotation must weigh at least this share of the first. */
const SECOND_SHARE = 0.5;

/** The words between two tokens, both included, as the caller wrote them. */
export function quoteOf(text: string, reading: Reading, first: number, last: number): Evidence {
  const start = reading.tokens[first]?.start ?? 0;
  const end = reading.tokens[last]?.end ?? start;
  return { start, end, quote: text.slice(start, end) };
}

/** Quotes the first few places where a framework is named. */
export function evidenceOfMentions(text: string, reading: Reading, mentions: readonly Mention[]): Evidence[] {
  return mentions.slice(0, MAX_PLACES).map((it) => quoteOf(text, reading, it.first, it.last));
}

interface Run {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
}

/**
 * Quotes the one or two runs of words in a passage that speak loudest for an output of the model.
 *
 * A run's weight is the sum of what its words add to the score, each less their mean: the run of greatest sum within a
 * sentence (Kadane's algorithm) is neither the whole sentence nor a single word.
 */
export function evidenceOfPassage(
  text: string,
  reading: Reading,
  passage: Passage,
  model: LinearModel,
  output: number,
): Evidence[] {
  const weights = weightsOf(reading, passage, model, output);
  const runs = runsOf(reading, passage, weights);
  const best = loudest(runs);
  if (best === undefined) return [quoteOf(text, reading, passage.firstWord, passage.lastWord - 1)];
  const second = loudest(runs.filter((run) => run !== best));
  const quoted = second !== undefined && second.weight >= best.weight * SECOND_SHARE ? [best, second] : [best];
  return quoted.sort((a, b) => a.first - b.first).map((run) => quoteOf(text, reading, run.first, run.last));
}

/** What each word of the passage adds to the output, in the model's own unit. */
function weightsOf(reading: Reading, passage: Passage, model: LinearModel, output: number): Float64Array {
  const weights = new Float64Array(passage.lastWord - passage.firstWord);
  model.addShares(reading.features, passage.from, passage.to, output, passage.firstWord, weights);
  return weights;
}

/** The heaviest, of equal ones the first. */
function loudest(runs: readonly Run[]): Run | undefined {
  let best: Run | undefined;
  for (const run of runs) if (best === undefined || run.weight > best.weight) best = run;
  return best;
}

function runsOf(reading: Reading, passage: Passage, weights: Float64Array): Run[] {
  let mean = 0;
  for (const weight of weights) mean += Math.max(0, weight) / weights.length;

  const runs: Run[] = [];
  for (let from = passage.firstWord; from < passage.lastWord;) {
    const sentence = reading.tokens[from]?.sentence;
    let to = from;
    while (to < passage.lastWord && reading.tokens[to]?.sentence === sentence) to += 1;
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
    if (sum <= 0 || at - first >= MAX_QUOTE_LENGTH) {
      first = at;
      sum = 0;
    }
    sum += (weights[at] ?? 0) - mean;
    if (sum > 0 && (best === undefined || sum > best.weight)) best = { first, last: at, weight: sum };
  }
  return best;
}

/** Grows a run to a readable length inside its sentence. */
function widened(run: Run, offset: number, sentenceFrom: number, sentenceTo: number): Run {
  let first = run.first + offset;
  let last = run.last + offset;
  while (last - first + 1 < MIN_QUOTE_LENGTH) {
    if (last + 1 < sentenceTo) last += 1;
    else if (first > sentenceFrom) first -= 1;
    else break;
    if (last - first + 1 < MIN_QUOTE_LENGTH && first > sentenceFrom) first -= 1;
  }
  return { first, last, weight: run.weight };
}
