import { AppError } from '../core/index.js';

/** Exit codes, as the help text promises them. */
export const EXIT = { answered: 0, failed: 1, usage: 2 } as const;

/** The command line was used wrongly; the message says how it is used. */
export class UsageError extends AppError {
  readonly code = 'USAGE';
}
