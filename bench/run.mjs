// `npm run bench` runs every benchmark of this folder, one after another; `npm run bench -- NAME…` only those named.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.mjs'))
  .map((file) => basename(file, '.bench.mjs'));
const asked = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exit(2);
}
const failed = (asked.length > 0 ? asked : known).filter((name) => {
  console.log(`\n${name}`);
  const file = join(import.meta.dirname, `${name}.bench.mjs`);
  return spawnSync(process.execPath, ['--expose-gc', file], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) console.error(`\nbelow must, or failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
