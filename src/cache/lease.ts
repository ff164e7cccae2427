import type { AppConfig } from '../config/index.js';
import { EventChannel, every, newId, wholeNumber, type Clock } from '../core/index.js';

import { RedisUnavailableError } from './cache.errors.js';
import type { RedisLink } from './redis-link.js';

/** Published when a replica requests the right to compute a value for all. */
export const leaseAsked = new EventChannel<{ readonly outcome: 'granted' | 'held' | 'late' | 'unavailable' }>(
  'cache:lease:asked',
);

const leaseKeyOf = (key: string) => `director:cache:lease:${key}`;
/** Where the latest fencing token of a key is. */
export const fenceKeyOf = (key: string) => `director:cache:fence:${key}`;

/** Fencing tokens outlive every computation under an old one, milliseconds. */
const FENCE_LIFE_MS = 3_600_000;

/**
 * Returns the fencing token of a new lease, or 0 while another holder has it; the same holder gets the same token again,
 * because the first reply may have been late. KEYS: lease, fence. ARGV: life of both, ms, holder.
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
/** Writes a value unless a later lease was granted. KEYS: value, fence. ARGV: value, life in ms, fencing token. */
export const FENCED_SET = `
local latest = redis.call('get', KEYS[2])
if latest and tonumber(latest) > tonumber(ARGV[3]) and tonumber(ARGV[3]) > 0 then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** The right to compute one value for all replicas. */
export interface Lease {
  /** Fencing token, larger for every lease of a key: a value computed under a smaller one is not written. */
  readonly fence: number;
  /** Ends the lease; never throws. */
  release(): Promise<void>;
}

/**
 * Leases on keys, each held by one replica at a time.
 *
 * A lease is renewed while its holder lives, and expires when it does not.
 *
 * @see Kleppmann, How to do distributed locking (2016), on fencing
 */
export class Leases {
  constructor(
    private readonly options: Pick<AppConfig['cache'], 'leaseMs'>,
    private readonly link: RedisLink,
    private readonly clock: Clock,
  ) {}

  /** Identifies the requests for one lease. */
  newHolder(): string {
    return newId('req', this.clock.epochMs());
  }

  /**
   * A lease; `held` while another replica has it; `late` when Redis paused and the same holder may retry; `unavailable`
   * without Redis.
   */
  async acquire(key: string, holder: string): Promise<Lease | 'held' | 'late' | 'unavailable'> {
    const { leaseMs } = this.options;
    let fence: number;
    try {
      const keys = [this.link.key(leaseKeyOf(key)), this.link.key(fenceKeyOf(key))];
      const reply = await this.link.run((client) =>
        client.eval(ACQUIRE, { keys, arguments: [String(leaseMs), String(FENCE_LIFE_MS), holder] }),
      );
      const read = wholeNumber(reply);
      if (read === undefined) throw new RedisUnavailableError('down');
      fence = read;
    } catch (error) {
      const isLate = error instanceof RedisUnavailableError && error.reason === 'late' && this.link.isUp;
      const outcome = isLate ? 'late' : 'unavailable';
      leaseAsked.publish({ outcome });
      return outcome;
    }
    leaseAsked.publish({ outcome: fence === 0 ? 'held' : 'granted' });
    return fence === 0 ? 'held' : this.#hold(key, holder, fence);
  }

  #hold(key: string, holder: string, fence: number): Lease {
    const { leaseMs } = this.options;
    const attempt = async (script: string, ...args: string[]) => {
      const command = { keys: [this.link.key(leaseKeyOf(key))], arguments: [holder, ...args] };
      await this.link.run((client) => client.eval(script, command)).catch(() => undefined);
    };
    const stopRenewing = every(this.clock, leaseMs / 3, () => void attempt(RENEW, String(leaseMs)));
    const release = () => {
      stopRenewing();
      return attempt(RELEASE);
    };
    return { fence, release };
  }
}
