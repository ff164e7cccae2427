import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';

const KB = 1_024;

describe('the code of the console', () => {
  it('fits its ceilings', () => {
    const script = `import { consoleSizes } from '${join(ROOT, 'bench/support/console-sizes.mjs')}'; process.stdout.write(JSON.stringify(consoleSizes()));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const { first, plots } = JSON.parse(printed) as { first: number; plots: number };
    expect(first).toBeGreaterThan(10 * KB);
    expect(first).toBeLessThanOrEqual(60 * KB);
    expect(plots).toBeLessThanOrEqual(90 * KB);
  });
});
