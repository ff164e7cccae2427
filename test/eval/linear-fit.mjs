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
 * How a model is fitted.
 * @typedef {object} FitOptions
 * @property {readonly string[]} outputs
 * @property {'softmax' | 'sigmoid'} link
 * @property {number} minSeen Examples that a feature must occur in.
 * @property {number} epochs Passes over the examples.
 * @property {number} rate Length of the first steps; those of the last epoch are a fifth as long.
 * @property {number} l2 Penalty on the square of a weight.
 */

/**
 * Fits weights example by example with AdaGrad and an L2 penalty.
 *
 * An example moves only the weights of its features for the outputs that it is wrong about, a few of hundreds: many times
 * faster than full-batch Adam, and more of the texts that were set aside are recognized.
 *
 * @see Duchi, Hazan, Singer: Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 2011
 * @param {readonly Example[]} examples
 * @param {FitOptions} options
 * @returns {import('../../dist/text/index.js').LinearModelData}
 */
export function fitLinear(examples, options) {
  const fit = new Fit(examples, options);
  fit.run(options.epochs, options.rate);
  return quantised(fit);
}

/**
 * Fits several groups of outputs, each a softmax of its own, over one vocabulary: a text is looked up once for all of them.
 * Of each group the `keep` weights that move the scores of its examples most are kept and fitted again, since they have to do
 * without the others.
 *
 * @param {readonly { examples: readonly Example[], outputs: readonly string[], keep: number }[]} groups
 * @param {Omit<FitOptions, 'outputs'>} options
 * @returns {import('../../dist/text/index.js').SparseLinearModelData} with the outputs of all groups in turn
 */
export function fitSparse(groups, options) {
  // A text may be an example in several groups.
  const texts = new Map(groups.flatMap(({ examples }) => examples.map((one) => [one.features, one])));
  const vocabulary = vocabularyOf([...texts.values()], options.minSeen);
  const fits = groups.map(({ examples, keep, outputs }) => {
    const fit = new Fit(examples, { ...options, outputs }, vocabulary);
    fit.run(options.epochs, options.rate);
    fit.keep(keep);
    fit.run(AGAIN.epochs, options.rate * AGAIN.rate);
    return fit;
  });
  return sparse(fits, vocabulary);
}
const AGAIN = { epochs: 3, rate: 0.4 };

/** What keeps the first steps of a weight short. */
const DAMPING = 0.03;
/** A bias, which every example moves, moves more slowly. */
const BIAS_SHARE = 0.3;
/** An output that an example is less wrong about is left as it is. */
const MIN_ERROR = 3e-4;
const LAST_RATE = 0.2;

class Fit {
  #order;
  #squares;
  #biasSquares;
  #kept;
  #errors;
  #wrong;
  #random = 12_345;

  constructor(examples, { l2, link, minSeen, outputs }, vocabulary = vocabularyOf(examples, minSeen)) {
    this.examples = examples;
    this.outputs = outputs;
    this.link = link;
    this.l2 = l2;
    this.width = outputs.length;
    this.vocabulary = vocabulary;
    this.vectors = examples.map((it) => vectorOf(it.features, this.vocabulary));
    const { rarities } = this.vocabulary;
    this.weights = new Float32Array(rarities.length * this.width);
    this.bias = new Float32Array(this.width);
    this.#squares = new Float32Array(this.weights.length);
    this.#biasSquares = new Float32Array(this.width);
    this.#errors = new Float32Array(this.width);
    this.#wrong = new Int32Array(this.width);
    this.#order = Int32Array.from(examples.keys());
    this.seen = new Uint32Array(rarities.length);
    for (const { rows } of this.vectors) for (const row of rows) this.seen[row] += 1;
  }

  run(epochs, rate) {
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      this.#shuffle();
      const step = rate * (1 - ((1 - LAST_RATE) * epoch) / Math.max(1, epochs - 1));
      for (const at of this.#order) this.#learn(at, step);
    }
  }

  /**
   * Keeps the largest weights, each times the root of the length of its feature's column of values. A softmax does not change
   * when all weights of a feature move by as much: so that most of them can go, their median becomes 0 before.
   */
  keep(count) {
    const { vectors, vocabulary, weights, width } = this;
    for (let base = 0; base < weights.length; base += width) {
      const row = weights.subarray(base, base + width);
      const median = Float32Array.from(row).sort()[width >> 1];
      for (let output = 0; output < width; output += 1) row[output] -= median;
    }
    const brought = new Float64Array(vocabulary.rarities.length);
    for (const { rows, values } of vectors) for (const [j, row] of rows.entries()) brought[row] += values[j] ** 2;
    const sizes = new Float32Array(weights.length);
    for (let at = 0; at < sizes.length; at += 1)
      sizes[at] = Math.abs(weights[at]) * brought[Math.floor(at / width)] ** 0.25;
    const least = Float32Array.from(sizes).sort().at(-count) ?? 0;
    const kept = new Uint8Array(weights.length);
    for (let at = 0; at < sizes.length; at += 1) {
      if (sizes[at] >= least && sizes[at] > 0) kept[at] = 1;
      else weights[at] = 0;
    }
    this.#kept = kept;
  }

