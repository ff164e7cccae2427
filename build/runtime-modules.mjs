// Copies the packages that the bundle loads from outside of itself, with what they need, into a folder: `node
// build/runtime-modules.mjs FOLDER`. They are a tenth of all packages that are needed at run time.
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { UNBUNDLED } from './bundle-externals.mjs';

const ROOT = join(import.meta.dirname, '..');
const target = process.argv[2];
if (target === undefined) throw new TypeError('the folder is missing');

const copied = new Set();
for (const name of UNBUNDLED) copy(name, ROOT);
process.stdout.write(`${copied.size} packages\n`);

/** @param from Folder of the package, or the root, that needs it. */
function copy(name, from, isOptional = false) {
  const folder = folderOf(name, from);
  if (folder === undefined) {
    if (isOptional) return;
    throw new TypeError(`${name} is not installed`);
  }
  if (copied.has(folder)) return;
  copied.add(folder);
  cpSync(folder, join(target, relative(ROOT, folder)), {
    recursive: true,
    // Its own dependencies are copied one by one.
    filter: (path) => !relative(folder, path).split('/').includes('node_modules'),
  });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const one of Object.keys(dependencies)) copy(one, folder, one in optionalDependencies);
  for (const one of Object.keys(optionalDependencies)) copy(one, folder, true);
}

/** As Node.js looks for it. */
function folderOf(name, from) {
  for (let at = from; at.startsWith(ROOT); at = dirname(at)) {
    const folder = join(at, 'node_modules', name);
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  return undefined;
}
