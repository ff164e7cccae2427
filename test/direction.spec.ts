import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';

import { ROOT } from './support/child.js';

const planted: string[] = [];
afterEach(() => {
  for (const folder of planted.splice(0)) rmSync(folder, { recursive: true });
});

/** Runs the direction check on the sources with one more file in a module; gives the names of the rules it broke. */
function rulesBrokenBy(module: string, source: string): string[] {
  const folder = mkdtempSync(join(ROOT, 'src', module, 'planted-'));
  planted.push(folder);
  writeFileSync(join(folder, 'violation.ts'), source);
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      join(ROOT, '.dependency-cruiser.mjs'),
      'src',
    ],
    { cwd: ROOT, encoding: 'utf8' },
  );
  const broken = [...stdout.matchAll(/^ *error ([\w-]+): (\S+)/gm)]
    .filter(([, , from]) => from?.includes(basename(folder)))
    .map(([, rule]) => String(rule));
  // The check as a whole fails exactly when something is broken: `npm run direction` would too.
  expect(status === 0).toBe(broken.length === 0);
  return broken;
}

describe('the direction of dependencies', () => {
  it.each([
    ['a lower rank that imports a higher one', 'optimizer', "import '../../answers/index.js';", 'direction-optimizer'],
    ['a module that imports one of its own rank', 'mcp', "import '../../personas/index.js';", 'direction-mcp'],
    ['a module that imports the inside of another', 'answers', "import '../../mcp/enhancer.js';", 'face-mcp'],
    ['an algorithm that knows the web framework', 'cache', "import '@nestjs/common';", 'algorithms-know-no-framework'],
  ])('rejects %s', (_name, module, source, rule) => {
    expect(rulesBrokenBy(module, source)).toEqual([rule]);
  });

  it('accepts a module that imports the face of a lower rank', () => {
    expect(rulesBrokenBy('answers', "import '../../mcp/index.js';")).toEqual([]);
  });
});
