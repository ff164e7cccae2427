import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { loadConfig } from '../../src/config/index.js';
import { Journal } from '../../src/conversations/index.js';
import { SystemClock } from '../../src/core/index.js';
import { Store, storeOptionsOf } from '../../src/store/index.js';
import { ROOT } from '../support/child.js';
import { QUESTION, withService } from '../support/running-app.js';

const PROGRAM = join(ROOT, 'bin/claude-director.mjs');

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'director-pipes-'));
  const config = loadConfig({ cwd: folder, env: {} });
  const clock = new SystemClock();
  const store = await Store.open(storeOptionsOf(config), clock);
  const journal = new Journal(config.store.outbox, store, clock);
  // More than a pipe holds.
  for (let i = 0; i < 2_000; i++) {
    const event = { kind: 'key.created' as const, requestId: `req_${i}`, subject: 'test', resource: 'x'.repeat(60) };
    journal.record({ kind: 'audit', tenant: 'default', at: clock.epochMs(), event });
  }
  await store.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the program while nothing reads one of its outputs. */
async function runUnread(args: readonly string[], unread: 'stdout' | 'stderr', input?: string) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, stdio: 'pipe' });
  child[unread].destroy();
  const other = child[unread === 'stdout' ? 'stderr' : 'stdout'];
  let text = '';
  other.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  // With input, the other end stays open, as of a client that has forgotten to close it.
  if (input === undefined) child.stdin.end();
  else child.stdin.write(input);
  const [code] = await once(child, 'close');
  return { code: code as number | null, text };
}

describe('an output that is not read', () => {
  it.each([
    [['--help'], 0],
    [['config'], 0],
    [['ask', QUESTION], 0],
    [['ask', QUESTION, '--json'], 0],
    [['keys', 'list'], 0],
    [['keys', 'create', '--json'], 0],
    [['audit', 'verify'], 0],
    [['audit', 'export'], 0],
    [['migrate'], 0],
    [['mcp', '--print-config', 'cursor'], 0],
  ])('ends %j quietly, with the usual exit code', async (args, expected) => {
    const { code, text } = await runUnread(args, 'stdout');
    expect([code, /EPIPE|\bat .*:\d+:\d+/.exec(text)]).toEqual([expected, null]);
  });

  it.each([
    [['sing'], 2],
    [['ask'], 2],
    [['report', '--url', 'http://127.0.0.1:1'], 1],
  ])('takes no exit code from %j that explains itself', async (args, expected) => {
    expect(await runUnread(args, 'stderr')).toEqual({ code: expected, text: '' });
  });

  it('ends a report, which is long', async () => {
    await withService({}, async (service) => {
      const url = await service.listen();
      for (const more of [[], ['--json']]) {
        expect(await runUnread(['report', '--url', url, ...more], 'stdout')).toEqual({ code: 0, text: '' });
      }
    });
  });

  it('ends the session of an MCP client that has gone, though its input is still open', async () => {
    const message = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    };
    const { code, text } = await runUnread(['mcp'], 'stdout', `${JSON.stringify(message)}\n`);
    expect([code, text]).toEqual([0, '']);
  });
});

describe('an output that is full', () => {
  it('is named, and the exit code is 1', async () => {
    const child = spawn('sh', ['-c', '"$0" "$1" config > /dev/full', process.execPath, PROGRAM], { cwd: folder });
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    const [code] = await once(child, 'close');
    expect([code, text]).toEqual([1, 'the output could not be written: ENOSPC\n']);
  });
});

describe('a terminal of few columns', () => {
  it.each([0, 1, 3])('gets the whole answer: %i', async (columns) => {
    const run = join(folder, 'run.sh');
    writeFileSync(run, `stty cols ${columns}\nexec "${process.execPath}" "${PROGRAM}" ask "${QUESTION}"\n`);
    const child = spawn('script', ['-qec', `sh ${run}`, '/dev/null'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    const [code] = await once(child, 'close');
    expect([code, text.includes('answered after')]).toEqual([0, true]);
  });
});
