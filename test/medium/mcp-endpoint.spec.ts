import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Client } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { hangingServer } from '../support/hanging-server.js';
import { connectOverHttp, connectOverStdio, problemCodeOf, wholeAnswerOf, type Era } from '../support/mcp-client.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const folder = mkdtempSync(join(tmpdir(), 'director-mcp-'));
const log = join(folder, 'log');
afterAll(() => rmSync(folder, { recursive: true }));

// What is cancelled ends long before the deadline of this class and before the time-out of the server.
const PATIENT = `eventLoop: { stallMs: 10000 }
classes: { multi-persona: { deadlineMs: 20000 } }${hangingServer(log, 20_000)}`;

const ask = (client: Client, args: object, options: object = {}) =>
  client.callTool({ name: 'ask', arguments: { ...args } }, options);

const seen = (word: string) => () => (existsSync(log) && readFileSync(log, 'utf8').includes(word) ? true : undefined);

describe.each<[string, Era]>([
  ['over HTTP, as protocols since 2026 do', 'auto'],
  ['over HTTP, as protocols of 2025 do', 'legacy'],
  ['over standard input, as protocols since 2026 do', 'auto'],
  ['over standard input, as protocols of 2025 do', 'legacy'],
])('the official client %s', (name, era) => {
  const isHttp = name.includes('HTTP');
  let service: RunningApp | undefined;
  let client: Client;
  beforeAll(async () => {
    rmSync(log, { force: true });
    if (isHttp) {
      service = await RunningApp.start({ yaml: PATIENT });
      client = await connectOverHttp(await service.listen(), { era });
    } else {
      writeFileSync(join(folder, 'director.yaml'), PATIENT);
      client = await connectOverStdio(folder, { era });
    }
  });
  afterAll(async () => {
    await client.close();
    await service?.stop();
  });

  it('lists every tool with schemas and annotations, every prompt, resource and template', async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual([
      'ask',
      'get_answer',
      'plan',
      'detect_frameworks',
      'get_framework',
      'list_personas',
      'performance',
    ]);
    for (const { inputSchema, outputSchema, annotations } of tools) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema).toMatchObject({ type: 'object', properties: expect.any(Object) });
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    }
    expect((await client.listPrompts()).prompts).toHaveLength(12);
    const { resources } = await client.listResources();
    expect(resources.filter(({ uri }) => uri.startsWith('director://frameworks/'))).toHaveLength(60);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([
      { uriTemplate: 'director://frameworks/{id}' },
      { uriTemplate: 'director://conversations/{id}' },
      { uriTemplate: 'director://answers/{id}' },
      { uriTemplate: 'skill://claude-director/{name}/SKILL.md' },
    ]);
  });

  it('calls every tool; results keep their output schema, which the client checks', async () => {
    const calls = [
      ['ask', { question: QUESTION, enhance: 'never' }],
      ['plan', { question: QUESTION }],
      ['detect_frameworks', { text: QUESTION }],
      ['get_framework', { id: 'team-topologies' }],
      ['list_personas', {}],
      ['performance', {}],
    ] as const;
    for (const [tool, args] of calls) {
      const result = await client.callTool({ name: tool, arguments: args });
      expect(result.isError).not.toBe(true);
      expect(result.structuredContent).toEqual(expect.any(Object));
      expect(result.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/\S/) });
    }
  });

  it('lists its tools in 12 KB, which every model that uses them reads again and again', async () => {
    expect(Buffer.byteLength(JSON.stringify(await client.listTools()))).toBeLessThanOrEqual(12 * 1_024);
  });

  it('returns what a model needs and links to the rest, which is there whole, as the conversation is', async () => {
    const question = { question: `${QUESTION} And by when?`, enhance: 'never' };
    const { structuredContent, content } = await ask(client, question);
    expect(Buffer.byteLength(JSON.stringify(structuredContent))).toBeLessThan(6_000);
    const lean = structuredContent as Record<'answer' | 'conversationId' | 'markdown', string>;
    expect(lean).toEqual({
      answer: expect.stringMatching(/^ans_/),
      version: 1,
      conversationId: expect.stringMatching(/^cnv_/),
      status: 'complete',
      markdown: expect.stringContaining('**Actions**'),
      actions: expect.arrayContaining([
        { when: expect.any(String), what: expect.any(String), measure: expect.any(String) },
      ]),
      missing: [],
      receipt: {
        met: true,
        elapsedMs: expect.any(Number),
        class: expect.any(String),
        frameworks: expect.arrayContaining([
          { id: 'team-topologies', confidence: expect.any(Number), quote: expect.stringContaining('squads') },
        ]),
      },
    });
    expect(content[1]).toMatchObject({
      type: 'resource_link',
      uri: `director://answers/${lean.answer}`,
      annotations: { lastModified: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    const { contents } = await client.readResource({ uri: `director://answers/${lean.answer}` });
    const [{ text: whole }] = contents as unknown as [{ text: string }];
    expect(JSON.parse(whole)).toMatchObject({ id: lean.answer, receipt: { stages: expect.any(Array) } });
    expect(
      wholeAnswerOf(await client.callTool({ name: 'get_answer', arguments: { id: lean.answer, detail: 'full' } })),
    ).toEqual(JSON.parse(whole));

    const uri = `director://conversations/${lean.conversationId}`;
    await eventually(async () => {
      const listed = (await client.listResources()).resources.find((resource) => resource.uri === uri);
      return typeof listed?.annotations?.lastModified === 'string' ? true : undefined;
    });
    const answer = (await client.listResources()).resources.find(({ name }) => name === lean.answer);
    expect(answer).toMatchObject({
      uri: `director://answers/${lean.answer}`,
      title: question.question,
      annotations: { lastModified: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    const conversation = await client.readResource({ uri });
    expect(conversation.contents).toMatchObject([
      { mimeType: 'text/markdown', text: expect.stringContaining('And by when?') },
    ]);
  });

  it('gets prompts, completes their arguments, and reads resources', async () => {
    const { messages } = await client.getPrompt({
      name: 'diego',
      arguments: { question: QUESTION, role: 'CTO', framework: 'team-topologies' },
    });
    expect(messages).toMatchObject([
      { content: { type: 'resource', resource: { uri: 'director://frameworks/team-topologies' } } },
      { content: { type: 'text', text: expect.stringContaining('"personas":["diego"]') } },
    ]);
    const role = await client.complete({
      ref: { type: 'ref/prompt', name: 'diego' },
      argument: { name: 'role', value: 'vp' },
    });
    expect(role.completion.values).toEqual(['VP Engineering', 'VP Product']);
    const none = await client.complete({
      ref: { type: 'ref/prompt', name: 'diego' },
      argument: { name: 'constructor', value: '' },
    });
    expect(none.completion).toMatchObject({ values: [], total: 0 });
    const id = await client.complete({
      ref: { type: 'ref/resource', uri: 'director://frameworks/{id}' },
      argument: { name: 'id', value: 'team' },
    });
    expect(id.completion.values).toEqual(['team-topologies']);
    const { contents } = await client.readResource({ uri: 'director://frameworks/team-topologies' });
    expect(contents).toMatchObject([{ mimeType: 'text/markdown', text: expect.stringContaining('# Team Topologies') }]);
  });

  it('has a skill for each framework and each form of advice, which the client verifies', async () => {
    const skills = new SkillsClient(client);
    expect(skills.supported).toBe(true);
    const { skills: all } = await skills.list();
    expect(all).toHaveLength(63);
    for (const { frontmatter } of all) {
      expect(frontmatter.name).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(frontmatter.description.length).toBeLessThanOrEqual(1_024);
    }
    for (const name of ['strategic-advice', 'team-topologies']) {
      const uri = `skill://claude-director/${name}/SKILL.md`;
      const { skill } = await skills.get(uri);
      expect(await skills.read(skill)).toMatchObject({ verified: true, frontmatter: { name } });
    }
    await expect(skills.get('skill://claude-director/none/SKILL.md')).rejects.toMatchObject({ code: -32_602 });
  });

  it('reports errors of the protocol as JSON-RPC errors, those of the domain as results', async () => {
    await expect(client.callTool({ name: 'sing', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
    await expect(client.getPrompt({ name: 'bob' })).rejects.toMatchObject({ code: -32_602 });
    await expect(client.getPrompt({ name: 'diego', arguments: {} })).rejects.toMatchObject({ code: -32_602 });
    for (const uri of [
      'frameworks/none',
      'answers/none',
      `answers/ans_${'0'.repeat(26)}`,
      `conversations/cnv_${'0'.repeat(26)}`,
    ]) {
      await expect(client.readResource({ uri: `director://${uri}` })).rejects.toMatchObject({ code: -32_602 });
    }
    await expect(client.listResources({ cursor: 'bm9uZQ' })).rejects.toMatchObject({ code: -32_602 });
    const unknown = await client.callTool({ name: 'get_framework', arguments: { id: 'none' } });
    expect(problemCodeOf(unknown)).toBe('FRAMEWORK_NOT_FOUND');
    expect(unknown.content).toMatchObject([{ text: expect.stringMatching(/^FRAMEWORK_NOT_FOUND: /) }]);
  });

  it('cancels a call mid-way, which stops the third-party server behind us', async () => {
    const leaving = new AbortController();
    const call = ask(client, { question: QUESTION, class: 'multi-persona', noCache: true }, { signal: leaving.signal });
    await Promise.all([
      expect(call).rejects.toThrow(),
      eventually(seen('called')).then(() => leaving.abort(new Error('never mind'))),
    ]);
    await eventually(seen('aborted'), 10_000);
    const { structuredContent } = await client.callTool({ name: 'performance', arguments: {} });
    expect(structuredContent).toMatchObject({
      admission: { inFlight: 0 },
      mcpServers: expect.arrayContaining([expect.objectContaining({ server: 'stub', breaker: 'closed', inFlight: 0 })]),
    });
  });

  it('sees the stages as they begin', async () => {
    const steps: unknown[] = [];
    const onprogress = ({ progress, message }: { progress: number; message?: string }) =>
      steps.push([progress, message]);
    await ask(client, { question: `${QUESTION} Now.`, class: 'strategic' }, { onprogress });
    // The client drops what arrives together with the result, as the last stage may.
    expect(steps.slice(0, 5)).toEqual([
      [1, 'cache'],
      [2, 'admission'],
      [3, 'detect'],
      [4, 'read'],
      [5, 'route'],
    ]);
  });
});

describe('a client that waits for the rest', () => {
  it('gets the final version within waitMs, and the partial one without', async () => {
    const service = await RunningApp.start({ yaml: hangingServer(log, 2_000) });
    try {
      const client = await connectOverHttp(await service.listen());
      const question = { question: QUESTION, class: 'strategic', noCache: true, detail: 'full' };
      const partial = wholeAnswerOf(await ask(client, question));
      expect(partial).toMatchObject({ version: 1, status: 'partial', receipt: { met: true } });
      expect(partial.receipt.continuation).not.toBeNull();

      const steps: unknown[] = [];
      const onprogress = ({ message }: { message?: string }) => steps.push(message);
      const whole = wholeAnswerOf(await ask(client, { ...question, waitMs: 5_000 }, { onprogress }));
      expect(whole).toMatchObject({ version: 2, receipt: { met: true, continuation: null } });
      expect(whole.receipt.elapsedMs).toBeLessThan(500);
      expect(steps.at(-1)).toBe('continuation');

      const impatient = wholeAnswerOf(await ask(client, { ...question, waitMs: 10 }));
      expect(impatient).toMatchObject({ version: 1 });
      expect(problemCodeOf(await ask(client, { ...question, waitMs: 60_001 }))).toBe('INPUT_INVALID');

      const later = { id: impatient.id, waitMs: 5_000, detail: 'full' };
      expect(wholeAnswerOf(await client.callTool({ name: 'get_answer', arguments: later }))).toMatchObject({
        version: 2,
        receipt: { continuation: null },
      });
      await client.close();
    } finally {
      await service.stop();
    }
  });

  it('stops the server behind us when it gives up while waiting', async () => {
    rmSync(log, { force: true });
    const service = await RunningApp.start({ yaml: hangingServer(log, 20_000) });
    try {
      const client = await connectOverHttp(await service.listen());
      const leaving = new AbortController();
      const options = {
        signal: leaving.signal,
        onprogress: ({ message }: { message?: string }) => {
          if (message === 'continuation') void eventually(seen('called')).then(() => leaving.abort());
        },
      };
      const question = { question: QUESTION, class: 'strategic', noCache: true, waitMs: 20_000 };
      await expect(ask(client, question, options)).rejects.toThrow();
      await eventually(seen('aborted'), 20_000);
      await client.close();
    } finally {
      await service.stop();
    }
  });
});

describe('two clients at once', () => {
  const KEYS = { acme: 'key-of-acme', globex: 'key-of-globex' };
  const yaml = `access:\n  keys:\n${Object.entries(KEYS)
    .map(([tenant, key]) => {
      const sha256 = createHash('sha256').update(key).digest('hex');
      return `    - { id: ${tenant}, tenant: ${tenant}, sha256: "${sha256}" }\n`;
    })
    .join('')}`;
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });

  let service: RunningApp;
  let url: string;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml });
    url = await service.listen();
  });
  afterAll(() => service.stop());

  it.each<Era>(['auto', 'legacy'])('never see each other’s answers, conversations or cache (%s)', async (era) => {
    const [acme, globex] = await Promise.all([
      connectOverHttp(url, { era, ...bearer(KEYS.acme) }),
      connectOverHttp(url, { era, ...bearer(KEYS.globex) }),
    ]);
    const secret = `Should we close the office in ${era === 'auto' ? 'Lyon' : 'Porto'} before the teams reorganise?`;
    const asked = (client: Client, args: object) => ask(client, { ...args, detail: 'full' }).then(wholeAnswerOf);
    const rounds = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const [ours, theirs] = await Promise.all([
          asked(acme, { question: `${secret} Variant ${i} of acme`, role: 'CTO' }),
          asked(globex, { question: `${secret} Variant ${i} of globex`, role: 'CEO' }),
        ]);
        return { ours, theirs };
      }),
    );
    const ids = rounds.flatMap(({ ours, theirs }) => [ours.conversationId, theirs.conversationId]);
    expect(new Set(ids).size).toBe(40);

    const own = await asked(acme, { question: secret });
    expect((await asked(acme, { question: secret })).receipt.cache.answer).toBe('hit');
    expect((await asked(globex, { question: secret })).receipt.cache.answer).toBe('miss');
    const intrusion = await ask(globex, { question: 'And then?', conversationId: own.conversationId });
    expect(problemCodeOf(intrusion)).toBe('CONVERSATION_NOT_FOUND');
    const stolen = await globex.callTool({ name: 'get_answer', arguments: { id: own.id } });
    expect(problemCodeOf(stolen)).toBe('ANSWER_NOT_FOUND');
    const { resources: seen } = await globex.listResources();
    expect(seen.filter(({ name }) => name === own.id || name === own.conversationId)).toEqual([]);
    for (const uri of [`answers/${own.id}`, `conversations/${own.conversationId}`]) {
      await expect(globex.readResource({ uri: `director://${uri}` })).rejects.toMatchObject({ code: -32_602 });
    }
    const { resources } = await globex.listResources();
    expect(resources.filter(({ title }) => title?.includes('acme'))).toEqual([]);
    await Promise.all([acme.close(), globex.close()]);
  });

  it('cannot use each other’s sessions', async () => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const send = (key: string, body: object, more: object = {}) =>
      fetch(`${url}/mcp`, {
        method: 'POST',
        headers: { ...headers, ...bearer(key).headers, ...more },
        body: JSON.stringify({ jsonrpc: '2.0', ...body }),
      });
    const opened = await send(KEYS.acme, {
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
    });
    const session = { 'mcp-session-id': String(opened.headers.get('mcp-session-id')) };
    expect((await send(KEYS.acme, { id: 2, method: 'tools/list' }, session)).status).toBe(200);
    expect((await send(KEYS.globex, { id: 2, method: 'tools/list' }, session)).status).toBe(404);
    expect((await send('no-key-of-ours', { id: 2, method: 'tools/list' }, session)).status).toBe(401);
    // Another replica knows no such session, and serves the request without one.
    const elsewhere = { 'mcp-session-id': 'c0ffee' };
    expect((await send(KEYS.acme, { id: 2, method: 'tools/list' }, elsewhere)).status).toBe(200);
  });
});
