import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ToolResultInvalidError } from '../transport/mcp.errors.js';
import { readToolReply } from '../transport/peer-tools.js';
import { findingsFrom as read, type ResultMapping } from './result-mapping.js';

const findingsFrom = (server: string, result: unknown, mapping: ResultMapping, question = '') =>
  read(server, readToolReply(server, result), mapping, question);

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
    ['an inherited property', { content: [], structuredContent: { a: 1 } }, '/constructor/name'],
    ['no JSON', text('<html>'), '/a'],
    ['content that is no list', { content: 'not a list' }, undefined],
  ])('rejects %s', (_name, result, pointer) => {
    expect(() => findingsFrom('x', result, { pointer })).toThrow(ToolResultInvalidError);
  });

  it.each([
    [
      'the members of a structure without texts',
      { structuredContent: { owner: 'Kim', open: 3 } },
      'owner: Kim; open: 3',
    ],
    ['what a library wraps', { content: null, structuredContent: { result: 'Four squads.' } }, 'Four squads.'],
    ['a list, item by item', { content: [], structuredContent: [{ text: 'One.' }, 'Two.'] }, 'One.\nTwo.'],
    [
      'a text beside blocks of other kinds',
      {
        content: [
          { type: 'hologram', data: 1 },
          null,
          7,
          { type: 'text', text: 'Good.', annotations: null, _meta: [] },
        ],
      },
      'Good.',
    ],
    [
      'the text of an embedded resource',
      {
        content: [
          { type: 'resource', resource: { uri: 'file:///a', text: 'A note.' } },
          { type: 'image', data: 'x' },
        ],
      },
      'A note.',
    ],
    [
      'a text with empty parts around it',
      { ...text('Said.'), structuredContent: null, isError: null, _meta: null },
      'Said.',
    ],
  ])('quotes %s', (_name, result, expected) => {
    expect(
      findingsFrom('x', result, {})
        .map((finding) => finding.text)
        .join('\n'),
    ).toBe(expected);
  });

  it.each([
    ['no content', { content: [] }, {}],
    ['nothing at all', {}, {}],
    ['no result', null, {}],
    ['null for content', { content: null, structuredContent: null }, {}],
    ['an empty text for content', { content: '' }, {}],
    ['an object without members for content', { content: {}, structuredContent: [] }, {}],
    ['only blanks', text('  \n '), {}],
    ['an image', { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }, {}],
    ['an empty list at the pointer', { content: [], structuredContent: { issues: [] } }, { pointer: '/issues' }],
    ['null at the pointer', { structuredContent: { issues: null } }, { pointer: '/issues/0' }],
    ['an empty structure', { content: [], structuredContent: {} }, { pointer: '/issues' }],
    ['a list of blanks', { structuredContent: { issues: ['', null, {}] } }, { pointer: '/issues' }],
    ['no paragraph that fits', text('Canteen opens at noon.'), { passages: 2 }],
  ])('finds nothing in %s, and that is no failure', (_name, result, mapping) => {
    expect(findingsFrom('x', result, mapping, 'Why do deploys wait?')).toEqual([]);
  });

  it('reads a structure of any depth and size within bounds', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 50_000; i++) deep = [deep];
    expect(findingsFrom('x', { structuredContent: { deep } }, {})).toEqual([]);
    const wide = Array.from({ length: 100_000 }, (_, i) => ({ title: `n${i}`, words: 'a'.repeat(100) }));
    expect(findingsFrom('x', { structuredContent: { wide, more: 1 } }, {})[0]?.text).toHaveLength(4_000);
    expect(findingsFrom('x', { structuredContent: { wide } }, {})).toHaveLength(12);
  });

  it('truncates long text and drops invisible characters', () => {
    const [finding] = findingsFrom('x', text(`\u0000\u202E\u200B${'y'.repeat(10_000)}`), {});
    expect(finding?.text).toMatch(/^y+…$/);
    expect(finding?.text.length).toBe(4_000);
  });

  it('returns well-formed text without control characters for any result', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (said) => {
        const found = findingsFrom('x', text(said), {})
          .map((finding) => finding.text)
          .join('');
        expect(found.isWellFormed()).toBe(true);
        expect(found).not.toMatch(/[[\p{Cc}\p{Cf}]--[\t\n]]/v);
      }),
    );
  });
});
