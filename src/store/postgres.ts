import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';

import type { Clock } from '../core/index.js';

import { PoolTuner, type PoolTunerOptions } from './pool-tuner.js';

export interface PostgresOptions extends PoolTunerOptions {
  readonly url: string;
  /** The server ends a statement that takes longer, and so do we when the server does not; milliseconds. */
  readonly statementTimeoutMs: number;
  /** For a connection, new or from the pool, milliseconds. */
  readonly connectTimeoutMs: number;
}

/** Oid of `bigint`, which `pg` gives as text; ours are times and counts, well within a double. */
const BIGINT = 20;
/** Added to the time-out of a statement before we stop listening for the server's own word. */
const GRACE_MS = 250;

/** PostgreSQL through a pool of `pg`, which is loaded here because the embedded default does without. */
export async function connectPostgres(options: PostgresOptions, clock: Clock) {
  const { default: pg } = await import('pg');
  const { url, statementTimeoutMs, connectTimeoutMs } = options;
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 10_000,
    query_timeout: statementTimeoutMs + GRACE_MS,
    application_name: 'claude-director',
    keepAlive: true,
    allowExitOnIdle: true,
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === BIGINT ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  // A connection that breaks is replaced at its next use, and whoever waits on it is told by the statement.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const tuner = new PoolTuner(options, pool, clock);
  tuner.start();
  return {
    dialect: new PostgresDialect({ pool: new DistrustfulPool(pool) }),
    stopTuning: () => tuner.stop(),
  };
}

/** Gives a connection back as broken once a statement on it got no answer: the answer may still come, to another question. */
class DistrustfulPool implements PostgresPool {
  readonly options: object;

  constructor(private readonly pool: pg.Pool) {
    this.options = pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.pool.connect();
    let isSuspect = false;
    const query = async (text: string, values: unknown[]) => {
      try {
        return await client.query(text, values);
      } catch (error) {
        isSuspect ||= !isWordOfServer(error);
        throw error;
      }
    };
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client.release(destroy === true || isSuspect),
    };
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}

function isWordOfServer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'severity' in error;
}