  #learn(example, rate) {
    const { bias, l2, link, seen, weights, width } = this;
    const { rows, values } = this.vectors[example];
    const { target, weight } = this.examples[example];
    const errors = this.#errors;
    const wrong = this.#wrong;
    errors.set(bias);
    for (let j = 0; j < rows.length; j += 1) {
      const base = rows[j] * width;
      const value = values[j];
      for (let output = 0; output < width; output += 1) errors[output] += weights[base + output] * value;
    }
    toChances(errors, link);
    let count = 0;
    for (let output = 0; output < width; output += 1) {
      const error = errors[output] - target[output];
      errors[output] = error * weight;
      if (Math.abs(error) > MIN_ERROR) wrong[count++] = output;
    }
    for (let at = 0; at < count; at += 1) {
      const output = wrong[at];
      this.#biasSquares[output] += errors[output] ** 2;
      bias[output] -= (rate * BIAS_SHARE * errors[output]) / Math.sqrt(this.#biasSquares[output] + 1e-6);
    }
    for (let j = 0; j < rows.length; j += 1) {
      const base = rows[j] * width;
      const value = values[j];
      const decay = l2 / seen[rows[j]];
      for (let nth = 0; nth < count; nth += 1) {
        const output = wrong[nth];
        const place = base + output;
        if (this.#kept?.[place] === 0) continue;
        const gradient = errors[output] * value + decay * weights[place];
        this.#squares[place] += gradient ** 2;
        weights[place] -= (rate * gradient) / Math.sqrt(this.#squares[place] + DAMPING);
      }
    }
  }

  /** The same order in every run. */
  #shuffle() {
    const order = this.#order;
    for (let i = order.length - 1; i > 0; i -= 1) {
      this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
      const j = this.#random % (i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
  }
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

function quantised({ bias, outputs, vocabulary: { rows, rarities }, weights, width }) {
  const steps = stepsOf(weights, width);
  const small = Int8Array.from(weights, (it, i) => Math.round(it / steps[i % width]));
  return { ...headOf(outputs, bias, steps, [...rows], rarities), weights: base64(small) };
}

/** As {@link quantised}, without the weights that are 0, and with the outputs of several fits over one vocabulary. */
function sparse(fits, { rows, rarities }) {
  const steps = fits.map(({ weights, width }) => stepsOf(weights, width));
  const [features, counts, columns, kept] = [[], [], [], []];
  for (const [hash, row] of rows) {
    const before = kept.length;
    let first = 0;
    for (const [at, { weights, width }] of fits.entries()) {
      for (let output = 0; output < width; output += 1) {
        const weight = Math.round(weights[row * width + output] / steps[at][output]);
        if (weight === 0) continue;
        columns.push(first + output);
        kept.push(weight);
      }
      first += width;
    }
    // A feature without weights still lengthens the vector of a text, as it did in the fit.
    features.push([hash, row]);
    counts.push(kept.length - before);
  }
  const outputs = fits.flatMap((fit) => fit.outputs);
  const bias = fits.flatMap((fit) => [...fit.bias]);
  return {
    ...headOf(outputs, bias, steps.flat(), features, rarities),
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

/** Weights of a logistic curve over several numbers, by gradient descent. @param points Each with `x`, `y` 0 or 1, and a weight. */
export function fitLogistic(points) {
  const weights = points[0].x.map(() => 0);
  const scale = weights.map(
    (_, at) => Math.sqrt(points.reduce((sum, { x }) => sum + x[at] ** 2, 0) / points.length) || 1,
  );
  for (let round = 0; round < 3_000; round += 1) {
    const gradient = weights.map(() => 0);
    for (const { weight, x, y } of points) {
      const score = x.reduce((sum, value, at) => sum + (weights[at] * value) / scale[at], 0);
      const error = weight * (1 / (1 + Math.exp(-score)) - y);
      for (const [at, value] of x.entries()) gradient[at] += (error * value) / scale[at];
    }
    for (const at of weights.keys()) weights[at] -= gradient[at] / points.length;
  }
  return weights.map((weight, at) => Number((weight / scale[at]).toPrecision(4)));
}
