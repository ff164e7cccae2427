import * as z from 'zod';

import { AppError } from '../core/index.js';

import type { DatabaseKind } from './migrations.js';

/** Too big, constraint, mismatch. @see https://sqlite.org/rescode.html */
const OF_SQLITE: ReadonlySet<number> = new Set([18, 19, 20]);

/**
 * Data exception, integrity constraint violation, program limit exceeded.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const OF_POSTGRES = /^(?:22|23|54)/;

/** Thrown by this program over what it was given to write. */
const DEFECTS = [AppError, TypeError, RangeError, SyntaxError, z.core.$ZodError] as const;

/**
 * Whether a statement failed for what it was to write, so that the same rows fail again while others succeed.
 *
 * Everything else concerns the whole database, however permanent it looks: a role that may not log in, a database that
 * was renamed, revoked grants, damaged pages. An operator mends that, and what waits is written then.
 */
export function isFaultOfRows(error: unknown, kind: DatabaseKind): boolean {
  if (typeof error !== 'object' || error === null) return true;
  // The lowest byte is the kind of error, the rest its detail.
  if (kind === 'sqlite' && 'errcode' in error) return OF_SQLITE.has(Number(error.errcode) & 0xff);
  if (kind === 'postgres' && 'severity' in error) return 'code' in error && OF_POSTGRES.test(String(error.code));
  return DEFECTS.some((defect) => error instanceof defect);
}
