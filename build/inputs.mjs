// Whether a build is of the sources as they are now: `node build/inputs.mjs` exits with 1 if not, `--note` notes it.
//
// `npm start` asks before it builds, which takes twenty seconds; asking takes a tenth of one.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const NOTE = join(ROOT, 'dist/.inputs');
/** What a build reads, as files and folders. */
const INPUTS = [
  'src',
  'web',
  'build',
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

const digest = createHash('sha256');
for (const input of INPUTS) add(input);
const state = digest.digest('hex');

if (process.argv.includes('--note')) writeFileSync(NOTE, state);
else if (!existsSync(NOTE) || readFileSync(NOTE, 'utf8') !== state) process.exitCode = 1;

/** A file by name, size and time of change: a build that is one too many costs less than reading every file. */
function add(path) {
  const stats = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (stats === undefined || path.endsWith('.spec.ts')) return;
  if (!stats.isDirectory()) digest.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
  else for (const name of readdirSync(join(ROOT, path)).sort()) add(`${path}/${name}`);
}
