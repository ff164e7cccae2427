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
  const { outputs, link, l2, steps, rate, minSeen } = options;
  const vocabulary = vocabularyOf(examples, minSeen);
  const vectors = examples.map((it) => vectorOf(it.features, vocabulary));
  const width = outputs.length;
  const size = vocabulary.rarities.length * width;
  const weights = new Adam(size, l2);
  const bias = new Adam(width, l2 * 0.1);
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
    const decay = Math.min(1, (steps - step + 1) / (steps * 0.4));
    weights.step(rate * decay, step);
    bias.step(rate * decay, step);
  }
  return quantised(outputs, vocabulary, weights.values, bias.values);
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

/**
 * The same model with at most `most` weights per feature, the heaviest, and none below `least` steps.
 *
 * @returns {import('../../dist/text/index.js').SparseLinearModelData}
 */
export function sparse({ outputs, bias, steps, features, rarities, weights }, { most, least }) {
  const width = outputs.length;
  const all = new Int8Array(Buffer.from(weights, 'base64'));
  const [counts, columns, kept] = [[], [], []];
  for (let row = 0; row < all.length / width; row += 1) {
    const heaviest = [];
    for (let output = 0; output < width; output += 1) {
      const weight = all[row * width + output];
      if (Math.abs(weight) >= least) heaviest.push({ output, weight, size: Math.abs(weight * steps[output]) });
    }
    heaviest.sort((a, b) => b.size - a.size);
    const chosen = heaviest.slice(0, most).sort((a, b) => a.output - b.output);
    counts.push(chosen.length);
    for (const { output, weight } of chosen) {
      columns.push(output & 255, output >> 8);
      kept.push(weight);
    }
  }
  const base64 = (bytes) => Buffer.from(bytes).toString('base64');
  return {
    outputs,
    bias,
    steps,
    features,
    rarities,
    counts: base64(counts),
    columns: base64(columns),
    weights: base64(Int8Array.from(kept).buffer),
  };
}

function quantised(outputs, { rows, rarities }, weights, bias) {
  const width = outputs.length;
  const most = new Float64Array(width);
  for (let i = 0; i < weights.length; i += 1) most[i % width] = Math.max(most[i % width], Math.abs(weights[i]));
  const steps = Array.from(most, (it) => Number((it / 127 || 1).toPrecision(6)));
  const small = Int8Array.from(weights, (it, i) => Math.round(it / steps[i % width]));
  const hashes = Buffer.alloc(rows.size * 4);
  for (const [hash, row] of rows) hashes.writeUInt32LE(hash, row * 4);
  return {
    outputs: [...outputs],
    bias: Array.from(bias, (it) => Number(it.toPrecision(6))),
    steps,
    features: hashes.toString('base64'),
    rarities: Buffer.from(rarities).toString('base64'),
    weights: Buffer.from(small.buffer).toString('base64'),
  };
}

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
