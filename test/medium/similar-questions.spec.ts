import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { normalizedQuestionKey } from '../../src/text/index.js';
import { ROOT } from '../support/child.js';

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
}

/** Pairs of wordings, and whether the answer to one is right for the other. */
function pairsIn(name: string): Pair[] {
  const lines = readFileSync(join(ROOT, 'test/eval', name), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as Pair);
}

describe('pairs of questions', () => {
  it.each([
    ['similar-dev.jsonl', 0.9],
    ['similar-more.jsonl', 0.8],
    ['similar-heldback.jsonl', 0.75],
    ['similar-varied.jsonl', 0.9],
    ['similar-unseen.jsonl', 0.75],
  ])('of %s that mean the same share an answer, and no others do', (name, floor) => {
    const pairs = pairsIn(name);
    const isEqual = ({ a, b }: Pair) => normalizedQuestionKey(a) === normalizedQuestionKey(b);
    expect(pairs.filter((pair) => !pair.same && isEqual(pair)).map(({ a, b }) => [a, b])).toEqual([]);
    const same = pairs.filter((pair) => pair.same);
    expect(same.filter(isEqual).length / same.length).toBeGreaterThanOrEqual(floor);
  });
});
