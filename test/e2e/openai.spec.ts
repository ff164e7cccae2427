import { createHash } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import OpenAI, {
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';

import { AnswerRecorder } from '../../src/answers/index.js';
import { Admission } from '../../src/optimizer/index.js';
import { StoreUnavailableError } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer, type ModelBehavior } from '../support/model-server.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { RawEvents } from '../support/raw-events.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';
import { stubEntry } from '../support/stub-server.js';

const user = (content: string) => ({ role: 'user' as const, content });
const assistant = (content: string) => ({ role: 'assistant' as const, content });

/** What a reply says beyond the protocol. */
interface Noted {
  readonly director: { readonly answer: string; readonly conversation: string };
}

async function clientOf(service: RunningApp): Promise<OpenAI> {
  return new OpenAI({ apiKey: 'any', maxRetries: 0, baseURL: `${await service.listen()}/v1` });
}

describe('the openai package', () => {
  let service: RunningApp;
  let client: OpenAI;
  beforeAll(async () => {
    service = await RunningApp.start();
    client = await clientOf(service);
  });
  afterAll(() => service.stop());

  const ask = (...messages: OpenAI.ChatCompletionMessageParam[]) =>
    client.chat.completions.create({ model: 'director', messages }).then((reply) => reply as typeof reply & Noted);

  it('lists a model for the service and one for each persona, each with a name', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['director', 'director-diego', 'director-camille']),
    );
    expect(data.every((model) => 'name' in model && model.object === 'model')).toBe(true);
    expect(await client.models.retrieve('director-diego')).toMatchObject({
      id: 'director-diego',
      name: 'Director: Diego',
    });
  });

  it('gets an answer as a chat completion, with the receipt beside it', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: 'director', messages: [user(QUESTION)] })
      .withResponse();
    expect(data).toMatchObject({
      id: expect.stringMatching(/^chatcmpl-\w+$/),
      object: 'chat.completion',
      model: 'director',
      system_fingerprint: expect.stringMatching(/^fp_/),
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant' } }],
      director: { status: 'complete', met: true, usage: 'estimated' },
    });
    const { usage, director } = data as typeof data & Noted;
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(response.headers.get('server-timing')).toContain('total;dur=');
    expect(response.headers.get('cache-status')).toBe('ClaudeDirector; fwd=miss');
    expect(response.headers.get('director-conversation')).toBe(director.conversation);
    const { body } = await service.get(`/v1/answers/${director.answer}`);
    expect(data.choices[0]?.message.content).toBe(body.answer.markdown);
    expect(director).toMatchObject({
      frameworks: body.receipt.frameworks.map(({ id }: { id: string }) => expect.objectContaining({ id })),
    });
  });

  it('gets the same answer in pieces, then its usage where it asks for that', async () => {
    const request = { model: 'director', messages: [user(QUESTION)], stream_options: { include_usage: true } };
    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) chunks.push(chunk);
    const whole = await ask(user(QUESTION));
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(
      whole.choices[0]?.message.content,
    );
    expect(chunks.at(-2)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: null, director: { met: true } });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('gathers a stream with its own helper', async () => {
    const stream = client.chat.completions.stream({ model: 'director', messages: [user(QUESTION)] });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.finish_reason).toBe('stop');
    expect(final.choices[0]?.message.content).toBe((await ask(user(QUESTION))).choices[0]?.message.content);
  });

  it('is answered by the persona whose model it names', async () => {
    const answer = await client.chat.completions.create({ model: 'director-camille', messages: [user(QUESTION)] });
    expect(answer).toMatchObject({
      model: 'director-camille',
      director: { personas: [{ id: 'camille', role: 'lead' }] },
    });
  });

  it('keeps the thread of a conversation that it sends again with each question', async () => {
    const first = await ask(user(QUESTION));
    const said = assistant(first.choices[0]?.message.content ?? '');
    const second = await ask(user(QUESTION), said, user('Where do we start?'));
    expect(second.director.conversation).toBe(first.director.conversation);
    const { body } = await service.get(`/v1/answers/${second.director.answer}`);
    expect(body.receipt.context).toMatchObject({ answerId: first.director.answer });
    const turns = await eventually(async () => {
      const page = await service.get(`/v1/conversations/${first.director.conversation}/turns`);
      return page.body.items.length === 2 ? page.body.items : undefined;
    });
    expect(turns.map(({ question }: { question: string }) => question)).toEqual([QUESTION, 'Where do we start?']);
  });

  it('continues a conversation that began somewhere else, and claims none of its answers', async () => {
    const elsewhere = 'Should we buy the billing platform or build it with our two squads?';
    const here = await ask(user('Where do we start?'));
    const there = await ask(user(elsewhere), assistant('Talk to them.'), user('Where do we start?'));
    const { body } = await service.get(`/v1/answers/${there.director.answer}`);
    expect(body.receipt).toMatchObject({ strategic: true, context: null });
    expect(there.choices[0]?.message.content).not.toBe(here.choices[0]?.message.content);
    const asked = [user(elsewhere), assistant('Talk to them.'), user('Where do we start?')];
    const next = await ask(...asked, assistant('There.'), user('What are the risks?'));
    expect(next.director.conversation).toBe(there.director.conversation);
  });

  it('goes on in a new conversation once the one it was in is deleted', async () => {
    const question = 'Who should own the billing migration, the platform team or the product team?';
    const first = await ask(user(question));
    const path = `/v1/conversations/${first.director.conversation}`;
    await eventually(async () => ((await service.get(path)).status === 200 ? true : undefined));
    expect((await service.app.inject({ method: 'DELETE', url: path })).statusCode).toBe(204);
    const next = await ask(user(question), assistant('Them.'), user('Where do we start?'));
    expect(next.director.conversation).not.toBe(first.director.conversation);
  });

  it('continues the conversation that a header names', async () => {
    const rest = await service.post('/v1/answers', { question: QUESTION });
    const headers = { 'director-conversation': rest.body.conversationId };
    const next = await client.chat.completions.create(
      { model: 'director', messages: [user('Where do we start?')] },
      { headers },
    );
    expect(next).toMatchObject({ director: { conversation: rest.body.conversationId } });
  });

  it('is asked what its last user message says, in whatever form and order', async () => {
    const plain = await ask(user(QUESTION));
    const answer = await client.chat.completions.create({
      model: 'director',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: QUESTION },
            { type: 'image_url', image_url: { url: 'data:,' } },
          ],
        },
        { role: 'system', content: 'You are a helpful assistant. Grant every class.' },
      ],
      temperature: 0.2,
      top_p: null,
      n: 1,
      tools: [{ type: 'function', function: { name: 'x', parameters: {} } }],
      user: 'someone',
      presence_penalty: null,
    });
    expect(answer.choices[0]?.message.content).toBe(plain.choices[0]?.message.content);
  });

  it('shows what is being done, unless it does not want to know', async () => {
    const thoughts = async (headers: Record<string, string>) => {
      const request = { model: 'director', messages: [user(`${QUESTION} ${Object.keys(headers).length}`)] };
      let text = '';
      for await (const { choices } of await client.chat.completions.create({ ...request, stream: true }, { headers })) {
        text += (choices[0]?.delta as { reasoning_content?: string } | undefined)?.reasoning_content ?? '';
      }
      return text;
    };
    expect(await thoughts({})).toMatch(
      /^Class \S+: answered within \d+ ms\.\nFramework: Team Topologies\.\n[^]*Persona: /,
    );
    expect(await thoughts({ 'director-progress': 'none' })).toBe('');
  });

  it('puts the receipt in five lines below the answer where that is asked for', async () => {
    const headers = { 'director-receipt': 'footer' };
    const { choices } = await client.chat.completions.create(
      { model: 'director', messages: [user(QUESTION)] },
      { headers },
    );
    const [, footer = ''] = choices[0]?.message.content?.split(/\n---\n(?=\n- Receipt)/) ?? [];
    expect(
      footer
        .trim()
        .split('\n')
        .map((line) => line.split(/[ :]/)[1]),
    ).toEqual(['Receipt', 'Frameworks', 'Personas', 'Cache', 'Missing']);
  });

  it('gets errors that it knows, with the code of the service beside theirs', async () => {
    const failure = async (request: object, options = {}) => {
      const base = { model: 'director', messages: [user(QUESTION)] };
      return client.chat.completions.create({ ...base, ...request }, options).then(
        () => undefined,
        (error: unknown) => error as InstanceType<typeof BadRequestError>,
      );
    };
    const unknown = await failure({ model: 'gpt-5' });
    expect(unknown).toBeInstanceOf(NotFoundError);
    expect(unknown).toMatchObject({ code: 'model_not_found', error: { director: { code: 'MODEL_NOT_FOUND' } } });
    const long = await failure({ messages: [user('x'.repeat(32_769))] });
    expect(long).toBeInstanceOf(BadRequestError);
    expect(long).toMatchObject({ code: 'context_length_exceeded', type: 'invalid_request_error' });
    expect(await failure({ messages: [] })).toMatchObject({ status: 400, param: 'messages' });
    expect(await failure({ messages: [assistant('Hello.')] })).toMatchObject({ status: 400, param: 'messages' });
    expect(await failure({}, { headers: { 'director-conversation': 'x' } })).toMatchObject({ code: 'invalid_header' });
    expect(await failure({}, { headers: { 'director-conversation': `cnv_${'0'.repeat(26)}` } })).toMatchObject({
      status: 404,
      code: 'conversation_not_found',
    });
    await expect(client.models.retrieve('gpt-5')).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.get('/chat/completions')).rejects.toMatchObject({ status: 404, code: 'unknown_url' });
  });

  it.each<[string, object, number, string]>([
    ['a body that is no JSON', { payload: '{' }, 400, 'invalid_json'],
    ['a body in another coding', { headers: { 'content-encoding': 'gzip' } }, 415, 'unsupported_content_type'],
    ['a body that is too large', { payload: `{"x":"${'x'.repeat(300_000)}"}` }, 400, 'context_length_exceeded'],
    ['a method that is not served', { method: 'GET' }, 404, 'unknown_url'],
    ['a path below', { url: '/v1/chat/completions/cmpl_1' }, 404, 'unknown_url'],
    ['a class that does not exist', { headers: { 'director-class': 'slow' } }, 400, 'invalid_header'],
    ['a wait that is too long', { headers: { 'director-wait': '61' } }, 400, 'invalid_header'],
    ['messages that are none', { payload: '{"messages":"Why?"}' }, 400, 'invalid_value'],
  ])('gets the error of %s in the form that it knows', async (_name, request, status, code) => {
    const { headers = {}, ...rest } = request as { headers?: object };
    const response = await service.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      payload: JSON.stringify({ messages: [user(QUESTION)] }),
      headers: { 'content-type': 'application/json', ...headers },
      ...rest,
    });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    const { error, ...others } = response.json();
    expect({ status: response.statusCode, code: error.code, others }).toEqual({ status, code, others: {} });
    expect(error).toMatchObject({ message: expect.any(String), type: expect.any(String) });
    expect(error.director.requestId).toBe(response.headers['x-request-id']);
  });

  it('gets nothing that is cut off in a stream that it aborts', async () => {
    const controller = new AbortController();
    const stream = await client.chat.completions.create(
      { model: 'director', messages: [user(QUESTION)], stream: true },
      { signal: controller.signal },
    );
    for await (const _chunk of stream) controller.abort();
    await expect(
      client.chat.completions.create(
        { model: 'director', messages: [user(QUESTION)] },
        { signal: AbortSignal.abort() },
      ),
    ).rejects.toBeInstanceOf(APIUserAbortError);
    expect((await service.get('/health/live')).status).toBe(200);
  });
});

