import { AppError } from '../core/index.js';

/** Redis did not answer within the timeout of a command, or is marked down; the caller proceeds without it. */
export class RedisUnavailableError extends AppError {
  readonly code = 'REDIS_UNAVAILABLE';

  constructor(readonly reason: 'late' | 'down') {
    super(reason === 'late' ? 'Redis did not answer within the command timeout' : 'Redis is marked down');
  }
}
