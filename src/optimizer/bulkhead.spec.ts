import { describe, expect, it } from '@jest/globals';

import { Bulkhead } from './bulkhead.js';
import { BulkheadRejectedError } from './optimizer.errors.js';

describe('Bulkhead', () => {
  it('rejects the call beyond its capacity without running it', async () => {
    const bulkhead = new Bulkhead('mcp:jira', 1);
    const running = Promise.withResolvers<void>();
    const first = bulkhead.execute(() => running.promise);
    let hasRun = false;
    await expect(bulkhead.execute(async () => void (hasRun = true))).rejects.toThrow(BulkheadRejectedError);
    expect(hasRun).toBe(false);
    running.resolve();
    await first;
    expect(bulkhead.inFlight).toBe(0);
  });

  it('gives the slot back when the work fails', async () => {
    const bulkhead = new Bulkhead('mcp:jira', 1);
    await expect(bulkhead.execute(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(bulkhead.inFlight).toBe(0);
  });

  it.each([0, -1, 1.5])('refuses a capacity of %p', (capacity) => {
    expect(() => new Bulkhead('x', capacity)).toThrow(RangeError);
  });
});
