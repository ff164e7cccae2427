import { hash as digest } from 'node:crypto';

/** The hash before the first event of a trail. */
export const GENESIS = '0'.repeat(64);

/** One row of a trail, as it is stored. */
export interface ChainLink {
  readonly tenant: string;
  readonly seq: number;
  readonly at: number;
  /** JSON, byte for byte as it was hashed. */
  readonly body: string;
}

/** Where a chain breaks. */
export interface ChainBreak {
  readonly seq: number;
  /** `emptied`: what was answered is older than the first event. `rewritten`: an event that is known does not exist. */
  readonly reason: 'missing' | 'changed' | 'truncated' | 'emptied' | 'rewritten';
}

/** The hash of an event: of the one before it, its place, its time and its text, a line each. */
export function linkHash(previous: string, { tenant, seq, at, body }: ChainLink): string {
  return digest('sha256', `${previous}\n${tenant}\n${seq}\n${at}\n${body}`);
}

/** Follows a chain from a known event on, a row at a time. */
export class ChainVerifier {
  #break: ChainBreak | undefined;

  /** @param seq Of the event before the first one to be seen; `hash` is its hash. */
  constructor(
    private seq: number,
    private hash: string,
  ) {}

  /** The number of the last event seen in order. */
  get lastSeq(): number {
    return this.seq;
  }

  /** @returns the break, once there is one. */
  next(link: ChainLink & { readonly hash: string }): ChainBreak | undefined {
    if (this.#break !== undefined) return this.#break;
    if (link.seq !== this.seq + 1) return (this.#break = { seq: this.seq + 1, reason: 'missing' });
    if (link.hash !== linkHash(this.hash, link)) return (this.#break = { seq: link.seq, reason: 'changed' });
    this.seq = link.seq;
    this.hash = link.hash;
    return undefined;
  }

  /** @returns a break if the chain does not end with the event that was written last. */
  end(seq: number, hash: string): ChainBreak | undefined {
    if (this.#break !== undefined) return this.#break;
    return this.seq === seq && this.hash === hash ? undefined : { seq: this.seq + 1, reason: 'truncated' };
  }
}
