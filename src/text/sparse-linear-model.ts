import { FeatureIndex } from './feature-index.js';
import type { FeatureList } from './features.js';

/** A fitted model with few weights per feature, as its file holds it. */
export interface SparseLinearModelData {
  readonly outputs: readonly string[];
  readonly bias: readonly number[];
  /** For each output, the size of one step of its weights. */
  readonly steps: readonly number[];
  /** Feature hashes, little-endian 32-bit unsigned, base64. */
  readonly features: string;
  /** For each feature its rarity, 8-bit, in steps of `RARITY_STEP`, base64. */
  readonly rarities: string;
  /** For each feature the number of its weights, little-endian 16-bit unsigned, base64. */
  readonly counts: string;
  /** For each weight its output, little-endian 16-bit unsigned, base64. */
  readonly columns: string;
  /** The weights, 8-bit signed, feature by feature, base64. */
  readonly weights: string;
}

/**
 * Scores texts on hundreds of outputs: as `LinearModel`, but a feature has a weight only for the outputs that it says
 * something about, which takes a tenth of the memory and of the work.
 */
export class SparseLinearModel {
  readonly outputs: readonly string[];
  private readonly bias: Float64Array;
  private readonly steps: Float64Array;
  private readonly index: FeatureIndex;
  private readonly rarities: Uint8Array;
  /** Index of the first weight of each feature; one more than there are features. */
  private readonly starts: Uint32Array;
  private readonly columns: Uint16Array;
  private readonly weights: Int8Array;
  private readonly seenIn: Uint32Array;
  private pass = 0;
  private readonly sums: Int32Array;

  constructor(data: SparseLinearModelData) {
    this.outputs = data.outputs;
    this.bias = Float64Array.from(data.bias);
    this.steps = Float64Array.from(data.steps);
    this.index = new FeatureIndex(data.features);
    const counts = shortsOf(data.counts);
    this.columns = shortsOf(data.columns);
    this.rarities = Uint8Array.from(Buffer.from(data.rarities, 'base64'));
    this.weights = Int8Array.from(Buffer.from(data.weights, 'base64'));
    const { count } = this.index;
    this.starts = new Uint32Array(count + 1);
    for (let row = 0; row < count; row += 1) this.starts[row + 1] = (this.starts[row] ?? 0) + (counts[row] ?? 0);
    const total = this.starts[count] ?? 0;
    if (this.rarities.length !== count || this.columns.length !== total || this.weights.length !== total) {
      throw new RangeError(`model file is truncated: ${count} features, ${total} weights expected`);
    }
    this.sums = new Int32Array(data.outputs.length);
    this.seenIn = new Uint32Array(count);
  }

  /**
   * Scores the features of a list, each counted once, over the length of the feature vector.
   *
   * @param into Gets one score per output.
   */
  score(list: FeatureList, into: Float64Array): void {
    const { bias, columns, rarities, seenIn, starts, steps, sums, weights } = this;
    const pass = ++this.pass;
    sums.fill(0);
    let square = 0;
    for (let at = 0; at < list.length; at += 1) {
      const row = this.index.rowOf(list.hashAt(at));
      if (row < 0 || seenIn[row] === pass) continue;
      seenIn[row] = pass;
      const rarity = rarities[row] ?? 0;
      square += rarity * rarity;
      const end = starts[row + 1] ?? 0;
      for (let weight = starts[row] ?? 0; weight < end; weight += 1) {
        const output = columns[weight] ?? 0;
        sums[output] = (sums[output] ?? 0) + rarity * (weights[weight] ?? 0);
      }
    }
    const factor = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let output = 0; output < bias.length; output += 1) {
      into[output] = (bias[output] ?? 0) + (sums[output] ?? 0) * factor * (steps[output] ?? 0);
    }
  }
}

function shortsOf(base64: string): Uint16Array {
  const bytes = Buffer.from(base64, 'base64');
  return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
}
