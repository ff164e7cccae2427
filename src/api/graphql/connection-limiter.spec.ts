import { describe, expect, it } from '@jest/globals';

import { ConnectionLimiter } from './connection-limiter.js';

const EXHAUSTED = expect.objectContaining({ code: 'CONNECTIONS_EXHAUSTED' });
const LIMITED = expect.objectContaining({ code: 'RATE_LIMITED' });

describe('ConnectionPlaces', () => {
  it('gives strangers a quarter of the places, and as many tenants as come the rest', () => {
    const places = new ConnectionLimiter({ maxConnections: 8, maxPerTenant: 2 });
    const strangers = [places.take(), places.take()];
    expect(() => places.take()).toThrow(EXHAUSTED);
    for (const [at, stranger] of strangers.entries()) stranger.settle(`tenant ${at}`);
    for (let i = 2; i < 8; i++) places.take().settle(`tenant ${i}`);
    expect(() => places.take()).toThrow(EXHAUSTED);
    expect(places.taken).toBe(8);
  });

  it('gives a tenant its places back once, whatever is left twice', () => {
    const places = new ConnectionLimiter({ maxConnections: 8, maxPerTenant: 1 });
    const first = places.take();
    first.settle('acme');
    first.settle('acme');
    const second = places.take();
    expect(() => second.settle('acme')).toThrow(LIMITED);
    second.leave();
    first.leave();
    first.leave();
    first.settle('acme');
    expect(places.taken).toBe(0);
    places.take().settle('acme');
    expect(places.taken).toBe(1);
  });
});
