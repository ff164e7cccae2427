import { describe, expect, it } from '@jest/globals';

import { ConnectionLimiter } from './connection-limiter.js';

const EXHAUSTED = expect.objectContaining({ code: 'CONNECTIONS_EXHAUSTED' });
const LIMITED = expect.objectContaining({ code: 'RATE_LIMITED' });

describe('ConnectionLimiter', () => {
  it('reserves three quarters of the connections for authenticated callers', () => {
    const limiter = new ConnectionLimiter({ maxConnections: 8, maxPerTenant: 2 });
    const unauthenticated = [limiter.acquire(), limiter.acquire()];
    expect(() => limiter.acquire()).toThrow(EXHAUSTED);
    for (const [at, slot] of unauthenticated.entries()) slot.assignTenant(`tenant ${at}`);
    for (let i = 2; i < 8; i++) limiter.acquire().assignTenant(`tenant ${i}`);
    expect(() => limiter.acquire()).toThrow(EXHAUSTED);
    expect(limiter.open).toBe(8);
  });

  it('releases the slot of a tenant once, however often release is called', () => {
    const limiter = new ConnectionLimiter({ maxConnections: 8, maxPerTenant: 1 });
    const first = limiter.acquire();
    first.assignTenant('acme');
    first.assignTenant('acme');
    const second = limiter.acquire();
    expect(() => second.assignTenant('acme')).toThrow(LIMITED);
    second.release();
    first.release();
    first.release();
    first.assignTenant('acme');
    expect(limiter.open).toBe(0);
    limiter.acquire().assignTenant('acme');
    expect(limiter.open).toBe(1);
  });
});
