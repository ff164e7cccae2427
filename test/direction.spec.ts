import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from './support/child.js';

/** What is planted: in which module, with which import, and the rule that it breaks. */
const CASES = {
  'a lower rank that imports a higher one': ['optimizer', '../../answers/index.js', 'direction-optimizer'],
  'a module that imports one of its own rank': ['mcp', '../../personas/index.js', 'direction-mcp'],
  'a module that imports the inside of another': ['answers', '../../mcp/enhancer.js', 'index-mcp'],
  'a sub-folder that imports a later one': [
    'mcp/transport',
    '../../sessions/session-pool.js',
    'sub-folder-mcp-transport',
  ],
  'a sub-folder that imports a file of its room': ['mcp/tools', '../../enhancer.js', 'sub-folder-mcp-tools'],
  'an algorithm that knows the web framework': ['cache', '@nestjs/common', 'algorithms-know-no-framework'],
} as const;

describe('the direction of dependencies', () => {
  const planted: string[] = [];
  let status: number | null;
  let errors: { readonly rule: string; readonly from: string }[];

  function plant(module: string, imported: string): string {
    const folder = mkdtempSync(join(ROOT, 'src', module, 'planted-'));
    planted.push(folder);
    writeFileSync(join(folder, 'violation.ts'), `import '${imported}';`);
    return basename(folder);
  }
  const folders = new Map<string, string>();
  let allowed: string;

  // One run of the check for all of them: it reads every source.
  beforeAll(() => {
    for (const [name, [module, imported]] of Object.entries(CASES)) folders.set(name, plant(module, imported));
    allowed = plant('answers', '../../mcp/index.js');
    const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const args = [program, '--config', join(ROOT, '.dependency-cruiser.mjs'), 'src'];
    const run = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    status = run.status;
    errors = [...run.stdout.matchAll(/^ *error ([\w-]+): (\S+)/gm)].map(([, rule = '', from = '']) => ({ rule, from }));
  });
  afterAll(() => {
    for (const folder of planted) rmSync(folder, { recursive: true });
  });
  const rulesBrokenBy = (folder: string) => errors.filter(({ from }) => from.includes(folder)).map(({ rule }) => rule);

  it.each(Object.entries(CASES))('rejects %s', (name, [, , rule]) => {
    expect(rulesBrokenBy(folders.get(name) ?? '')).toEqual([rule]);
  });

  it('accepts a module that imports the index of a lower rank', () => {
    expect(rulesBrokenBy(allowed)).toEqual([]);
  });

  it('fails as a whole for these and for nothing else', () => {
    expect(status).toBe(Object.keys(CASES).length);
    expect(errors).toHaveLength(Object.keys(CASES).length);
  });
});
