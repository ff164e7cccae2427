import { PostgresDialect, type Dialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';

import type { AppConfig } from '../config/index.js';

export type PostgresOptions = AppConfig['store']['postgres'] & { readonly url: string };

/** Oid of `bigint`, which `pg` returns as text; ours are times and counts, well within a double. */
const BIGINT = 20;
/** Added to the timeout of a statement, so that the server's own error arrives first. */
const GRACE_MS = 250;

/** PostgreSQL through a pool of `pg`, which is loaded here because the embedded default does without. */
export async function connectPostgres(options: PostgresOptions): Promise<Dialect> {
  const { default: pg } = await import('pg');
  const { url, minConnections, maxConnections, statementTimeoutMs, connectTimeoutMs } = options;
  const pool = new pg.Pool({
    connectionString: url,
    min: minConnections,
    max: maxConnections,
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
  // A broken connection is replaced at its next use, and its statement rejects.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new PostgresDialect({ pool: new DiscardingPool(pool) });
}

/** Discards a connection after a statement without a response: a late one would be taken for that of the next. */
class DiscardingPool implements PostgresPool {
  readonly options: object;

  constructor(private readonly pool: pg.Pool) {
    this.options = pool.options;
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.pool.connect();
    let isBroken = false;
    const query = async (text: string, values: unknown[]) => {
      try {
        return await client.query(text, values);
      } catch (error) {
        isBroken ||= !isFromServer(error);
        throw error;
      }
    };
    return {
      query: query as unknown as PostgresPoolClient['query'],
      release: (destroy) => client.release(destroy === true || isBroken),
    };
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}

function isFromServer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'severity' in error;
}
