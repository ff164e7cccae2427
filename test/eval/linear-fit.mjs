// Fits the linear models of the detector and the router. Deterministic: no random numbers, fixed order, fixed steps.
import { RARITY_STEP } from '../../dist/text/index.js';

/**
 * One training example.
 * @typedef {{ features: ReadonlyMap<number, number>, target: Float64Array, weight: number }} Example
 *   features: hash → factor on its rarity; target: one share an output (softmax) or one chance an output (sigmoid).
 */

/** Vocabulary: features seen in at least `minSeen` examples, with their rarity, quantised as the file holds it. */
function vocabularyOf(examples, minSeen) {
  const seen = new Map();
  const factors = new Map();
  for (const { features } of examples) {
    for (const [hash, factor] of features) {
      seen.set(hash, (seen.get(hash) ?? 0) + 1);
      factors.set(hash, factor);
    }
  }
  const kept = [...seen].filter(([, count]) => count >= minSeen).sort((a, b) => a[0] - b[0]);
  const rows = new Map(kept.map(([hash], row) => [hash, row]));
  const rarities = Uint8Array.from(kept, ([hash, count]) =>
    Math.max(1, Math.min(255, Math.round((Math.log(1 + examples.length / count) * factors.get(hash)) / RARITY_STEP))),
  );
  return { rows, rarities };
}

/** Known features of an example as rows and values of a vector of length 1. */
function vectorOf(features, { rows, rarities }) {
  const known = [];
  for (const hash of features.keys()) {
    const row = rows.get(hash);
    if (row !== undefined) known.push(row);
  }
  let square = 0;
  for (const row of known) square += rarities[row] ** 2;
  const length = Math.sqrt(square) || 1;
  return { rows: Int32Array.from(known), values: Float64Array.from(known, (row) => rarities[row] / length) };
}

/**
 * Fits weights by full-batch Adam with an L2 penalty.
 *
 * @param {readonly Example[]} examples
 * @param {{ outputs: readonly string[], link: 'softmax' | 'sigmoid', l2: number, steps: number, rate: number, minSeen: number }} options
 * @returns {import('../../dist/text/index.js').LinearModelData}
 */
export function fitLinear(examples, options) {
  const problem = problemOf(examples, options);
  const { weights, bias } = unfitted(problem);
  optimise(problem, weights, bias, options);
  return quantised(problem, weights.values, bias.values);
}

/**
 * Fits, keeps the `keep` weights that move the scores of the examples most, and fits those again, since they have to do
 * without the others. Keeping the 24 heaviest weights of each feature instead lost a sixth of what is recognized.
 *
 * @param {readonly Example[]} examples
 * @param {Parameters<typeof fitLinear>[1] & { keep: number, again: { steps: number, rate: number } }} options
 * @returns {import('../../dist/text/index.js').SparseLinearModelData}
 */
export function fitSparse(examples, options) {
  const problem = problemOf(examples, options);
  const first = unfitted(problem);
  optimise(problem, first.weights, first.bias, options);
  const kept = heaviest(first.weights.values, problem, options.keep);
  const { weights, bias } = unfitted(problem);
  bias.values.set(first.bias.values);
  for (let at = 0; at < kept.length; at += 1) if (kept[at] === 1) weights.values[at] = first.weights.values[at];
  optimise(problem, weights, bias, { ...options, ...options.again, kept });
  return sparse(problem, weights.values, bias.values);
}

function problemOf(examples, { outputs, link, l2, minSeen }) {
  const vocabulary = vocabularyOf(examples, minSeen);
  const vectors = examples.map((it) => vectorOf(it.features, vocabulary));
  return { examples, outputs, link, l2, vocabulary, vectors, width: outputs.length };
}

function unfitted({ vocabulary, width, l2 }) {
  return { weights: new Adam(vocabulary.rarities.length * width, l2), bias: new Adam(width, l2 * 0.1) };
}

function optimise({ examples, vectors, width, link }, weights, bias, { steps, rate, kept }) {
  const scores = new Float64Array(width);
  for (let step = 1; step <= steps; step += 1) {
    weights.gradient.fill(0);
    bias.gradient.fill(0);
    for (let i = 0; i < examples.length; i += 1) {
      const { rows, values } = vectors[i];
      const { target, weight } = examples[i];
      scores.set(bias.values);
      for (let j = 0; j < rows.length; j += 1) {
        const base = rows[j] * width;
        const value = values[j];
        for (let o = 0; o < width; o += 1) scores[o] += weights.values[base + o] * value;
      }
      toChances(scores, link);
      for (let o = 0; o < width; o += 1) {
        scores[o] = weight * (scores[o] - target[o]);
        bias.gradient[o] += scores[o];
      }
      for (let j = 0; j < rows.length; j += 1) {
        const base = rows[j] * width;
        const value = values[j];
        for (let o = 0; o < width; o += 1) weights.gradient[base + o] += scores[o] * value;
      }
    }
    if (kept !== undefined) for (let at = 0; at < kept.length; at += 1) weights.gradient[at] *= kept[at];
    const decay = Math.min(1, (steps - step + 1) / (steps * 0.4));
    weights.step(rate * decay, step);
    bias.step(rate * decay, step);
  }
}

