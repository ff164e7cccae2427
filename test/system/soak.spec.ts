import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { describeWith, redisServer } from '../support/services.js';

// The short form of `npm run soak`, which judges the drift of memory too: here every fault comes at most once, and the
// process has just started. What share is in time is a figure of a calm machine; here nothing may go unanswered.
describeWith(redisServer, 'load while what the service depends on fails in turn', () => {
  it('is answered, and leaves no descriptor, zombie or orphan behind', async () => {
    const outcome = await promisify(execFile)(process.execPath, [
      join(ROOT, 'bench/soak.mjs'),
      '--minutes',
      '1.5',
    ]).catch((error: { readonly stdout: string }) => error);
    const { figures, misses } = JSON.parse(readFileSync(join(ROOT, 'bench/results/soak.json'), 'utf8')) as {
      readonly figures: Readonly<Record<string, unknown>>;
      readonly misses: readonly string[];
    };
    expect(misses).toEqual([]);
    expect(figures).toMatchObject({ minutes: 1.5, failed: 0, zombies: 0, orphans: 0 });
    expect(Number(figures['refused']) / Number(figures['requests'])).toBeLessThan(0.1);
    expect(Object.keys(figures['faults'] as object).length).toBeGreaterThan(3);
    expect(outcome.stdout).toContain('everything holds');
  }, 280_000);
});

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
