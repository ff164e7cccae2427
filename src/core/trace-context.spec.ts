import { describe, expect, it } from '@jest/globals';

import { currentTrace, formatTraceparent, parseTraceparent, runInTrace } from './trace-context.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

describe('traceparent', () => {
  it('is read and written', () => {
    const context = parseTraceparent(TRACEPARENT);
    expect(context).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      isSampled: true,
    });
    expect(context === undefined ? '' : formatTraceparent(context)).toBe(TRACEPARENT);
  });

  it.each([
    undefined,
    ['a', 'b'],
    '',
    `${TRACEPARENT}-more`,
    TRACEPARENT.toUpperCase(),
    TRACEPARENT.replace(/^00/, 'ff'),
    TRACEPARENT.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32)),
    TRACEPARENT.replace('00f067aa0ba902b7', '0'.repeat(16)),
  ])('is ignored when it is %j', (value) => {
    expect(parseTraceparent(value)).toBeUndefined();
  });

  it('follows work through its promises, and is nothing elsewhere', async () => {
    const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), isSampled: true };
    const within = await runInTrace(context, async () => {
      await Promise.resolve();
      return currentTrace();
    });
    expect([within, currentTrace()]).toEqual([context, undefined]);
  });
});
