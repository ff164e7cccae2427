import { EventChannel, newId, type CancelTimer, type Clock } from '../core/index.js';

import { RedisUnavailableError } from './cache.errors.js';
import type { RedisLink } from './redis-link.js';

/** Published when a replica gets, or does not get, the right to compute something for all. */
export const leaseAsked = new EventChannel<{ readonly outcome: 'granted' | 'held' | 'late' | 'unavailable' }>(
  'cache:lease:asked',
);

const leaseKeyOf = (key: string) => `director:cache:lease:${key}`;
/** Where the number of the latest lease of a key is. */
export const fenceKeyOf = (key: string) => `director:cache:fence:${key}`;

/** Numbers outlive every computation that could still be going on under an old one, milliseconds. */
const FENCE_LIFE_MS = 3_600_000;

/**
 * Gives the number of a new lease, or 0 while somebody else holds one; its holder gets the same number again, because the
 * first reply may have been late. KEYS: lease, fence. ARGV: life of both, ms, holder.
 */
const ACQUIRE = `
local holder = redis.call('get', KEYS[1])
if holder == ARGV[3] then return tonumber(redis.call('get', KEYS[2])) end
if holder then return 0 end
local fence = redis.call('incr', KEYS[2])
redis.call('pexpire', KEYS[2], ARGV[2])
redis.call('set', KEYS[1], ARGV[3], 'PX', ARGV[1])
return fence`;
/** Extends the lease of its holder. KEYS: lease. ARGV: holder, life in ms. */
const RENEW = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('pexpire', KEYS[1], ARGV[2])`;
/** Ends the lease of its holder. KEYS: lease. ARGV: holder. */
const RELEASE = `
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('del', KEYS[1])`;
/** Writes a value unless a later lease has been given. KEYS: value, fence. ARGV: value, life in ms, number. */
export const FENCED_SET = `
local latest = redis.call('get', KEYS[2])
if latest and tonumber(latest) > tonumber(ARGV[3]) and tonumber(ARGV[3]) > 0 then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

export interface LeasesOptions {
  /** How long the lease of a replica that died blocks the others, milliseconds. */
  readonly leaseMs: number;
}

/** The right to compute one thing for all replicas. */
export interface Lease {
  /** Grows with every lease of the same key; what was made under a smaller one is not written any more. */
  readonly fence: number;
  /** Gives the right back; never throws. */
  release(): Promise<void>;
}

/**
 * Lets one replica at a time compute a key.
 *
 * A lease is renewed while its holder lives, and ends by itself when it does not.
 *
 * @see Kleppmann, How to do distributed locking (2016), on fencing
 */
export class Leases {
  constructor(
    private readonly options: LeasesOptions,
    private readonly link: RedisLink,
    private readonly clock: Clock,
  ) {}

  /** Who asks for one lease, however often. */
  newHolder(): string {
    return newId('req', this.clock.epochMs());
  }

  /**
   * A lease, or `held` while another replica has it, or `late` when Redis has paused and may be asked again by the same
   * holder, or `unavailable` while it cannot tell.
   */
  async acquire(key: string, holder: string): Promise<Lease | 'held' | 'late' | 'unavailable'> {
    const { leaseMs } = this.options;
    let fence: number;
    try {
      const keys = [leaseKeyOf(key), fenceKeyOf(key)];
      fence = Number(
        await this.link.run((client) =>
          client.eval(ACQUIRE, { keys, arguments: [String(leaseMs), String(FENCE_LIFE_MS), holder] }),
        ),
      );
    } catch (error) {
      const outcome =
        error instanceof RedisUnavailableError && error.why === 'late' && this.link.isUp ? 'late' : 'unavailable';
      leaseAsked.publish({ outcome });
      return outcome;
    }
    leaseAsked.publish({ outcome: fence === 0 ? 'held' : 'granted' });
    return fence === 0 ? 'held' : this.#keep(key, holder, fence);
  }

  #keep(key: string, holder: string, fence: number): Lease {
    const { leaseMs } = this.options;
    const keys = [leaseKeyOf(key)];
    let cancelTimer: CancelTimer;
    const renewLater = () => {
      cancelTimer = this.clock.schedule(leaseMs / 3, () => {
        renewLater();
        const renewal = this.link.run((client) => client.eval(RENEW, { keys, arguments: [holder, String(leaseMs)] }));
        renewal.catch(() => undefined);
      });
    };
    renewLater();
    return {
      fence,
      release: async () => {
        cancelTimer();
        const release = this.link.run((client) => client.eval(RELEASE, { keys, arguments: [holder] }));
        await release.then(
          () => undefined,
          () => undefined,
        );
      },
    };
  }
}
