import { describe, expect, it } from '@jest/globals';

import { CallerGoneError, CancelledError } from '../common/index.js';

import { CircuitBreaker } from './circuit-breaker.js';

const OPTIONS = { failureRatio: 0.5, minimumThroughput: 3, samplingDurationMs: 10_000, breakDurationMs: 5_000 };

async function stateAfter(failure: () => Error): Promise<string> {
  const breaker = new CircuitBreaker('stub', OPTIONS, () => undefined);
  for (let i = 0; i < 5; i++) {
    await breaker
      .execute(async () => {
        throw failure();
      })
      .catch(() => undefined);
  }
  const { state } = breaker;
  breaker.close();
  return state;
}

describe('CircuitBreaker', () => {
  it('opens when calls fail', async () => {
    expect(await stateAfter(() => new CancelledError('no room'))).toBe('open');
  });

  it('stays closed when it is the callers who go away', async () => {
    expect(await stateAfter(() => new CallerGoneError())).toBe('closed');
  });
});
