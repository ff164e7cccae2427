import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';

// The short form of `npm run bench -- mcp`; the long one makes 10,000 calls.
describe('MCP servers killed and frozen at random', () => {
  it('leave no process and no descriptor behind, and most calls are answered', async () => {
    const args = [join(ROOT, 'bench/mcp.bench.mjs'), '--soak', '300'];
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', ...args]);
    const left = JSON.parse(stdout) as Record<string, number>;
    expect(left).toMatchObject({ orphans: 0, zombies: 0, descriptors: 0 });
    expect(left['used']).toBeGreaterThan(0.5);
    expect(left['started']).toBeGreaterThan(3);
  });
});
