// Compiles the words by which narrow questions are recognized into the index that the service reads.
//   node test/eval/compile-dilemmas.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { hashOfPhrase, MAX_GROUPS } from '../../dist/playbook/reading/dilemma-index.js';
import { tokenize } from '../../dist/text/index.js';
import { narrowQuestions } from './case-texts.mjs';

const ROOT = join(import.meta.dirname, '../..');
const FILE = 'playbook/reading/dilemma-index.json';

const KEYS = join(import.meta.dirname, 'train/dilemma-keys');
/** By area: each id with its groups; a text asks the question if it says a word or phrase of each group. */
const keysIn = (area) => JSON.parse(readFileSync(join(KEYS, `${area}.json`), 'utf8'));
const dilemmas = narrowQuestions().map(({ area, id }) => ({ area, id, keys: keysIn(area)[id] }));
const entries = new Map();
for (const [dilemma, { keys }] of dilemmas.entries()) {
  for (const [group, phrases] of keys.entries()) {
    for (const phrase of phrases) {
      const words = tokenize(phrase.replaceAll('*', '')).map(({ word }) => word);
      if (words.length === 0) continue;
      const hash = hashOfPhrase(phrase, words);
      const known = entries.get(hash) ?? new Set();
      entries.set(hash, known.add(dilemma * MAX_GROUPS + group));
    }
  }
}
const sorted = [...entries].sort((a, b) => a[0] - b[0]);
const base64 = ({ buffer }) => Buffer.from(buffer).toString('base64');
const text = `${JSON.stringify({
  ids: dilemmas.map(({ area, id }) => `${area}/${id}`),
  groups: dilemmas.map(({ keys }) => keys.length),
  phrases: base64(Uint32Array.from(sorted, ([hash]) => hash)),
  counts: base64(Uint16Array.from(sorted, ([, some]) => some.size)),
  entries: base64(Uint16Array.from(sorted.flatMap(([, some]) => [...some].sort((a, b) => a - b)))),
})}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(join(ROOT, 'src', FILE), 'utf8') !== text) {
    console.error(`src/${FILE} is not what the narrow questions say; run npm run dilemmas:compile`);
    process.exitCode = 1;
  }
} else {
  for (const folder of ['src', 'dist']) writeFileSync(join(ROOT, folder, FILE), text);
  console.log(
    `${dilemmas.length} narrow questions, ${sorted.length} words and phrases, ${(text.length / 1e6).toFixed(2)} MB`,
  );
}
