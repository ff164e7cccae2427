import type { Problem } from './problem.js';

/** An error of a GraphQL field; GraphQL copies `extensions` into the response. */
export class ProblemGraphqlError extends Error {
  constructor(readonly extensions: Problem) {
    super(extensions.detail);
  }
}
