/** Finds the row of a feature by its hash. */
export class FeatureIndex {
  /** Number of features. */
  readonly count: number;
  private readonly hashes: Uint32Array;
  /** One more than the row in each slot; 0 for an empty one. As narrow as the rows allow. */
  private readonly slots: Uint16Array | Uint32Array;
  private readonly mask: number;

  /** @param features Hashes, little-endian 32-bit unsigned, base64. */
  constructor(features: string) {
    const bytes = Buffer.from(features, 'base64');
    this.count = bytes.length / 4;
    this.hashes = new Uint32Array(this.count);
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, this.count * 2)));
    this.slots = this.count < 65_535 ? new Uint16Array(size) : new Uint32Array(size);
    this.mask = size - 1;
    for (let row = 0; row < this.count; row += 1) {
      const hash = bytes.readUInt32LE(row * 4);
      let slot = hash & this.mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
      this.hashes[row] = hash;
      this.slots[slot] = row + 1;
    }
  }

  /** Row of a feature, or -1. */
  rowOf(hash: number): number {
    for (let slot = hash & this.mask; ; slot = (slot + 1) & this.mask) {
      const row = (this.slots[slot] ?? 0) - 1;
      if (row === -1 || this.hashes[row] === hash) return row;
    }
  }
}
