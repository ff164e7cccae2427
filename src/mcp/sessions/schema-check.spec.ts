import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { hasShape } from './schema-check.js';

describe('hasShape', () => {
  const schema = {
    type: 'object',
    required: ['issues'],
    additionalProperties: false,
    properties: {
      issues: { type: 'array', maxItems: 2, items: { $ref: '#/$defs/issue' } },
      state: { enum: ['open', 'closed'] },
      owner: { anyOf: [{ type: 'string', minLength: 2 }, { type: 'null' }] },
    },
    $defs: { issue: { type: 'object', properties: { votes: { type: 'integer', minimum: 0 } }, required: ['votes'] } },
  };

  it.each([
    [{ issues: [] }, true],
    [{ issues: [{ votes: 1 }], state: 'open', owner: null }, true],
    [{ issues: [{ votes: 1.5 }] }, false],
    [{ issues: [{ votes: -1 }] }, false],
    [{ issues: [{}] }, false],
    [{ issues: [{ votes: 1 }, { votes: 1 }, { votes: 1 }] }, false],
    [{ issues: [], state: 'lost' }, false],
    [{ issues: [], owner: 'K' }, false],
    [{ issues: [], other: 1 }, false],
    [{}, false],
    [[], false],
  ])('of %j is %p', (value, expected) => {
    expect(hasShape(schema, value)).toBe(expected);
  });

  it('rejects nothing for what it does not evaluate', () => {
    const odd = { pattern: '^(a+)+$', format: 'email', not: {}, $ref: 'https://elsewhere.example', if: false };
    expect(hasShape(odd, `${'a'.repeat(40)}!`)).toBe(true);
  });

  it('ends for any schema and value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (any, value) => {
        expect(typeof hasShape(any, value)).toBe('boolean');
      }),
    );
  });
});
