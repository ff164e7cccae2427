import { describe, expect, it } from '@jest/globals';

import { ManualClock, type Caller } from '../core/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { UnauthenticatedError } from './access.errors.js';
import { hashOf, newApiKey, prefixOf } from './api-key.js';
import { Authenticator, type AuthenticatorOptions } from './authenticator.js';
import type { StoredKey } from './key-store.js';
import type { KnownCaller } from './caller-cache.js';

const CONFIGURED: AuthenticatorOptions['keys'] = [
  { id: 'one', sha256: hashOf('key-1'), tenant: 'acme', entitlements: ['ask'] },
  { id: 'two', sha256: hashOf('key-2'), tenant: 'globex', entitlements: ['ask', 'critical'] },
];

function setUp(options: Partial<AuthenticatorOptions> = {}) {
  const clock = new ManualClock();
  const rows = new Map<string, StoredKey>();
  const database = { lookUps: 0, isAway: false };
  const issued = new Map<string, KnownCaller>();
  const store = {
    findByPrefix: (prefix: string) => {
      database.lookUps++;
      return database.isAway ? Promise.reject(new StoreUnavailableError('away')) : Promise.resolve(rows.get(prefix));
    },
  };
  const authenticator = new Authenticator(
    { requiresKey: true, keys: CONFIGURED, anonymousEntitlements: ['ask'], graceMs: 60_000, ...options },
    store,
    { verify: (token) => Promise.resolve(issued.get(token)) },
    clock,
  );
  const add = (more: Partial<StoredKey> = {}) => {
    const key = newApiKey();
    const prefix = prefixOf(key) ?? '';
    const row: StoredKey = {
      id: 'key_1',
      tenant: 'acme',
      label: 'ci',
      prefix,
      sha256: hashOf(key),
      entitlements: ['ask'],
      createdAt: 0,
      expiresAt: null,
      revokedAt: null,
      ...more,
    };
    rows.set(prefix, row);
    return { key, change: (change: Partial<StoredKey>) => rows.set(prefix, { ...row, ...change }) };
  };
  const ask = async (key: string): Promise<Caller> => authenticator.authenticate(`Bearer ${key}`);
  return { clock, authenticator, database, issued, add, ask };
}

