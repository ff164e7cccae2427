import { describe, expect, it } from '@jest/globals';

import { DeadlineExceededError } from '../../core/index.js';
import { OverloadedError } from '../../optimizer/index.js';

import { openAiErrorOf, openAiRetryHeaders } from './openai-error.js';
import { overloadProblem, problemFrom } from './problem.js';

describe('openAiErrorOf', () => {
  it('keeps the code of the service, and what may be asked for instead', () => {
    const offer = { class: 'enhanced', predictedMs: 700 } as const;
    const problem = overloadProblem({ retryAfterMs: 1_200, offer }, 'req_1');
    expect(openAiErrorOf(problem)).toEqual({
      status: 503,
      body: {
        error: {
          message: OverloadedError.MESSAGE,
          type: 'server_error',
          param: null,
          code: 'server_overloaded',
          director: { code: 'OVERLOADED', requestId: 'req_1', retryAfterMs: 1_200, offer },
        },
      },
    });
  });
});

describe('openAiRetryHeaders', () => {
  it('say when another attempt is worth it', () => {
    expect(openAiRetryHeaders(overloadProblem({ retryAfterMs: 1_200.4 }, 'req_1'))).toEqual({
      'retry-after-ms': '1201',
    });
  });

  it('say that none is where it would be as late, or clients would not wait for so long', () => {
    const late = problemFrom(new DeadlineExceededError(5), 'req_1');
    expect(openAiRetryHeaders(late)).toEqual({ 'x-should-retry': 'false' });
    expect(openAiRetryHeaders(overloadProblem({ retryAfterMs: 61_000 }, 'req_1'))).toEqual({
      'retry-after-ms': '61000',
      'x-should-retry': 'false',
    });
  });
});
