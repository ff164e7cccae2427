import { describe, expect, it } from '@jest/globals';

import { OverloadedError } from '../../optimizer/index.js';

import { reportedProblem } from './error-replies.js';

function report(error: unknown) {
  const logged: string[] = [];
  const problem = reportedProblem(error, 'req_1', { error: (message, stack) => logged.push(`${message}: ${stack}`) });
  return { problem, logged };
}

describe('reportedProblem', () => {
  it('logs a defect under the request id and discloses nothing of it', () => {
    const { problem, logged } = report(new Error('secret-canary in /etc/passwd'));
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', requestId: 'req_1' });
    expect(JSON.stringify(problem)).not.toContain('canary');
    expect(logged).toEqual([expect.stringMatching(/^request req_1 failed: Error: secret-canary[\s\S]* at /)]);
  });

  it.each([
    [new OverloadedError({ retryAfterMs: 1_200 }), { status: 503, code: 'OVERLOADED', retryAfterMs: 1_200 }],
    [{ statusCode: 413 }, { status: 413, code: 'INPUT_TOO_LONG' }],
    [{ statusCode: 418 }, { status: 418, code: 'REQUEST_MALFORMED' }],
  ])('logs nothing that is not a defect: %#', (error, expected) => {
    const { problem, logged } = report(error);
    expect(problem).toMatchObject(expected);
    expect(logged).toEqual([]);
  });

  it.each([undefined, null, 'text', { statusCode: 200 }])('treats %p as a defect', (error) => {
    expect(report(error).problem.code).toBe('INTERNAL');
  });
});