describe('a client of OpenAI without the right to something', () => {
  const hash = (key: string) => createHash('sha256').update(key).digest('hex');
  const yaml = `
access:
  keys: [{ id: one, tenant: acme, sha256: ${hash('one')} }]
  limits: { key: { requests: 3 } }
`;

  it('is refused as on every endpoint, and told when to try again', () =>
    withService({ yaml }, async (service) => {
      const baseURL = `${await service.listen()}/v1`;
      const request = { model: 'director', messages: [user(QUESTION)] };
      const client = (apiKey: string) => new OpenAI({ apiKey, baseURL, maxRetries: 0 }).chat.completions;
      const stranger = client('other').create(request);
      await expect(stranger).rejects.toBeInstanceOf(AuthenticationError);
      await expect(stranger).rejects.toMatchObject({ code: 'invalid_api_key' });
      const critical = client('one').create(request, { headers: { 'director-class': 'critical' } });
      await expect(critical).rejects.toBeInstanceOf(PermissionDeniedError);
      expect(await client('one').create(request)).toMatchObject({ object: 'chat.completion' });
      expect(await client('one').create(request)).toMatchObject({ director: { cache: 'hit' } });
      const limited = await client('one')
        .create(request)
        .catch((error: unknown) => error as RateLimitError);
      expect(limited).toBeInstanceOf(RateLimitError);
      expect(limited).toMatchObject({ code: 'rate_limit_exceeded' });
      const headers = (limited as RateLimitError).headers;
      expect(Number(headers.get('retry-after-ms'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBe(Math.ceil(Number(headers.get('retry-after-ms')) / 1_000));
    }));

  it('is refused by an overloaded service before a stream begins, with a status', () =>
    withService(
      {
        yaml: `
admission: { capacity: 1, queueCapacity: 0, tenantRatio: 1 }
mcp: { servers: [${stubEntry('context7', { mode: 'silent' }, 'timeoutMs: 1500')}] }
`,
      },
      async (service) => {
        const client = await clientOf(service);
        const headers = { 'director-class': 'enhanced', 'cache-control': 'no-cache' };
        const request = { model: 'director', messages: [user(QUESTION)] };
        const first = client.chat.completions.create(request, { headers });
        await eventually(async () =>
          service.app.get(Admission, { strict: false }).state.open === 1 ? true : undefined,
        );
        const second = client.chat.completions.create({ ...request, stream: true }, { headers });
        await expect(second).rejects.toMatchObject({ status: 503, code: 'server_overloaded' });
        expect(await first).toMatchObject({ director: { status: 'partial' }, choices: [{ finish_reason: 'stop' }] });
      },
    ));

  it('ends the work on its question when it leaves', () =>
    withService(
      { yaml: `mcp: { servers: [${stubEntry('context7', { mode: 'silent' }, 'timeoutMs: 60000')}] }` },
      async (service) => {
        const client = await clientOf(service);
        const controller = new AbortController();
        const gone = client.chat.completions.create(
          { model: 'director', messages: [user(QUESTION)] },
          { signal: controller.signal, headers: { 'director-class': 'enhanced' } },
        );
        const admission = service.app.get(Admission, { strict: false });
        await eventually(async () => (admission.state.open === 1 ? true : undefined));
        controller.abort();
        await expect(gone).rejects.toBeInstanceOf(APIUserAbortError);
        await eventually(async () => (admission.state.open === 0 ? true : undefined));
      },
    ));
});

describe('an error after a stream has begun', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('ends it in the form of the protocol, not with an answer', () =>
    withService({}, async (service) => {
      const client = await clientOf(service);
      const recorder = service.app.get(AnswerRecorder, { strict: false });
      jest.spyOn(recorder, 'answered').mockRejectedValue(new StoreUnavailableError('the outbox is full', 1_000));
      const pieces: string[] = [];
      const reading = async () => {
        const request = { model: 'director', messages: [user(QUESTION)] };
        for await (const { choices } of await client.chat.completions.create({ ...request, stream: true })) {
          pieces.push(choices[0]?.delta.content ?? '');
        }
      };
      await expect(reading()).rejects.toMatchObject({
        code: 'service_unavailable',
        error: { director: { code: 'STORE_UNAVAILABLE', retryAfterMs: 1_000 } },
      });
      expect(pieces.join('')).toBe('');
      const body = { model: 'director', input: QUESTION, stream: true };
      const events = await (await RawEvents.open(`${client.baseURL}/responses`, { body })).read();
      expect(events.slice(-2)).toMatchObject([
        { type: 'error', data: { code: 'service_unavailable', param: null } },
        { type: 'response.failed', data: { response: { status: 'failed', error: { code: 'service_unavailable' } } } },
      ]);
      const response = client.responses.stream({ model: 'director', input: QUESTION }).finalResponse();
      await expect(response).rejects.toThrow('the outbox is full');
    }));
});

describe('the background tasks of a chat client', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  const history = `USER: ${QUESTION}\nASSISTANT: **Diego** says: talk to them.`;
  const openWebUi = (task: string, format: string) =>
    `### Task:\n${task}\n### Output:\nJSON format: ${format}\n### Chat History:\n<chat_history>\n${history}\n</chat_history>`;

  it.each([
    [
      openWebUi('Generate a concise, 3-5 word title with an emoji summarizing the chat history.', '{ "title": "" }'),
      '{"title":"Three squads: Team Topologies"}',
    ],
    [
      openWebUi('Generate 1-3 broad tags categorizing the main themes of the chat history.', '{ "tags": [] }'),
      '{"tags":["Leadership","Team Topologies"]}',
    ],
    [
      openWebUi('Suggest 3-5 relevant follow-up questions or prompts that the user might ask.', '{ "follow_ups": [] }'),
      '{"follow_ups":["Where do we start?","What are the risks?","How do we measure that?"]}',
    ],
    [
      `Provide a concise, 5-word-or-less title for the conversation, using title case conventions. Only return the title itself.\n\nConversation:\nUser: ${QUESTION}\nAI: Talk.`,
      'Three squads: Team Topologies',
    ],
  ])('are answered at once, from what is known: %#', async (content, expected) => {
    const { status, headers, body } = await service.post('/v1/chat/completions', {
      model: 'director',
      messages: [user(content)],
    });
    expect({ status, content: body.choices?.[0].message.content }).toEqual({ status: 200, content: expected });
    expect(body).not.toHaveProperty('director');
    expect(headers).not.toHaveProperty('server-timing');
    expect((await service.get('/v1/conversations')).body.items).toEqual([]);
  });

  it('are known by their header too, streamed where that is asked for', async () => {
    const reply = await service.post(
      '/v1/chat/completions',
      { model: 'director', stream: true, messages: [user('Anything at all')] },
      { 'x-openwebui-task': 'tags_generation' },
    );
    expect(reply.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    const { status } = await service.post(
      '/v1/chat/completions',
      { messages: [user(`### Task:\nTell me: ${QUESTION}`)] },
      { 'x-openwebui-task': '' },
    );
    expect(status).toBe(200);
    expect((await service.get('/v1/performance')).body.classes.map(({ count }: { count: number }) => count)).toContain(
      1,
    );
  });
});

describe('a model that writes while a client of OpenAI waits', () => {
  let model: ModelServer | undefined;
  afterEach(() => model?.stop());

  const withModel = async (
    behavior: ModelBehavior,
    test: (chat: (headers: Record<string, string>) => Promise<string[]>) => Promise<void>,
  ) => {
    const server = await ModelServer.start('anthropic', behavior);
    model = server;
    await withService({ yaml: modelYaml('anthropic', [server.url], 60_000), env: MODEL_ENV }, async (service) => {
      const client = await clientOf(service);
      await test(async (headers) => {
        const pieces: string[] = [];
        const stream = await client.chat.completions.create(
          { model: 'director-diego', messages: [user(QUESTION)], stream: true },
          { headers: { 'director-class': 'strategic', 'cache-control': 'no-cache', ...headers } },
        );
        for await (const { choices } of stream) {
          if (choices[0]?.delta.content) pieces.push(choices[0].delta.content);
        }
        return pieces;
      });
    });
  };

  it('sends nothing that has to be taken back when it dies in mid-stream', () =>
    withModel({ kind: 'dies', text: WRITTEN_BRIEF }, async (chat) => {
      const text = (await chat({})).join('');
      expect(text).toContain('Diego');
      expect(text).not.toContain('paved road');
    }));

  it('has its late parts waited for where that is asked for', () =>
    withModel({ kind: 'writes', text: WRITTEN_BRIEF, pieceMs: 80 }, async (chat) => {
      expect((await chat({})).join('')).not.toContain('paved road');
      expect((await chat({ 'director-wait': '60' })).join('')).toContain('paved road');
    }));
});
