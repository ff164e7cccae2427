import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { epochMsOf, idPattern } from '../core/index.js';
import { isOwnedBy, newOwnedId } from './owned-id.js';

const AT = 1_790_000_000_000;

describe('newOwnedId', () => {
  it('is an identifier that contains its time of creation and fits its own tenant', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 64 }), (tenant) => {
        const id = newOwnedId('cnv', tenant, AT);
        expect(id).toMatch(idPattern('cnv'));
        expect(epochMsOf(id)).toBe(AT);
        expect(isOwnedBy(tenant, id)).toBe(true);
      }),
    );
  });

  it('fits no other tenant, and no tenant once a digit is changed', () => {
    for (let i = 0; i < 20_000; i++) {
      const id = newOwnedId('cnv', `tenant-${i}`, AT + i);
      expect(isOwnedBy(`tenant-${i + 1}`, id)).toBe(false);
      const at = 4 + (i % 26);
      const changed = id.slice(0, at) + (id.charAt(at) === '7' ? '8' : '7') + id.slice(at + 1);
      expect(isOwnedBy(`tenant-${i}`, changed)).toBe(false);
    }
  });
});
