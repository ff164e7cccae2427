import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { answerSchema, planSchema, transcriptSchema } from '../../src/answers/index.js';
import { COMMANDS, type Command } from '../../src/cli/commands.js';
import { runCommandLine } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { freePort } from '../support/services.js';

const KEY = 'key-of-acme';
const yaml = `access: { keys: [{ id: acme, tenant: acme, sha256: ${createHash('sha256').update(KEY).digest('hex')} }] }`;

const folder = mkdtempSync(join(tmpdir(), 'director-commands-'));
const keyFile = join(folder, 'key');
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], input = '', env: Record<string, string> = {}) =>
  runCommandLine(args, { cwd: folder, input, env: { ...process.env, ...env } });

describe('commands that ask a running service', () => {
  let service: RunningApp;
  let url: string;
  beforeAll(async () => {
    writeFileSync(keyFile, `${KEY}\n`);
    service = await RunningApp.start({ yaml });
    url = await service.listen();
  });
  afterAll(() => service.stop());

  const asked = (command: string, ...more: string[]) => [command, '--url', url, '--key-file', keyFile, ...more];

  it('answer with a key from a file or from DIRECTOR_KEY, and continue a conversation', async () => {
    const { code, stdout, stderr } = await run(asked('ask', '--json', QUESTION));
    expect([code, stderr]).toEqual([0, '']);
    const { conversationId } = answerSchema.parse(JSON.parse(stdout));
    const next = ['ask', '--url', url, '--json', '--conversation', conversationId, 'And who decides?'];
    const followUp = await run(next, '', { DIRECTOR_KEY: KEY });
    expect(answerSchema.parse(JSON.parse(followUp.stdout)).receipt.context).not.toBeNull();
  });

  it('say in a line why they were refused, and exit with 1', async () => {
    const { code, stdout, stderr } = await run(['ask', '--url', url, QUESTION], '', { DIRECTOR_KEY: '' });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^UNAUTHENTICATED: .*\n$/);
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    expect(await run(['ask', '--url', nowhere, QUESTION])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${nowhere} does not answer\n`,
    });
  });

  it('show an answer as it is written and its receipt after it, or its events as lines of JSON', async () => {
    const shown = await run(asked('ask', '--stream', QUESTION));
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^🎯 Diego[\s\S]*\*\*Actions\*\*[\s\S]*\nReceipt \(/);
    const { stdout } = await run(asked('ask', '--stream', '--json', '--no-cache', QUESTION));
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; data: unknown });
    expect(events[0]).toMatchObject({ event: 'accepted' });
    expect(events.filter(({ event }) => event === 'answer.delta').length).toBeGreaterThan(3);
    expect(answerSchema.parse(events.at(-1)?.data).receipt.met).toBe(true);
  });

  it('plan a question, and list and show conversations', async () => {
    const planned = await run(asked('plan', '--json', QUESTION));
    expect(planSchema.parse(JSON.parse(planned.stdout)).strategic).toBe(true);
    const id = await eventually(async () => /^cnv_\w+/.exec((await run(asked('history'))).stdout)?.[0]);
    const shown = await run(asked('history', id));
    expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining('> Our three squads')]);
    const { stdout } = await run(asked('history', '--json', id));
    expect(transcriptSchema.parse(JSON.parse(stdout)).turns.length).toBeGreaterThan(0);
  });

  it('keep a conversation in a chat', async () => {
    const { code, stdout } = await run(
      asked('chat', '--no-enhance'),
      `${QUESTION}\nshorter\n/receipt\n/quit\nnever asked\n`,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Receipt (');
    expect(stdout).not.toMatch(/missing|elsewhere/);
  });
});

describe('commands that need no service', () => {
  it('keep a conversation in a chat of their own, and survive what cannot be answered', async () => {
    const input = `${QUESTION}\nshorter\n/persona bob\nAnd then?\n/persona\n/sing\n`;
    const { code, stdout, stderr } = await run(['chat'], input);
    expect(stderr).toBe('');
    expect(stdout).toContain('Diego | Engineering Leadership');
    expect(stdout).not.toMatch(/missing|elsewhere/);
    expect(stdout).toContain('there is no persona "bob"');
    expect(stdout).toContain('there is no /sing');
    expect(code).toBe(1);
  });

  it('find frameworks in a text from standard input', async () => {
    const { code, stdout } = await run(['detect', '-', '--json'], QUESTION);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).frameworks[0].id).toBe('team-topologies');
    expect((await run(['detect', QUESTION])).stdout).toContain('Team Topologies');
  });

  it('plan here too', async () => {
    const { code, stdout } = await run(['plan', QUESTION]);
    expect(code).toBe(0);
    expect(stdout).toContain('lead        diego');
  });

  it.each(Object.keys(COMMANDS))('say with examples how %s is used', async (name) => {
    const { code, stdout, stderr } = await run([name, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Examples:\n\n {2}\S/);
    const { options }: Command = COMMANDS[name as keyof typeof COMMANDS];
    for (const option of Object.keys(options)) expect(stdout).toContain(`--${option}`);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(160);
  });

  it.each(['--help', '-h', 'help'])('are listed by %s', async (word) => {
    const { code, stdout } = await run([word]);
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(stdout).toContain(`claude-director ${name} `);
  });

  it.each([
    [['ask', '--stream', 'a'], /--stream needs --url/],
    [['ask', '--url', 'banana', 'a'], /--url: expected an http or https URL/],
    [['ask', '--url', 'http://127.0.0.1:1', '--key-file', '/nowhere', 'a'], /--key-file: expected a file/],
    [['history', 'a', 'b'], /the id of a conversation/],
    [['completion', 'tcsh'], /bash, zsh or fish/],
    [['serve', '--speed', '9'], /--speed/],
    [['--speed', '9'], /--speed/],
    [['serve', '--port', 'banana'], /PORT: expected a number/],
  ])('exit with 2 on wrong usage: %p', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });

  it('complete commands, options and values in bash', async () => {
    const { stdout } = await run(['completion', 'bash']);
    const complete = (...words: string[]) => {
      const script = `${stdout}\nCOMP_WORDS=(claude-director "$@"); COMP_CWORD=$#; _claude_director; echo "\${COMPREPLY[*]}"`;
      return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' }).trim();
    };
    expect(complete('ke')).toBe('keys');
    expect(complete('ask', '--cl')).toBe('--class');
    expect(complete('ask', '--class', 's')).toBe('strategic');
    expect(complete('keys', 'ro')).toBe('rotate');
    expect((await run(['completion', 'fish'])).stdout).toContain('-a ask');
    expect((await run(['completion', 'zsh'])).stdout).toContain('bashcompinit');
  });
});
