import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { UnauthenticatedError } from './access.errors.js';
import { Authenticator } from './authenticator.js';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');

const authenticator = new Authenticator({
  requiresKey: true,
  keys: [
    { id: 'one', sha256: sha256('key-1'), tenant: 'acme', entitlements: ['ask'] },
    { id: 'two', sha256: sha256('key-2'), tenant: 'globex', entitlements: ['ask', 'critical'] },
  ],
  anonymousEntitlements: [],
});

describe('Authenticator', () => {
  it('knows a caller by the key', () => {
    expect(authenticator.authenticate('Bearer key-2')).toEqual({
      tenant: 'globex',
      subject: 'two',
      entitlements: new Set(['ask', 'critical']),
    });
    expect(authenticator.authenticate('bearer  key-1').tenant).toBe('acme');
  });

  it.each([
    undefined,
    '',
    'key-1',
    'Basic key-1',
    'Bearer',
    'Bearer key-3',
    'Bearer key-1 key-2',
    `Bearer ${sha256('key-1')}`,
  ])('refuses %p', (authorization) => {
    expect(() => authenticator.authenticate(authorization)).toThrow(UnauthenticatedError);
  });

  it('asks nobody where no key is required', () => {
    const open = new Authenticator({ requiresKey: false, keys: [], anonymousEntitlements: ['ask'] });
    expect(open.authenticate(undefined)).toMatchObject({ tenant: 'default', subject: 'anonymous' });
    expect(open.authenticate('Bearer anything').entitlements).toEqual(new Set(['ask']));
  });
});
