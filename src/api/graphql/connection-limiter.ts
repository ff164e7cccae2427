import { RateLimitedError } from '../../access/index.js';
import { ConnectionsExhaustedError } from '../protocol/api.errors.js';

export interface ConnectionLimiterOptions {
  /** Connections open at once. */
  readonly maxConnections: number;
  /** Of these, from one tenant. */
  readonly maxPerTenant: number;
}

/** When trying again is worth it, milliseconds from now. */
const RETRY_AFTER_MS = 1_000;
/** Share of the connections that may be those of callers who have not said yet who they are. */
const STRANGERS_RATIO = 0.25;

/** A place among the connections; leaving it twice is harmless. */
export interface ConnectionSlot {
  /** Says whose it is. @throws {RateLimitedError} `RATE_LIMITED`, if the tenant has as many as it may. */
  assignTenant(tenant: string): void;
  release(): void;
}

/** Counts connections, so that no tenant takes them all, nor anybody without a name. */
export class ConnectionLimiter {
  readonly #byTenant = new Map<string, number>();
  readonly #maxStrangers: number;
  #strangers = 0;
  #taken = 0;

  constructor(private readonly options: ConnectionLimiterOptions) {
    this.#maxStrangers = Math.max(1, Math.floor(options.maxConnections * STRANGERS_RATIO));
  }

  /** Connections that are open. */
  get open(): number {
    return this.#taken;
  }

  /** A place for somebody unknown. @throws {ConnectionsExhaustedError} `CONNECTIONS_EXHAUSTED` */
  acquire(): ConnectionSlot {
    if (this.#taken >= this.options.maxConnections || this.#strangers >= this.#maxStrangers) {
      throw new ConnectionsExhaustedError(this.options.maxConnections);
    }
    this.#taken++;
    this.#strangers++;
    let tenant: string | undefined;
    let isLeft = false;
    return {
      assignTenant: (its) => {
        // Whoever has left meanwhile, or was known already, takes no other place.
        if (isLeft || tenant !== undefined) return;
        const before = this.#byTenant.get(its) ?? 0;
        if (before >= this.options.maxPerTenant) {
          throw new RateLimitedError({ limit: 'tenant connections', retryAfterMs: RETRY_AFTER_MS });
        }
        tenant = its;
        this.#strangers--;
        this.#byTenant.set(its, before + 1);
      },
      release: () => {
        if (isLeft) return;
        isLeft = true;
        this.#taken--;
        if (tenant === undefined) this.#strangers--;
        else this.#giveBack(tenant);
      },
    };
  }

  #giveBack(tenant: string): void {
    const left = (this.#byTenant.get(tenant) ?? 1) - 1;
    if (left > 0) this.#byTenant.set(tenant, left);
    else this.#byTenant.delete(tenant);
  }
}
