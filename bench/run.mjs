// `npm run bench` runs every benchmark of this folder, one after another; `npm run bench -- NAME…` only those named. At the
// end it prints each row that is promised, with what was measured. It fails when a benchmark broke, not when a figure
// misses what it must be: that is what a benchmark is there to find.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import { isMet, provenance, RESULTS } from './support/figures.mjs';
import { ROWS } from './support/rows.mjs';

/** Far longer than any takes; one that hangs must not keep the others from being run. */
const MAX_MS = 900_000;

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => basename(file, '.bench.mjs'));
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exit(2);
}
const wanted = asked.length > 0 ? asked : known;

/** The running benchmark: a process group of its own, so that nothing of it is left when it is ended. */
let current;
const end = (signal) => {
  try {
    process.kill(-current.pid, signal);
  } catch {
    // It has ended.
  }
};
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    if (current !== undefined) end('SIGKILL');
    process.exit(1);
  });
}

async function run(name) {
  console.log(`\n${name}`);
  const startedAt = performance.now();
  const file = join(import.meta.dirname, `${name}.bench.mjs`);
  current = spawn(process.execPath, ['--expose-gc', file], { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const timer = setTimeout(() => {
    console.error(`${name} has not ended within ${MAX_MS / 60_000} minutes`);
    end('SIGKILL');
  }, MAX_MS);
  const [code] = await once(current, 'exit');
  clearTimeout(timer);
  // A benchmark that broke may have left a service behind.
  if (code !== 0) end('SIGKILL');
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(code === 0 ? `${name} took ${seconds} s` : `${name} broke after ${seconds} s`);
  return code === 0;
}

const fileOf = (name) => join(RESULTS, `${name}.json`);
// What an earlier run has left says nothing of this one.
for (const name of wanted) rmSync(fileOf(name), { force: true });
const broken = [];
for (const name of wanted) if (!(await run(name))) broken.push(name);

const measured = wanted
  .filter((name) => existsSync(fileOf(name)))
  .flatMap((name) =>
    Object.values(JSON.parse(readFileSync(fileOf(name), 'utf8')).figures).map((figure) => ({ ...figure, by: name })),
  );
const verdictOf = (figure) => {
  if (!isMet(figure, figure.must)) return 'BELOW MUST';
  if (!isMet(figure, figure.aim)) return figure.must === undefined ? 'below aim' : 'must';
  return figure.aim === undefined ? 'must' : 'aim';
};
const rows = Object.entries(ROWS).flatMap(([row, { title, must, aim, by }]) => {
  const figure = measured.find((one) => one.row === row);
  const line = { figure: title, must, aim };
  if (figure !== undefined)
    return [[row, { ...line, measured: figure.measured, met: verdictOf(figure), by: figure.by }]];
  return asked.length > 0 ? [] : [[row, { ...line, met: by === undefined ? 'NOT MEASURED' : 'elsewhere', by }]];
});
console.log(`\n${Object.values(provenance()).join(', ')}`);
console.table(Object.fromEntries(rows), ['figure', 'must', 'aim', 'measured', 'met', 'by']);
const missed = measured.filter((figure) => !isMet(figure, figure.must)).length;
console.log(`${measured.length} figures, ${missed} of them below must`);
if (broken.length > 0) console.error(`broke: ${broken.join(', ')}`);
process.exitCode = broken.length > 0 ? 1 : 0;
