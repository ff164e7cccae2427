import { InputInvalidError } from '../answers/index.js';
import { isDefect, problemFrom } from '../api/index.js';
import { newId } from '../core/index.js';
import { ConfigInvalidError } from '../config/index.js';
import { LibraryError } from '../frameworks/index.js';

import { EXIT, UsageError } from './usage.js';

/** Prints what went wrong. @returns the exit code. */
export function reportError(error: unknown): number {
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
  // The command line has no log, so a defect is printed.
  process.stderr.write(`${isDefect(problem) ? `a defect of ours: ${String(error)}` : problem.detail}\n`);
  return EXIT.failed;
}
