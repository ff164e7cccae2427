import { isDefect, problemFrom, type Problem } from './problem.js';

/** Where faults of ours are written to. */
export interface DefectLogger {
  error(message: string, stack?: string): void;
}

/** What a caller is told about an error. A fault of ours is logged under the request id, which the caller is told too. */
export function reportedProblem(error: unknown, requestId: string, logger: DefectLogger): Problem {
  const problem = problemFrom(error, requestId);
  if (isDefect(problem)) {
    logger.error(`request ${requestId} failed`, error instanceof Error ? error.stack : String(error));
  }
  return problem;
}
