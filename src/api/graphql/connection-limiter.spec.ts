import { describe, expect, it } from '@jest/globals';

import { ConnectionLimiter } from './connection-limiter.js';

const EXHAUSTED = expect.objectContaining({ code: 'CONNECTIONS_EXHAUSTED' });
const LIMITED = expect.objectContaining({ code: 'RATE_LIMITED' });

describe('ConnectionPlaces', () => {
  it('gives strangers a quarter of the places, and as many tenants as come the rest', () => {
    const places = new ConnectionLimiter({ maxConnections: 8, maxPerTenant: 2 });
    const strangers = [places.acquire(), places.acquire()];
    expect(() => places.acquire()).toThrow(EXHAUSTED);
    for (const [at, stranger] of strangers.entries()) stranger.assignTenant(`tenant ${at}`);
    for (let i = 2; i < 8; i++) places.acquire().assignTenant(`tenant ${i}`);
    expect(() => places.acquire()).toThrow(EXHAUSTED);
    expect(places.open).toBe(8);
  });

  it('gives a tenant its places back once, whatever is left twice', () => {
    const places = new ConnectionLimiter({ maxConnections: 8, maxPerTenant: 1 });
    const first = places.acquire();
    first.assignTenant('acme');
    first.assignTenant('acme');
    const second = places.acquire();
    expect(() => second.assignTenant('acme')).toThrow(LIMITED);
    second.release();
    first.release();
    first.release();
    first.assignTenant('acme');
    expect(places.open).toBe(0);
    places.acquire().assignTenant('acme');
    expect(places.open).toBe(1);
  });
});
