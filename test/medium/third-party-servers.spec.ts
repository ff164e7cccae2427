import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const script = (name: string) => join(ROOT, 'node_modules', name, 'dist/index.js');

/** An entry by preset, with the command of the installed package. */
const entry = (preset: string, packageName: string, more: string, args: readonly string[] = []) =>
  `    - { id: ${preset}, preset: ${preset}, command: ${JSON.stringify(process.execPath)}, args: ${JSON.stringify([
    script(packageName),
    ...args,
  ])}${more} }\n`;

const yamlOf = (...entries: string[]) => `mcp:\n  servers:\n${entries.join('')}`;

let service: RunningApp;
let folder: string;
const children: ChildProcess[] = [];
const newFolder = () => (folder = mkdtempSync(join(tmpdir(), 'director-notes-')));
afterEach(async () => {
  await service.stop();
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const ask = async (question = QUESTION, more: object = { noCache: true }) => {
  const { status, body } = await service.post('/v1/answers', { question, ...more });
  expect(status).toBe(200);
  expect(body.receipt.met).toBe(true);
  return body;
};
const outcomeOf = (body: Awaited<ReturnType<typeof ask>>, id: string) =>
  body.receipt.enhancements.find(({ server }: { server: string }) => server === id)?.outcome;
/** An answer to which the server contributed; its first start may take longer than an answer may. */
const helpedBy = (id: string) =>
  eventually(async () => {
    const body = await ask();
    return outcomeOf(body, id) === 'used' ? body : undefined;
  });

describe('@modelcontextprotocol/server-memory over stdio, by preset', () => {
  it('contributes what it remembers about the question', async () => {
    const file = join(newFolder(), 'memory.jsonl');
    const entities = [
      { type: 'entity', name: 'Infra group', entityType: 'team', observations: ['Three people approve every deploy'] },
      { type: 'entity', name: 'Canteen', entityType: 'place', observations: ['Opens at noon'] },
    ];
    writeFileSync(file, entities.map((entity) => JSON.stringify(entity)).join('\n'));
    const env = `, env: { MEMORY_FILE_PATH: ${JSON.stringify(file)} }`;
    service = await RunningApp.start({ yaml: yamlOf(entry('memory', '@modelcontextprotocol/server-memory', env)) });
    const body = await helpedBy('memory');
    expect(JSON.stringify(body.answer)).toContain('Three people approve every deploy');
    expect(JSON.stringify(body.answer)).not.toContain('noon');
  });
});

describe('@modelcontextprotocol/server-filesystem, added while the service runs', () => {
  it('contributes notes to the next answer, and is gone after it was removed', async () => {
    const notes = join(newFolder(), 'notes');
    mkdirSync(notes);
    const note = join(notes, 'platform.md');
    writeFileSync(
      note,
      '# Platform\n\nEvery deploy of a squad needs a ticket at the infra group.\n\nLunch is at noon.\n',
    );
    service = await RunningApp.start();
    const plain = await ask(QUESTION, {});
    expect(outcomeOf(plain, 'filesystem')).toBeUndefined();

    const args = `, arguments: { paths: [${JSON.stringify(note)}] }`;
    service.reconfigure(yamlOf(entry('filesystem', '@modelcontextprotocol/server-filesystem', args, [notes])));
    const [next] = [
      await eventually(async () => {
        // Not even a cached answer hides the new server.
        const body = await ask(QUESTION, {});
        return outcomeOf(body, 'filesystem') === undefined ? undefined : body;
      }),
    ];
    const helped = outcomeOf(next, 'filesystem') === 'used' ? next : await helpedBy('filesystem');
    expect(JSON.stringify(helped.answer)).toContain('Every deploy of a squad needs a ticket at the infra group.');

    service.reconfigure('');
    await eventually(async () => (outcomeOf(await ask(), 'filesystem') === undefined ? true : undefined));
  });
});

describe('@modelcontextprotocol/server-everything over HTTP', () => {
  it('is called, and notified when its long-running tool is called off at the deadline', async () => {
    const port = await freePort();
    const child = spawn(process.execPath, [script('@modelcontextprotocol/server-everything'), 'streamableHttp'], {
      env: { PATH: process.env['PATH'], PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (log += text));
    await eventually(() => (/listening on port/i.test(log) ? true : undefined));
    const server = `id: everything, transport: http, url: "http://127.0.0.1:${port}/mcp"`;
    service = await RunningApp.start({
      yaml: yamlOf(
        `    - { ${server}, tool: echo, arguments: { message: "On deploys: {{question}}" } }\n`,
        `    - { ${server.replace('everything', 'long')}, tool: trigger-long-running-operation, arguments: { duration: 30, steps: 3 }, timeoutMs: 700, breaker: { minimumThroughput: 1000 } }\n`,
      ),
    });
    await helpedBy('everything');
    const posts = () => log.split('Received MCP POST request').length;
    const before = await eventually(async () => {
      const until = posts();
      const body = await ask(QUESTION, { noCache: true, class: 'strategic' });
      return outcomeOf(body, 'long') === 'late' ? until : undefined;
    });
    // The two calls, and the word that the long one is not wanted any more.
    await eventually(() => (posts() >= before + 3 ? true : undefined));
    const { text } = await service.get('/metrics');
    expect(text).toMatch(/claude_director_mcp_aborts_total\{server="long"\} [1-9]/);
  });
});

describe('@upstash/context7-mcp without network', () => {
  it('degrades, opens its circuit, and costs nothing from then on', async () => {
    const more = `, signals: {}, env: { CONTEXT7_API_URL: "http://127.0.0.1:9" }, breaker: { breakDurationMs: 60000 }`;
    service = await RunningApp.start({ yaml: yamlOf(entry('context7-mcp', '@upstash/context7-mcp', more)) });
    const outcomes = new Set<string>();
    await eventually(async () => {
      const outcome = outcomeOf(await ask(), 'context7-mcp');
      outcomes.add(outcome);
      return outcome === 'open' ? true : undefined;
    });
    expect([...outcomes]).not.toContain('used');
    const { receipt } = await ask();
    const enhancement = receipt.enhancements.find(({ server }: { server: string }) => server === 'context7-mcp');
    expect(enhancement).toMatchObject({ outcome: 'open' });
    expect(enhancement.durationMs).toBeLessThan(5);
  });
});
