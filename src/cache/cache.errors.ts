import { AppError } from '../core/index.js';

/** Redis did not answer within its budget, or is known not to; whoever asked does without. */
export class RedisUnavailableError extends AppError {
  readonly code = 'REDIS_UNAVAILABLE';

  constructor(readonly why: 'late' | 'down') {
    super(why === 'late' ? 'Redis did not answer within its budget' : 'Redis is known not to answer');
  }
}
