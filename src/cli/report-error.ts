import { InputInvalidError } from '../answers/index.js';
import { isOfEnvironment, reasonOf } from '../core/index.js';
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
  // The command line has no log, so a defect is printed.
  process.stderr.write(`${isOfEnvironment(error) ? reasonOf(error) : `internal error: ${String(error)}`}\n`);
  return EXIT.failed;
}
