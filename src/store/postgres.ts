import { once } from 'node:events';
import { connect } from 'node:net';

import { PostgresDialect, type Dialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';

import type { AppConfig } from '../config/index.js';

import { NotCheckedError, StoreUnavailableError } from './store.errors.js';
import { attemptsOf, isWorthAnotherAttempt } from './ssl-mode.js';

export type PostgresOptions = AppConfig['store']['postgres'] & { readonly url: string };

/** As a timeout of statements: there is none. */
const UNLIMITED = 0;
/** Oid of `bigint`, which `pg` returns as text; ours are times and counts, well within a double. */
const BIGINT = 20;
/** Added to the timeout of a statement, so that the server's own error arrives first. */
const GRACE_MS = 250;
const IDLE_IN_TRANSACTION_MS = 10_000;
const CANCEL_REQUEST = 80_877_102;
const CANCEL_TIMEOUT_MS = 1_000;

/**
 * PostgreSQL through a pool of `pg`, which is loaded here because the embedded default does without.
 *
 * Nothing is set for a connection: a pooler in transaction mode refuses startup parameters, and would pass settings and
 * prepared statements on to other clients. Limits are set with the transaction; a single statement that takes too long
 * is cancelled.
 *
 * @param isOpen While it is false, every query rejects with {@link NotCheckedError}.
 * @throws {ConfigInvalidError} `CONFIG_INVALID`, if the URL asks for something that cannot be done.
 */
export async function connectPostgres(options: PostgresOptions, isOpen: () => boolean = () => true): Promise<Dialect> {
  const { default: pg } = await import('pg');
  const { url, minConnections, maxConnections, statementTimeoutMs, connectTimeoutMs } = options;
  const poolFor = (connectionString: string) => {
    const pool = new pg.Pool({
      connectionString,
      min: minConnections,
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: 10_000,
      ...(statementTimeoutMs === UNLIMITED ? {} : { query_timeout: statementTimeoutMs + GRACE_MS }),
      application_name: 'claude-director',
      keepAlive: true,
      allowExitOnIdle: true,
      types: {
        getTypeParser: (oid: number, format?: 'text' | 'binary') =>
          oid === BIGINT ? Number : pg.types.getTypeParser(oid, format),
      },
    });
    // A broken connection is replaced at its next use, and its statement rejects.
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
    return pool;
  };
  const pools = attemptsOf(url).map(poolFor);
  return new PostgresDialect({ pool: new CarefulPool(pools, statementTimeoutMs, isOpen) });
}

/**
 * One connection without a limit for statements, for migrations.
 *
 * @throws {ConfigInvalidError} `CONFIG_INVALID`
 */
export function connectForMigration(options: PostgresOptions): Promise<Dialect> {
  return connectPostgres({ ...options, minConnections: 1, maxConnections: 1, statementTimeoutMs: UNLIMITED });
}

/** Refused, unreachable, or starting up. */
const UNREACHABLE = /^(?:ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|57P0[123])$/;

/** Whether the server is away for now, rather than there and refusing, or not known by this name. */
export function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isAway);
  if (!(error instanceof Error)) return false;
  if ('code' in error) return UNREACHABLE.test(String(error.code));
  return /time(?:out|d out)|terminated/i.test(error.message);
}

/** What `pg` knows of a connection besides its types. */
interface Connected {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | Buffer | null;
}

/**
 * Begins every transaction with its limits, cancels a statement that takes too long, and discards the connection of one
 * without a response: a late one would be taken for that of the next.
 */
class CarefulPool implements PostgresPool {
  readonly options: object;
  readonly #begin: string;
  /** The way of connecting that worked last. */
  #current = 0;

  constructor(
    private readonly pools: readonly pg.Pool[],
    statementTimeoutMs: number,
    private readonly isOpen: () => boolean,
  ) {
    this.options = pools[0]?.options ?? {};
    const limits = {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    };
    const settings = Object.entries(limits).map(([name, ms]) => `set local ${name} = ${ms}`);
    // Without parameters they are one message: no round trip more.
    this.#begin = ['begin', ...settings].join('; ');
  }

  async connect(): Promise<PostgresPoolClient> {
    if (!this.isOpen()) throw new NotCheckedError();
    const client = await this.#connected();
    let isBroken = false;
    const query = async (text: string, values: unknown[]) => {
      try {
        return await (text === 'begin' ? client.query(this.#begin) : client.query(text, values));
      } catch (error) {
        if (!isFromServer(error)) {
          isBroken = true;
          // Before the connection is closed: a pooler knows the statement only by it.
          await cancelled(client as unknown as Connected);
        }
        throw error;
      }
    };
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client.release(destroy === true || isBroken),
    };
  }

  async end(): Promise<void> {
    await Promise.all(this.pools.map((pool) => pool.end()));
  }

  /** Tries the other ways of connecting that the URL allows, as libpq does. */
  async #connected(): Promise<pg.PoolClient> {
    const current = this.#current;
    try {
      return await this.#from(current);
    } catch (error) {
      if (!isWorthAnotherAttempt(error)) throw error;
      for (let i = 1; i < this.pools.length; i++) {
        const other = (current + i) % this.pools.length;
        const client = await this.#from(other).catch(() => undefined);
        if (client === undefined) continue;
        this.#current = other;
        return client;
      }
      throw error;
    }
  }

  #from(index: number): Promise<pg.PoolClient> {
    const pool = this.pools[index];
    if (pool === undefined) throw new StoreUnavailableError('there is no way of connecting to the database');
    return pool.connect();
  }
}

/**
 * Asks the server to end what a connection is doing, over a connection of its own, as the protocol wants. Resolves when
 * that is done or hopeless; what comes of it does not matter, because the connection is discarded.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
async function cancelled({ host, port, processID, secretKey }: Connected): Promise<void> {
  if (processID === null || secretKey === null) return;
  const secret = typeof secretKey === 'number' ? Buffer.alloc(4) : secretKey;
  if (typeof secretKey === 'number') secret.writeInt32BE(secretKey);
  const head = Buffer.alloc(12);
  head.writeInt32BE(head.length + secret.length, 0);
  head.writeInt32BE(CANCEL_REQUEST, 4);
  head.writeInt32BE(processID, 8);
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(CANCEL_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', () => undefined);
  // The server closes it; a pooler drops the request of one who closes first.
  socket.write(Buffer.concat([head, secret]));
  socket.resume();
  await once(socket, 'close').catch(() => undefined);
}

function isFromServer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'severity' in error;
}
