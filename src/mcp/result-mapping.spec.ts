import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ToolResultInvalidError } from './mcp.errors.js';
import { findingsFrom } from './result-mapping.js';

const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

describe('findingsFrom', () => {
  it('takes the text where no pointer is given', () => {
    expect(findingsFrom('notes', text('All quiet.'), {})).toEqual([
      { server: 'notes', title: 'notes', text: 'All quiet.' },
    ]);
  });

  it('follows a pointer into the structured result', () => {
    const result = {
      content: [],
      structuredContent: { 'a/b': { '~items': [{ title: 'T', text: 'x', source: 'S' }, 'plain', 7] } },
    };
    expect(findingsFrom('jira', result, { pointer: '/a~1b/~0items', title: 'Issue' })).toEqual([
      { server: 'jira', title: 'T', text: 'x', source: 'S' },
      { server: 'jira', title: 'Issue', text: 'plain' },
      { server: 'jira', title: 'Issue', text: '7' },
    ]);
  });

  it('reads JSON out of a text block for servers that know no structured content', () => {
    expect(findingsFrom('old', text('{"n": 3}'), { pointer: '/n' })).toEqual([
      { server: 'old', title: 'old', text: '3' },
    ]);
  });

  it.each([
    ['nothing at the pointer', { content: [], structuredContent: { a: 1 } }, '/b'],
    ['an inherited property', { content: [], structuredContent: {} }, '/constructor/name'],
    ['no JSON', text('<html>'), '/a'],
    ['only blanks', text('  \n '), undefined],
  ])('rejects %s', (_name, result, pointer) => {
    expect(() => findingsFrom('x', result, { pointer })).toThrow(ToolResultInvalidError);
  });

  it('cuts what is long and drops what cannot be seen', () => {
    const [finding] = findingsFrom('x', text(`\u0000\u202E\u200B${'y'.repeat(10_000)}`), {});
    expect(finding?.text).toMatch(/^y+…$/);
    expect(finding?.text.length).toBe(4_000);
  });

  it('gives only well-formed text without control characters, whatever a tool says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (said) => {
        let found: string;
        try {
          found = findingsFrom('x', text(said), {})
            .map((finding) => finding.text)
            .join('');
        } catch (error) {
          expect(error).toBeInstanceOf(ToolResultInvalidError);
          return;
        }
        expect(found.isWellFormed()).toBe(true);
        expect(found).not.toMatch(/[[\p{Cc}\p{Cf}]--[\t\n]]/v);
      }),
    );
  });
});
