import { InputInvalidError } from '../answers/index.js';
import { isDefect, problemFrom } from '../api/index.js';
import { newId } from '../core/index.js';
import { ConfigInvalidError } from '../config/index.js';
import { LibraryError } from '../frameworks/index.js';

import { EXIT, UsageError } from './usage.js';

/** Tells a person what went wrong. @returns the exit code. */
export function report(error: unknown): number {
  const isUsage =
    error instanceof UsageError ||
    error instanceof InputInvalidError ||
    error instanceof ConfigInvalidError ||
    error instanceof LibraryError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (isUsage) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  const problem = problemFrom(error, newId('req'));
  // Whoever sits at this machine has no log to look into.
  process.stderr.write(`${isDefect(problem) ? `a defect of ours: ${String(error)}` : problem.detail}\n`);
  return EXIT.failed;
}
