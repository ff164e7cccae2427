import { AppError, DeadlineExceededError, type RequestContext } from '../core/index.js';
import { requestFailed, type FailureReason } from '../optimizer/index.js';
import { StoreUnavailableError } from '../store/index.js';

/** Runs work on a question; an error that is no fault of its caller counts against the objective of its class. */
export async function countingFailure<T>(context: RequestContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = failureReasonOf(error);
    if (reason !== undefined) requestFailed.publish({ class: context.level.class, reason });
    throw error;
  }
}

/** Every other `AppError` is a refusal: of the caller, of its message, or for overload, which is counted apart. */
function failureReasonOf(error: unknown): FailureReason | undefined {
  if (error instanceof StoreUnavailableError) return 'store';
  if (error instanceof DeadlineExceededError) return 'deadline';
  return error instanceof AppError ? undefined : 'internal';
}
