import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from './support/child.js';

/** Words for persons: in the sentences of an answer, and where a person is meant. Lower it when fewer are left. */
const MAX_WORDS_FOR_PERSONS = 15;

const sources = globSync('src/**/*.ts', { cwd: ROOT, exclude: (name) => name.endsWith('.spec.ts') });

/** Where a pattern occurs: `src/core/clock.ts:12 the line`. */
const occurrences = (pattern: RegExp) =>
  sources.flatMap((file) =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .flatMap((line, at) => [...line.matchAll(pattern)].map(() => `${file}:${at + 1} ${line.trim()}`)),
  );

describe('the language of the sources', () => {
  it('names bounds MAX_ and MIN_', () => {
    expect(occurrences(/\b(?:MOST|LEAST|LONGEST|FEWEST|SHORTEST)_/g)).toEqual([]);
  });

  it('calls a machine by its name and not "whoever", "whom", "nobody" or "somebody"', () => {
    const found = occurrences(/\b(?:whoever|whom|nobody|somebody|anybody)\b/gi);
    expect(found.length > MAX_WORDS_FOR_PERSONS ? found : []).toEqual([]);
  });
});
