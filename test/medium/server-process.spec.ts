import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { RunningService } from '../support/running-service.js';
import { stubEntry } from '../support/stub-server.js';

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

/** Starts the built service as `npm start` does, on a free port. */
function start(env: Record<string, string>) {
  const started = spawn(process.execPath, [join(ROOT, 'bin/serve.mjs')], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: 'pipe',
  });
  child = started;
  const output = { text: '' };
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output.text += text));
  }
  return { process: started, output };
}

describe('the service as a process', () => {
  it('prints one line with a command that works, and ends with 0 on SIGTERM', async () => {
    const { process: service, output } = start({});
    const line = await eventually(() => output.text.split('\n').find((one) => one.includes('answers on')));
    const [, url, body] = /curl -s (\S+) -H '[^']+' -d '([^']+)'/.exec(JSON.parse(line).try) ?? [];
    const response = await fetch(String(url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: String(body),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ receipt: { met: true, strategic: true } });

    const exited = once(service, 'exit');
    service.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('starts while a server does not answer', async () => {
    const yaml = `mcp: { servers: [${stubEntry('sequential', { mode: 'silent' })}] }`;
    const service = await RunningService.start({ yaml, slowness: 4 });
    try {
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    } finally {
      await service.stop();
    }
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux.each([
    ['gives freed memory back early', {}, { MALLOC_MMAP_THRESHOLD_: '32768' }],
    ['leaves what an operator sets', { MALLOC_ARENA_MAX: '3' }, { MALLOC_ARENA_MAX: '3' }],
    [
      'leaves the allocator to an operator who has settled it',
      { MALLOC_MMAP_THRESHOLD_: '1000000' },
      { MALLOC_MMAP_THRESHOLD_: '1000000' },
    ],
  ])('%s', async (_what, env, settings) => {
    const service = await RunningService.start({ env, slowness: 4 });
    try {
      const environment = readFileSync(`/proc/${service.process.pid}/environ`, 'utf8').split('\0');
      for (const [name, value] of Object.entries(settings)) {
        const assigned = environment.find((one) => one.startsWith(`${name}=`));
        expect(assigned).toBe(value === undefined ? undefined : `${name}=${value}`);
      }
    } finally {
      await service.stop();
    }
  });

  it('refuses to start with a wrong configuration, and says why', async () => {
    const { process: service, output } = start({ PORT: 'banana', HOST: '0.0.0.0' });
    expect(await once(service, 'exit')).toEqual([1, null]);
    expect(output.text).toContain('environment variable PORT: expected a number, found "banana"');
    expect(output.text).not.toMatch(/\bat .*:\d+:\d+/);
  });
});
