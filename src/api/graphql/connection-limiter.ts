import { RateLimitedError } from '../../access/index.js';
import type { AppConfig } from '../../config/index.js';
import { ConnectionsExhaustedError } from '../protocol/api.errors.js';

export type WebSocketLimits = AppConfig['graphql']['webSockets'];

/** When trying again is worth it, milliseconds from now. */
const RETRY_AFTER_MS = 1_000;
/** Share of the connections that may be unauthenticated. */
const UNAUTHENTICATED_RATIO = 0.25;

/** The slot of one connection. */
export interface ConnectionSlot {
  /** Once the caller is authenticated. @throws {RateLimitedError} `RATE_LIMITED`, if the tenant has all of its slots. */
  assignTenant(tenant: string): void;
  /** Idempotent. */
  release(): void;
}

/** Bounds open connections: in total, of each tenant, and of callers that are not authenticated yet. */
export class ConnectionLimiter {
  /** Open connections by tenant; those without one are unauthenticated. */
  readonly #open = new Map<string | undefined, number>();
  readonly #maxUnauthenticated: number;
  #total = 0;

  constructor(private readonly options: Pick<WebSocketLimits, 'maxConnections' | 'maxPerTenant'>) {
    this.#maxUnauthenticated = Math.max(1, Math.floor(options.maxConnections * UNAUTHENTICATED_RATIO));
  }

  /** Open connections. */
  get open(): number {
    return this.#total;
  }

  /** A slot for an unauthenticated caller. @throws {ConnectionsExhaustedError} `CONNECTIONS_EXHAUSTED` */
  acquire(): ConnectionSlot {
    const { maxConnections, maxPerTenant } = this.options;
    if (this.#total >= maxConnections || this.#countOf(undefined) >= this.#maxUnauthenticated) {
      throw new ConnectionsExhaustedError(maxConnections);
    }
    let tenant: string | undefined;
    let isReleased = false;
    this.#add(tenant, 1);
    return {
      assignTenant: (assigned) => {
        if (isReleased || tenant !== undefined) return;
        if (this.#countOf(assigned) >= maxPerTenant) {
          throw new RateLimitedError({
            limit: 'tenant connections',
            quota: maxPerTenant,
            retryAfterMs: RETRY_AFTER_MS,
          });
        }
        this.#add(tenant, -1);
        tenant = assigned;
        this.#add(tenant, 1);
      },
      release: () => {
        if (!isReleased) this.#add(tenant, -1);
        isReleased = true;
      },
    };
  }

  #countOf(tenant: string | undefined): number {
    return this.#open.get(tenant) ?? 0;
  }

  #add(tenant: string | undefined, change: 1 | -1): void {
    const count = this.#countOf(tenant) + change;
    if (count === 0) this.#open.delete(tenant);
    else this.#open.set(tenant, count);
    this.#total += change;
  }
}
