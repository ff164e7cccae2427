import { FeatureIndex } from './feature-index.js';
import type { FeatureList } from './features.js';

/** A fitted model as its file holds it. */
export interface LinearModelData {
  readonly outputs: readonly string[];
  readonly bias: readonly number[];
  /** For each output, the size of one step of its weights. */
  readonly steps: readonly number[];
  /** Feature hashes, little-endian 32-bit unsigned, base64. */
  readonly features: string;
  /** For each feature its rarity, 8-bit, in steps of {@link RARITY_STEP}, base64. */
  readonly rarities: string;
  /** For each feature one 8-bit signed weight per output, base64. */
  readonly weights: string;
}

/** Resolution of {@link LinearModelData.rarities}. */
export const RARITY_STEP = 1 / 24;

/**
 * Scores texts on several outputs at once: a weighted sum of the features seen, each counted once, over the length of
 * the feature vector.
 *
 * @remarks One probe of a hash table per feature and, if it is known, one multiply-add per output.
 */
export class LinearModel {
  readonly outputs: readonly string[];
  private readonly bias: Float64Array;
  private readonly steps: Float64Array;
  private readonly index: FeatureIndex;
  private readonly rarities: Uint8Array;
  private readonly weights: Int8Array;
  /** For each feature the last pass that counted it. */
  private readonly seenIn: Uint32Array;
  private pass = 0;
  /** Whole-number sums: rarity (8 bits) times weight (8 bits), over at most some ten thousand features. */
  private readonly sums: Int32Array;

  constructor(data: LinearModelData) {
    this.outputs = data.outputs;
    this.bias = Float64Array.from(data.bias);
    this.steps = Float64Array.from(data.steps);
    this.index = new FeatureIndex(data.features);
    this.rarities = Uint8Array.from(Buffer.from(data.rarities, 'base64'));
    this.weights = Int8Array.from(Buffer.from(data.weights, 'base64'));
    const { count } = this.index;
    if (this.rarities.length !== count || this.weights.length !== count * data.outputs.length) {
      throw new RangeError(
        `model file is truncated: ${count} features, ${this.rarities.length} rarities, ${this.weights.length} weights`,
      );
    }
    this.sums = new Int32Array(data.outputs.length);
    this.seenIn = new Uint32Array(count);
  }

  /**
   * Scores features `from..to` of a list.
   *
   * @param into  Gets one score per output.
   * @returns Factor from a feature's weight to its share of a score; 0 when no feature is known.
   */
  score(list: FeatureList, from: number, to: number, into: Float64Array): number {
    const { bias, steps, weights, rarities, seenIn, sums } = this;
    const outputs = bias.length;
    const pass = ++this.pass;
    sums.fill(0);
    let square = 0;
    for (let at = from; at < to; at += 1) {
      const row = this.index.rowOf(list.hashAt(at));
      if (row < 0 || seenIn[row] === pass) continue;
      seenIn[row] = pass;
      const rarity = rarities[row] ?? 0;
      square += rarity * rarity;
      const base = row * outputs;
      for (let output = 0; output < outputs; output += 1) {
        sums[output] = (sums[output] ?? 0) + rarity * (weights[base + output] ?? 0);
      }
    }
    const factor = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let output = 0; output < outputs; output += 1) {
      into[output] = (bias[output] ?? 0) + (sums[output] ?? 0) * factor * (steps[output] ?? 0);
    }
    return factor;
  }

  /**
   * Adds up what each word could contribute to one output, before the factor that {@link LinearModel.score} returned: a
   * feature that counts once in the score counts here for each word that has it.
   *
   * @param firstWord Of the words that features `from..to` of the list belong to.
   * @param into      Gets the contribution of each of those words, added to its value.
   */
  addShares(list: FeatureList, from: number, to: number, output: number, firstWord: number, into: Float64Array): void {
    for (let at = from; at < to; at += 1) {
      const row = this.index.rowOf(list.hashAt(at));
      if (row < 0) continue;
      const word = list.wordAt(at) - firstWord;
      into[word] = (into[word] ?? 0) + this.shareOfRow(row, output);
    }
  }

  /** What one feature adds to one output, before the factor that {@link LinearModel.score} returned. */
  share(hash: number, output: number): number {
    const row = this.index.rowOf(hash);
    return row < 0 ? 0 : this.shareOfRow(row, output);
  }

  private shareOfRow(row: number, output: number): number {
    return (this.rarities[row] ?? 0) * (this.weights[row * this.bias.length + output] ?? 0) * (this.steps[output] ?? 0);
  }
}
