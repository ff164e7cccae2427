import { AppError } from '../core/index.js';

/** The configuration holds mistakes; the message lists all of them, one a line. */
export class ConfigInvalidError extends AppError {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly mistakes: readonly string[]) {
    super(
      `the configuration has ${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}:\n  ${mistakes.join('\n  ')}`,
    );
  }
}
