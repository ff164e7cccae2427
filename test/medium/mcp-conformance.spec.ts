import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LazyModuleLoader } from '@nestjs/core';

import { McpEndpoint, McpEndpointModule } from '../../src/api/mcp/index.js';
import { ROOT } from '../support/child.js';
import { addConformanceFixtures } from '../support/conformance-fixtures.js';
import { RunningApp } from '../support/running-app.js';

jest.setTimeout(120_000);

const run = promisify(execFile);
const SUITE = join(ROOT, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');

interface Check {
  readonly id: string;
  readonly status: string;
  readonly errorMessage?: string;
}

// The suite has no list of expected failures here, and shall not get one.
describe('the conformance suite of the Model Context Protocol', () => {
  let service: RunningApp;
  let url: string;
  const folder = mkdtempSync(join(tmpdir(), 'director-conformance-'));
  beforeAll(async () => {
    service = await RunningApp.start();
    url = `${await service.listen()}/mcp`;
    const module = await service.app.get(LazyModuleLoader).load(() => McpEndpointModule);
    addConformanceFixtures(module.get(McpEndpoint, { strict: false }));
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  it('fails no check of any server scenario, the pending ones included', async () => {
    const args = [SUITE, 'server', '--url', url, '--suite', 'all', '--output-dir', folder];
    const { stdout } = await run(process.execPath, args, { timeout: 110_000 }).catch(
      (error: { readonly stdout: string }) => error,
    );
    const checks = readdirSync(folder).flatMap(
      (scenario) => JSON.parse(readFileSync(join(folder, scenario, 'checks.json'), 'utf8')) as Check[],
    );
    expect(checks.filter(({ status }) => status === 'FAILURE')).toEqual([]);
    expect(stdout.match(/^✓ .*$/gm)).toHaveLength(32);
    expect(stdout).toMatch(/^Total: 44 passed, 0 failed$/m);
  });
});
