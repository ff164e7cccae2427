import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

import { describeViolations, formatPath } from './schema-violation.js';

function violations(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return describeViolations(parsed.error, value).map(
    ({ path, expected, found }) => `${formatPath(path)}: ${expected}, found ${found}`,
  );
}

describe('describeViolations', () => {
  const schema = z.strictObject({
    name: z.string().min(1).max(5),
    ports: z.array(z.int().min(1).max(9)).max(2),
    mode: z.enum(['on', 'off']),
  });

  it('names every field at fault, what was expected and what was found', () => {
    expect(violations(schema, { name: '', ports: [0, 'x'], mode: 'maybe', extra: true })).toEqual([
      'name: expected at least 1 character, found ""',
      'ports[0]: expected a number of at least 1, found 0',
      'ports[1]: expected a number, found "x"',
      'mode: expected "on" or "off", found "maybe"',
      'extra: no such field, found true',
    ]);
  });

  it('says that something is missing', () => {
    expect(violations(schema, {})).toContain('name: expected a string, found nothing');
  });

  it('looks into the branch of a union that the writer meant', () => {
    const union = z.union([z.string(), z.strictObject({ inner: z.strictObject({ size: z.number() }) })]);
    expect(violations(union, { inner: { size: 'big' } })).toEqual(['inner.size: expected a number, found "big"']);
  });

  it('shortens what it quotes', () => {
    const [line] = violations(schema, { name: 'x'.repeat(10_000), ports: [], mode: 'on' });
    expect(line?.length).toBeLessThan(150);
  });
});
