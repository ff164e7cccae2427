import { describe, expect, it } from '@jest/globals';

import { callerLimitMs } from './caller-limit.js';

describe('callerLimitMs', () => {
  it.each([
    [{}, undefined, undefined],
    [{ prefer: 'wait=2' }, undefined, 2_000],
    [{ prefer: 'respond-async, wait=10' }, undefined, 10_000],
    [{ prefer: 'return=minimal' }, undefined, undefined],
    [{ prefer: 'wait=soon' }, undefined, undefined],
    [{ 'grpc-timeout': '250m' }, undefined, 250],
    [{ 'grpc-timeout': '1S' }, undefined, 1_000],
    [{ 'grpc-timeout': '1x' }, undefined, undefined],
    [{ prefer: 'wait=2', 'grpc-timeout': '250m' }, 400, 250],
    [{ prefer: 'wait=2' }, 400, 400],
    [{}, 'fast', undefined],
  ])('reads %p with deadlineMs %p as %p', (headers, deadlineMs, expected) => {
    expect(callerLimitMs(headers, deadlineMs)).toBe(expected);
  });
});