describe('Authenticator', () => {
  it('authenticates a caller by a configured key', async () => {
    const { ask, authenticator } = setUp();
    expect(await ask('key-2')).toEqual({
      tenant: 'globex',
      subject: 'two',
      entitlements: new Set(['ask', 'critical']),
    });
    expect(authenticator.authenticate('bearer  key-1')).toMatchObject({ tenant: 'acme' });
  });

  it.each([
    undefined,
    '',
    'key-1',
    'Basic key-1',
    'Bearer',
    'Bearer key-3',
    'Bearer key-1 key-2',
    `Bearer ${hashOf('key-1')}`,
    'Bearer cdk_',
  ])('refuses %p without a look-up', (authorization) => {
    const { authenticator, database } = setUp();
    expect(() => authenticator.authenticate(authorization)).toThrow(UnauthenticatedError);
    expect(database.lookUps).toBe(0);
  });

  it('requires no key where none is configured, but accepts a valid one and refuses a revoked one', async () => {
    const { add, ask, authenticator } = setUp({ requiresKey: false });
    expect(authenticator.authenticate(undefined)).toBe(authenticator.anonymous);
    expect(authenticator.authenticate('Bearer anything')).toBe(authenticator.anonymous);
    expect(await ask(add().key)).toMatchObject({ subject: 'key_1' });
    await expect(ask(add({ revokedAt: 1 }).key)).rejects.toThrow(UnauthenticatedError);
  });

  it('looks a stored key up once in two seconds, and then in the background', async () => {
    const { add, ask, authenticator, clock, database } = setUp();
    const { key } = add();
    await ask(key);
    expect(authenticator.authenticate(`Bearer ${key}`)).toMatchObject({ tenant: 'acme' });
    expect(database.lookUps).toBe(1);
    await clock.advance(2_100);
    expect(authenticator.authenticate(`Bearer ${key}`)).toMatchObject({ tenant: 'acme' });
    expect(database.lookUps).toBe(2);
  });

  it('looks an unknown key up once for all that send it, and not again for two seconds', async () => {
    const { ask, clock, database } = setUp();
    const unknown = newApiKey();
    const attempts = Array.from({ length: 5 }, () => expect(ask(unknown)).rejects.toThrow(UnauthenticatedError));
    await Promise.all(attempts);
    expect(database.lookUps).toBe(1);
    await expect(ask(unknown)).rejects.toThrow(UnauthenticatedError);
    expect(database.lookUps).toBe(1);
    await clock.advance(2_000);
    await expect(ask(unknown)).rejects.toThrow(UnauthenticatedError);
    expect(database.lookUps).toBe(2);
  });

  it('refuses a revoked key within five seconds, whether or not it is used meanwhile', async () => {
    const { add, ask, clock } = setUp();
    const [used, unused] = [add(), add()];
    await Promise.all([ask(used.key), ask(unused.key)]);
    for (const { change } of [used, unused]) change({ revokedAt: clock.epochMs() });
    const isRefused = () =>
      ask(used.key).then(
        () => false,
        () => true,
      );
    let refusedAfterMs = 100;
    for (await clock.advance(100); !(await isRefused()) && refusedAfterMs < 5_000; refusedAfterMs += 100) {
      await clock.advance(100);
    }
    expect(refusedAfterMs).toBeLessThanOrEqual(2_200);
    await clock.advance(4_900 - refusedAfterMs);
    await expect(ask(unused.key)).rejects.toThrow(UnauthenticatedError);
  });

  it('refuses a key from the moment it expires', async () => {
    const { add, ask, clock } = setUp();
    const { key } = add({ expiresAt: clock.epochMs() + 500 });
    await ask(key);
    await clock.advance(499);
    await ask(key);
    await clock.advance(1);
    await expect(ask(key)).rejects.toThrow(UnauthenticatedError);
  });

  it('refuses another key of the same prefix', async () => {
    const { add, ask } = setUp();
    const { key, change } = add();
    change({ sha256: hashOf('another') });
    await expect(ask(key)).rejects.toThrow(UnauthenticatedError);
  });

  it('accepts cached keys for a grace period while the database is down, and fails for others', async () => {
    const { add, ask, clock, database } = setUp();
    const [known, other] = [add(), add()];
    await ask(known.key);
    database.isAway = true;
    await clock.advance(30_000);
    expect(await ask(known.key)).toMatchObject({ tenant: 'acme' });
    await expect(ask(other.key)).rejects.toThrow(StoreUnavailableError);
    await clock.advance(31_000);
    await expect(ask(known.key)).rejects.toThrow(StoreUnavailableError);
  });

  it('accepts tokens of the issuer', async () => {
    const { ask, clock, issued } = setUp();
    const caller = { tenant: 'acme', subject: 'user@acme', entitlements: new Set(['ask'] as const) };
    issued.set('a.b.c', { caller, expiresAt: clock.epochMs() + 1_000 });
    expect(await ask('a.b.c')).toBe(caller);
    await expect(ask('a.b.d')).rejects.toThrow(UnauthenticatedError);
    await clock.advance(1_000);
    await expect(ask('a.b.c')).rejects.toThrow(UnauthenticatedError);
  });
});

describe('newApiKey', () => {
  it('makes keys that no other text can be mistaken for', () => {
    const key = newApiKey();
    expect(key).toMatch(/^cdk_[0-9a-z]{10}_[0-9a-z]{47}$/);
    expect(prefixOf(key)).toBe(key.slice(4, 14));
    const last = key.endsWith('0') ? '1' : '0';
    for (const text of [`${key}0`, key.slice(1), key.toUpperCase(), key.slice(0, -1) + last, '', 'cdk__']) {
      expect(prefixOf(text)).toBeUndefined();
    }
  });
});
