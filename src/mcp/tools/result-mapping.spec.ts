import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ToolResultInvalidError } from '../transport/mcp.errors.js';
import { findingsFrom as read, type ResultMapping } from './result-mapping.js';

const findingsFrom = (server: string, result: Parameters<typeof read>[1], mapping: ResultMapping, question = '') =>
  read(server, result, mapping, question);

const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });

describe('findingsFrom', () => {
  it('takes the text without a pointer', () => {
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

  it('parses JSON in a text block for servers without structured content', () => {
    expect(findingsFrom('old', text('{"n": 3}'), { pointer: '/n' })).toEqual([
      { server: 'old', title: 'old', text: '3' },
    ]);
  });

  it('quotes an object without a text field by field', () => {
    const result = {
      content: [],
      structuredContent: { issues: [{ key: 'OPS-7', title: 'Deploys wait', labels: ['infra', 'queue'], votes: 9 }] },
    };
    expect(findingsFrom('jira', result, { pointer: '/issues' })).toEqual([
      { server: 'jira', title: 'jira', text: 'key: OPS-7; title: Deploys wait; labels: infra, queue; votes: 9' },
    ]);
  });

  it('quotes only the paragraphs that fit the question best', () => {
    const notes = 'Canteen opens at noon.\n\nDeploys wait for the infra group.\n\nThe infra group is three people.';
    const mapping = { passages: 1, title: 'Notes' };
    expect(findingsFrom('notes', text(notes), mapping, 'Why do our deploys wait on the infra group?')).toEqual([
      { server: 'notes', title: 'Notes', text: 'Deploys wait for the infra group.' },
    ]);
    expect(findingsFrom('notes', text(notes), mapping, 'Quel budget?')).toEqual([]);
  });

  it.each([
    ['nothing at the pointer', { content: [], structuredContent: { a: 1 } }, '/b'],
    ['an inherited property', { content: [], structuredContent: {} }, '/constructor/name'],
    ['no JSON', text('<html>'), '/a'],
    ['only blanks', text('  \n '), undefined],
  ])('rejects %s', (_name, result, pointer) => {
    expect(() => findingsFrom('x', result, { pointer })).toThrow(ToolResultInvalidError);
  });

  it('truncates long text and drops invisible characters', () => {
    const [finding] = findingsFrom('x', text(`\u0000\u202E\u200B${'y'.repeat(10_000)}`), {});
    expect(finding?.text).toMatch(/^y+…$/);
    expect(finding?.text.length).toBe(4_000);
  });

  it('returns well-formed text without control characters for any result', () => {
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
