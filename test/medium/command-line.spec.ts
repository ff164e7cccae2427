import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { answerSchema } from '../../src/answers/index.js';
import { ROOT, runCommandLine } from '../support/child.js';
import { QUESTION } from '../support/running-app.js';
import { wrap } from '../../src/cli/output/wrap.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'director-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runCommandLine(args, { cwd: folder });

describe('claude-director ask', () => {
  it('shows answer, evidence and waterfall in 80 columns, and exits with 0', async () => {
    const { code, stdout, stderr } = await run('ask', QUESTION);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/».*waiting on.*«/s);
    expect(stdout).toContain('Diego | Engineering Leadership');
    expect(stdout).toMatch(/answered after .* ms of .* ms: in time/);
    for (const line of stdout.split('\n')) expect(wrap(line, 80)).toHaveLength(1);
  });

  it('reads a question from standard input and gives JSON to machines', async () => {
    const { code, stdout } = await runCommandLine(['ask', '-', '--json', '--class', 'strategic'], {
      cwd: folder,
      input: QUESTION,
    });
    expect(code).toBe(0);
    expect(answerSchema.parse(JSON.parse(stdout)).receipt).toMatchObject({ class: 'strategic', met: true });
  });

  it.each([
    [['ask'], /one question/],
    [['ask', 'a', 'b'], /one question/],
    [['ask', 'a', '--class', 'slow'], /^class: expected "critical" or .* found "slow"/],
    [['ask', 'a', '--persona', 'Bob!'], /^personas\[0\]: /],
    [['ask', 'a', '--speed', '9'], /--speed/],
    [['sing'], /there is no command "sing"/],
    [['mcp', '--print-config', 'emacs'], /expected claude-code or cursor or .*windsurf, found "emacs"/],
  ])('exits with 2 on wrong usage: %p', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it('exits with 1 when it has no answer', async () => {
    const { code, stderr } = await run('ask', 'a', '--persona', 'bob');
    expect(code).toBe(1);
    expect(stderr).toContain('there is no persona "bob"');
  });
});

describe('claude-director mcp', () => {
  it('prints a configuration that starts it, alone on standard output', async () => {
    const { code, stdout, stderr } = await run('mcp', '--print-config', 'cursor');
    expect(code).toBe(0);
    expect(stderr).toContain('.cursor/mcp.json');
    const { command, args } = JSON.parse(stdout).mcpServers['claude-director'];
    expect(command).toBe(process.execPath);
    expect(args).toEqual([expect.stringMatching(/^\/.*claude-director\.mjs$/), 'mcp']);
  });

  it('exits with 2 and says why when the configuration is wrong, though a client is waiting', async () => {
    writeFileSync(join(folder, 'director.yaml'), 'foo: 1\n');
    const child = spawn(process.execPath, [join(ROOT, 'bin/claude-director.mjs'), 'mcp'], { cwd: folder });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = await once(child, 'close');
    rmSync(join(folder, 'director.yaml'));
    expect(code).toBe(2);
    expect(stderr).toContain('director.yaml:1:6 foo: no such field, found 1');
  });

  it('takes null for what is optional, in messages cut anywhere', async () => {
    const child = spawn(process.execPath, [join(ROOT, 'bin/claude-director.mjs'), 'mcp'], { cwd: folder });
    const exited = once(child, 'exit');
    const info = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1', title: null },
    };
    const messages = [
      { id: 1, method: 'initialize', params: { ...info, _meta: null } },
      { method: 'notifications/initialized', params: null },
      { id: 2, method: 'tools/list', params: null },
      {
        id: 3,
        method: 'tools/call',
        params: { name: 'list_personas', arguments: null, _meta: { progressToken: null } },
      },
    ];
    const text = messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('');
    const half = Math.ceil(text.length / 2);
    const replies: { readonly id: number; readonly result?: object; readonly error?: object }[] = [];
    child.stdin.write(text.slice(0, half), () => child.stdin.write(text.slice(half)));
    for await (const line of createInterface(child.stdout)) {
      replies.push(JSON.parse(line));
      if (replies.length === 3) child.stdin.end();
    }
    expect(await exited).toEqual([0, null]);
    expect(replies.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
    for (const { error, result } of replies) {
      expect(error).toBeUndefined();
      expect(result).not.toHaveProperty('isError');
    }
  });

  it('ends with 0 when its client closes standard input', async () => {
    expect(await run('mcp')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('claude-director config', () => {
  it('prints the effective configuration without secrets', async () => {
    writeFileSync(
      join(folder, 'director.yaml'),
      'mcp:\n  servers:\n    - { id: jira, transport: stdio, command: jira, tool: find, env: { TOKEN: "${TOKEN}" } }\n',
    );
    const { code, stdout } = await runCommandLine(['config'], {
      cwd: folder,
      env: { ...process.env, TOKEN: 'canary-7' },
    });
    expect(code).toBe(0);
    expect(stdout).toContain('deadlineMs: 500');
    expect(stdout).toContain('TOKEN: "[redacted]"');
    expect(stdout).not.toContain('canary-7');
  });

  it('exits with 2 and lists every mistake when the configuration is wrong', async () => {
    writeFileSync(join(folder, 'director.yaml'), 'classes: { critical: { deadlineMs: 1 } }\nfoo: 1\n');
    const { code, stderr } = await run('config');
    expect(code).toBe(2);
    expect(stderr).toContain(
      'director.yaml:1:36 classes.critical.deadlineMs: expected a number of at least 10, found 1',
    );
    expect(stderr).toContain('director.yaml:2:6 foo: no such field, found 1');
    rmSync(join(folder, 'director.yaml'));
  });
});
