// Prints every figure that an answer may show for the items of the advice sets, to be read and judged.
//   node test/eval/advice/figures.mjs [--set own|dev|numbers|numbers-heldback] [--least 5]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { derive, readFacts } from '../../../dist/playbook/facts/index.js';

const SETS = ['own', 'numbers', 'numbers-heldback', 'dev'];
/** Least weight of a figure that an answer shows. */
const { values: options } = parseArgs({
  options: { set: { type: 'string' }, least: { type: 'string', default: '5' } },
});

let shown = 0;
for (const set of options.set === undefined ? SETS : [options.set]) {
  for (const { id, text, derived = [] } of itemsOf(set)) {
    const found = derive(readFacts(text, new Date('2026-11-30')), text).filter(
      ({ weight }) => weight >= Number(options.least),
    );
    if (found.length === 0) continue;
    console.log(`\n${id}: ${text}`);
    for (const { what } of derived) console.log(`   expected: ${what}`);
    for (const { kind, sentence, verdict, weight } of found) {
      shown += 1;
      console.log(`   [${kind} ${weight}${verdict === undefined ? '' : ` ${verdict}`}] ${sentence}`);
    }
  }
}
console.log(`\n${shown} figures`);

function itemsOf(set) {
  return readFileSync(join(import.meta.dirname, `${set}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(({ text }) => /\d/.test(text));
}
