import { AppError } from '../core/index.js';

/** Exit codes, as the help text promises them. */
export const EXIT = { answered: 0, failed: 1, usage: 2 } as const;

/** Wrong usage of the command line; the message shows the right one. */
export class UsageError extends AppError {
  readonly code = 'USAGE';
}