/** 1 for each of the `count` largest weights, each times the root of the length of its feature's column of values. */
function heaviest(weights, { vectors, vocabulary, width }, count) {
  const brought = new Float64Array(vocabulary.rarities.length);
  for (const { rows, values } of vectors) for (let j = 0; j < rows.length; j += 1) brought[rows[j]] += values[j] ** 2;
  const sizes = Float32Array.from(weights, (it, at) => Math.abs(it) * brought[Math.floor(at / width)] ** 0.25);
  const least = sizes.toSorted().at(-count) ?? 0;
  return Uint8Array.from(sizes, (size) => (size >= least && size > 0 ? 1 : 0));
}

function toChances(scores, link) {
  if (link === 'sigmoid') {
    for (let o = 0; o < scores.length; o += 1) scores[o] = 1 / (1 + Math.exp(-scores[o]));
    return;
  }
  let most = -Infinity;
  for (let o = 0; o < scores.length; o += 1) if (scores[o] > most) most = scores[o];
  let sum = 0;
  for (let o = 0; o < scores.length; o += 1) sum += scores[o] = Math.exp(scores[o] - most);
  for (let o = 0; o < scores.length; o += 1) scores[o] /= sum;
}

class Adam {
  constructor(size, l2) {
    this.values = new Float64Array(size);
    this.gradient = new Float64Array(size);
    this.mean = new Float64Array(size);
    this.square = new Float64Array(size);
    this.l2 = l2;
  }

  step(rate, step) {
    const meanScale = 1 / (1 - 0.9 ** step);
    const squareScale = 1 / (1 - 0.99 ** step);
    for (let i = 0; i < this.values.length; i += 1) {
      const gradient = this.gradient[i] + this.l2 * this.values[i];
      this.mean[i] = 0.9 * this.mean[i] + 0.1 * gradient;
      this.square[i] = 0.99 * this.square[i] + 0.01 * gradient * gradient;
      this.values[i] -= (rate * this.mean[i] * meanScale) / (Math.sqrt(this.square[i] * squareScale) + 1e-3);
    }
  }
}

function quantised({ outputs, vocabulary: { rows, rarities }, width }, weights, bias) {
  const steps = stepsOf(weights, width);
  const small = Int8Array.from(weights, (it, i) => Math.round(it / steps[i % width]));
  return { ...headOf(outputs, bias, steps, [...rows], rarities), weights: base64(small) };
}

/** As {@link quantised}, without the weights that are 0. */
function sparse({ outputs, vocabulary: { rows, rarities }, width }, weights, bias) {
  const steps = stepsOf(weights, width);
  const [features, rare, counts, columns, kept] = [[], [], [], [], []];
  for (const [hash, row] of rows) {
    const before = kept.length;
    for (let output = 0; output < width; output += 1) {
      const weight = Math.round(weights[row * width + output] / steps[output]);
      if (weight === 0) continue;
      columns.push(output);
      kept.push(weight);
    }
    // A feature without weights still lengthens the vector of a text, as it did in the fit.
    features.push([hash, features.length]);
    rare.push(rarities[row]);
    counts.push(kept.length - before);
  }
  return {
    ...headOf(outputs, bias, steps, features, Uint8Array.from(rare)),
    counts: base64(Uint16Array.from(counts)),
    columns: base64(Uint16Array.from(columns)),
    weights: base64(Int8Array.from(kept)),
  };
}

function stepsOf(weights, width) {
  const most = new Float64Array(width);
  for (let i = 0; i < weights.length; i += 1) most[i % width] = Math.max(most[i % width], Math.abs(weights[i]));
  return Array.from(most, (it) => Number((it / 127 || 1).toPrecision(6)));
}

function headOf(outputs, bias, steps, rows, rarities) {
  const hashes = Buffer.alloc(rows.length * 4);
  for (const [hash, row] of rows) hashes.writeUInt32LE(hash, row * 4);
  return {
    outputs: [...outputs],
    bias: Array.from(bias, (it) => Number(it.toPrecision(6))),
    steps,
    features: hashes.toString('base64'),
    rarities: base64(rarities),
  };
}

/** Bytes of a typed array, little-endian on all machines that we run on. */
const base64 = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString('base64');

/** Platt's curve by damped Newton steps: chance that y = 1 given x. */
export function fitCurve(points) {
  const MAX_PER_STEP = 0.5;
  let slope = 0.5;
  let shift = 0;
  for (let round = 0; round < 100; round += 1) {
    let [gs, gh, ss, sh, hh] = [0, 0, 1e-3, 0, 1e-3];
    for (const { x, y } of points) {
      const chance = 1 / (1 + Math.exp(-(slope * x + shift)));
      const curve = chance * (1 - chance);
      gs += (chance - y) * x;
      gh += chance - y;
      ss += curve * x * x;
      sh += curve * x;
      hh += curve;
    }
    const determinant = ss * hh - sh * sh;
    const bounded = (step) => Math.max(-MAX_PER_STEP, Math.min(MAX_PER_STEP, step));
    slope -= bounded((hh * gs - sh * gh) / determinant);
    shift -= bounded((ss * gh - sh * gs) / determinant);
  }
  return { slope: Number(slope.toPrecision(5)), shift: Number(shift.toPrecision(5)) };
}
