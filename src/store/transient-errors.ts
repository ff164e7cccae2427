import { AppError } from '../core/index.js';

import type { DatabaseKind } from './migrations.js';

/** Busy, locked, out of memory, read-only, I/O error, disk full, cannot open. @see https://sqlite.org/rescode.html */
const SQLITE_TRANSIENT: ReadonlySet<number> = new Set([5, 6, 7, 8, 10, 13, 14]);

/**
 * Connection lost, resources short, rolled back for concurrency, stopped by an operator, lock not available, I/O error;
 * and a server that is a read-only standby.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const POSTGRES_TRANSIENT = /^(?:08|40|53|57|58|55P03$|25006$)/;

/** Whether the statement that failed with this error may succeed later. */
export function isTransient(error: unknown, kind: DatabaseKind): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if (kind === 'sqlite') {
    // The lowest byte is the kind of error, the rest its detail.
    return 'errcode' in error && SQLITE_TRANSIENT.has(Number(error.errcode) & 0xff);
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isFromServer = 'severity' in error;
  if (isFromServer) return POSTGRES_TRANSIENT.test(code);
  // Anything else comes from the connection, unless it is a defect of this program.
  return ![AppError, TypeError, RangeError, SyntaxError].some((defect) => error instanceof defect);
}
