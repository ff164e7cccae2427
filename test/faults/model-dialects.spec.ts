import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';

import { SystemClock } from '../../src/core/index.js';
import { AnthropicClient } from '../../src/models/clients/anthropic-client.js';
import { backendNoticed, type ModelClient, type ModelUsage } from '../../src/models/clients/model-client.js';
import { OpenAiClient } from '../../src/models/clients/openai-client.js';
import { readBrief } from '../../src/models/reply-parser.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';

type Api = 'openai' | 'anthropic';
type Handler = (call: SeenRequest, response: ServerResponse) => void;

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** A server on a real socket that answers as the test says. */
class Fake {
  readonly seen: SeenRequest[] = [];
  private constructor(
    private readonly server: Server,
    public handle: Handler,
  ) {}

  static async start(handle: Handler): Promise<Fake> {
    const server = createServer();
    const fake = new Fake(server, handle);
    server.on('request', (request, response) => void fake.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    fakes.push(fake);
    return fake;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = request;
    const call = { method, path, headers, body: text === '' ? {} : JSON.parse(text) };
    this.seen.push(call);
    this.handle(call, response);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const fakes: Fake[] = [];
const clients: ModelClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(fakes.splice(0).map((fake) => fake.stop()));
});

const KEY = 'sk-canary-0123456789';

function clientOf(api: Api, url: string, model = 'stub-model', apiKey = KEY): ModelClient {
  const options = {
    backend: 'stub',
    model: model === '' ? undefined : model,
    url: api === 'openai' ? `${url}/v1` : url,
    apiKey: apiKey === '' ? undefined : apiKey,
    capacity: 4,
    maxOutputTokens: 1_600,
    temperature: 0.2,
    clock: new SystemClock(),
  };
  const client = api === 'openai' ? new OpenAiClient(options) : new AnthropicClient(options);
  clients.push(client);
  return client;
}

const SILENT = { text: () => undefined, restart: () => undefined };
const PROMPT = { rules: 'rules', persona: 'persona', material: 'material' };

/** Writes once; what a caller would see of it is `shown`, and `streamed` with what was taken back. */
async function write(client: ModelClient) {
  let shown = '';
  let streamed = '';
  const text = (piece: unknown) => {
    expect(typeof piece).toBe('string');
    shown += String(piece);
    streamed += String(piece);
  };
  const reply = await client.write(PROMPT, AbortSignal.timeout(10_000), { text, restart: () => (shown = '') });
  return { ...reply, shown, streamed };
}

const stream = (text: string | Buffer, headers: Record<string, string> = {}): Handler => {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    response.end(text);
  };
};

const sse = (...events: (object | string)[]) =>
  events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
const chunk = (delta: unknown, finish_reason: unknown = null, more: object = {}) => ({
  id: 'x',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});
const PIECES = WRITTEN_BRIEF.match(/[^]{1,40}/g) ?? [];
const CHUNKS = PIECES.map((content) => chunk({ content }));
const USAGE = { choices: [], usage: { prompt_tokens: 20, completion_tokens: 50 } };
const KNOWN = { inputTokens: 20, cachedInputTokens: 0, outputTokens: 50 };
const NONE = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
const whole = (...last: (object | string)[]) => sse(...CHUNKS, ...last);
const thought = 'I must not say canary-thought.';

/** Complete replies in the dialects of OpenAI's protocol. */
const OPENAI: Readonly<Record<string, readonly [string | Buffer, ModelUsage, Record<string, string>?]>> = {
  'as documented': [whole(chunk({}, 'stop'), USAGE, '[DONE]'), KNOWN],
  'with `delta: null` in the last chunk': [whole(chunk(null, 'stop'), USAGE, '[DONE]'), KNOWN],
  'without a delta in the last chunk': [whole({ choices: [{ finish_reason: 'stop' }] }, '[DONE]'), NONE],
  'with an end spelt `eos`': [whole(chunk({}, 'eos'), USAGE, '[DONE]'), KNOWN],
  'with an end spelt `end_turn`': [whole(chunk({}, 'end_turn'), '[DONE]'), NONE],
  'with an empty end': [whole(chunk({}, ''), '[DONE]'), NONE],
  'without an end before [DONE]': [whole('[DONE]'), NONE],
  'without [DONE]': [whole(chunk({}, 'stop'), USAGE), KNOWN],
  'with chunks without choices': [whole({}, { choices: null }, { choices: [null] }, chunk({}, 'stop'), '[DONE]'), NONE],
  'with `usage: null`, `error: null` and `content: null`': [
    whole(chunk({ content: null }, null, { usage: null, error: null }), chunk({}, 'stop'), '[DONE]'),
    NONE,
  ],
  'with CRLF, comments, ids and other fields': [
    `: hello\r\n\r\nretry: 5\r\n\r\n${whole(chunk({}, 'stop'), '[DONE]')
      .replaceAll('\n', '\r\n')
      .replaceAll('data: ', 'id: 7\r\ndata:')}`,
    NONE,
  ],
  'without blank lines between events': [whole(chunk({}, 'stop'), '[DONE]').replaceAll('\n\n', '\n'), NONE],
  'without an end of the last line': [whole(chunk({}, 'stop')).trimEnd(), NONE],
  'after a byte order mark': [`\uFEFF${whole(chunk({}, 'stop'), '[DONE]')}`, NONE],
  compressed: [gzipSync(whole(chunk({}, 'stop'), '[DONE]')), NONE, { 'content-encoding': 'gzip' }],
  'as one JSON document': [
    JSON.stringify({
      choices: [{ message: { role: 'assistant', content: WRITTEN_BRIEF }, finish_reason: 'stop' }],
      usage: USAGE.usage,
    }),
    KNOWN,
    { 'content-type': 'application/json' },
  ],
  'as a JSON document over several lines, without an end': [
    JSON.stringify({ choices: [{ message: { content: WRITTEN_BRIEF } }] }, undefined, 2),
    NONE,
  ],
  'with content as a list of parts': [
    sse(
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: thought }] }] }),
      ...PIECES.map((text) => chunk({ content: [{ type: 'text', text }] })),
      chunk({}, 'stop'),
      '[DONE]',
    ),
    NONE,
  ],
  'with thoughts apart from the content': [
    sse(
      chunk({ reasoning_content: thought }),
      chunk({ reasoning: thought, content: '' }),
      ...CHUNKS,
      chunk({}, 'stop'),
    ),
    NONE,
  ],
  'with <think> in the content': [
    sse(chunk({ content: `<think>${thought}</think>\n\n` }), ...CHUNKS, chunk({}, 'stop')),
    NONE,
  ],
  'with <think> cut anywhere': [
    sse(
      ...`<think>${thought}</think>\n\n${WRITTEN_BRIEF}`.split('').map((content) => chunk({ content })),
      chunk({}, 'stop'),
      '[DONE]',
    ),
    NONE,
  ],
  'with [THINK] in the content': [
    sse(chunk({ content: `[THINK]${thought}[/THINK]` }), ...CHUNKS, chunk({}, 'stop')),
    NONE,
  ],
  'with thoughts that only a closing tag ends': [
    sse(chunk({ content: thought }), chunk({ content: '</think>' }), ...CHUNKS, chunk({}, 'stop')),
    NONE,
  ],
  'with an error after the end': [whole(chunk({}, 'stop'), '[DONE]', { error: { message: 'late' } }), NONE],
};

const event = (data: { readonly type: string; readonly [field: string]: unknown }) =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const start = (usage?: unknown) =>
  event({ type: 'message_start', message: { id: 'm', ...(usage === undefined ? {} : { usage }) } });
const block = (index = 0) => event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
const texts = (index = 0) =>
  PIECES.map((text) => event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } })).join('');
const end = (usage: unknown = { output_tokens: 50 }, stop_reason: unknown = 'end_turn') =>
  event({ type: 'message_delta', delta: { stop_reason }, usage }) + event({ type: 'message_stop' });

/** The same of Anthropic's protocol. */
const ANTHROPIC: typeof OPENAI = {
  'as documented': [start({ input_tokens: 20, output_tokens: 1 }) + block() + texts() + end(), KNOWN],
  'without usage in message_start': [start() + block() + texts() + end(), { ...NONE, outputTokens: 50 }],
  'without a message in message_start': [
    event({ type: 'message_start' }) + texts() + end(),
    { ...NONE, outputTokens: 50 },
  ],
  'with input tokens only in message_delta': [
    start({ input_tokens: 0, output_tokens: 0 }) + block() + texts() + end({ input_tokens: 20, output_tokens: 50 }),
    KNOWN,
  ],
  'without usage at all': [start() + block() + texts() + event({ type: 'message_stop' }), NONE],
  'without a delta in message_delta': [
    start() + block() + texts() + event({ type: 'message_delta' }) + event({ type: 'message_stop' }),
    NONE,
  ],
  'without message_stop': [
    start() + block() + texts() + event({ type: 'message_delta', delta: { stop_reason: 'end_turn' } }),
    NONE,
  ],
  'with an end spelt `stop`': [start() + texts() + end(undefined, 'stop'), { ...NONE, outputTokens: 50 }],
  'without names of events': [
    (start() + block() + texts() + end()).replaceAll(/^event: .*\n/gm, ''),
    { ...NONE, outputTokens: 50 },
  ],
  'with thinking blocks': [
    start() +
      event({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: thought } }) +
      event({ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: thought } }) +
      event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: thought } }) +
      event({ type: 'content_block_stop', index: 0 }) +
      block(1) +
      texts(1) +
      end(),
    { ...NONE, outputTokens: 50 },
  ],
  'with the text in content_block_start': [
    start() +
      event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: WRITTEN_BRIEF } }) +
      end(),
    { ...NONE, outputTokens: 50 },
  ],
  'with an unknown event': [
    start() + event({ type: 'news', delta: 5 }) + texts() + end(),
    { ...NONE, outputTokens: 50 },
  ],
  'as one JSON document': [
    JSON.stringify({
      type: 'message',
      content: [
        { type: 'thinking', thinking: thought },
        { type: 'text', text: WRITTEN_BRIEF },
      ],
      stop_reason: 'end_turn',
      usage: { input_tokens: 20, output_tokens: 50 },
    }),
    KNOWN,
  ],
};

describe.each([
  ['openai', OPENAI],
  ['anthropic', ANTHROPIC],
] as const)('a complete reply of a server like %s', (api, dialects) => {
  it.each(Object.entries(dialects))('is used: %s', async (_, [body, usage, headers]) => {
    const fake = await Fake.start(stream(body, headers));
    const reply = await write(clientOf(api, fake.url));
    expect(reply.text.trim()).toBe(WRITTEN_BRIEF);
    expect(reply.shown.trim()).toBe(WRITTEN_BRIEF);
    expect(reply.streamed).not.toContain('canary-thought');
    expect(reply.usage).toEqual(usage);
  });
});

describe('the beginning of the first reply of an endpoint', () => {
  const LONG = `## Plan\n${thought}\n`.repeat(100);

  /** Sends the first part of a reply, and the rest when the client has shown something. */
  async function partsOf(first: string, rest: string) {
    const held = Promise.withResolvers<void>();
    const fake = await Fake.start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(sse(...(first.match(/[^]{1,40}/g) ?? []).map((content) => chunk({ content }))));
      void held.promise.then(() => response.end(sse(chunk({ content: rest }), chunk({}, 'stop'), '[DONE]')));
    });
    const client = clientOf('openai', fake.url);
    const pieces: string[] = [];
    let signs = 0;
    const text = (piece: string) => {
      if (piece !== '') pieces.push(piece);
      signs++;
      if (pieces.length > 0 || signs >= first.length / 40) held.resolve();
    };
    const reply = await client.write(PROMPT, AbortSignal.timeout(10_000), { text, restart: () => undefined });
    return { reply, pieces, client };
  }

  it('is held back while it may be thoughts, which never reach the stream', async () => {
    const { reply, pieces, client } = await partsOf(`Well. ${LONG}`, `</think>\n${WRITTEN_BRIEF}`);
    expect(reply.text.trim()).toBe(WRITTEN_BRIEF);
    expect(pieces.join('').trim()).toBe(WRITTEN_BRIEF);
    expect((await client.write(PROMPT, AbortSignal.timeout(10_000), SILENT)).text.trim()).toBe(WRITTEN_BRIEF);
  });

  it('is streamed at once where it is the heading that was asked for', async () => {
    const [first = '', ...rest] = WRITTEN_BRIEF.split('\n\n');
    expect(first).toMatch(/^#/);
    const { reply, pieces } = await partsOf(first, `\n\n${rest.join('\n\n')}`);
    expect(reply.text).toBe(WRITTEN_BRIEF);
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('is shown at the end where it was no thought', async () => {
    const { reply, pieces } = await partsOf(`Here it is.\n\n${WRITTEN_BRIEF}`, '\n');
    expect(reply.text).toBe(`Here it is.\n\n${WRITTEN_BRIEF}\n`);
    expect(pieces.join('')).toBe(reply.text);
  });
});

describe('the key of an endpoint', () => {
  it.each(['openai', 'anthropic'] as const)(
    'is sent as the SDK does, and none where none is configured: %s',
    async (api) => {
      const fake = await Fake.start(stream(api === 'openai' ? whole('[DONE]') : start() + texts() + end()));
      await write(clientOf(api, fake.url));
      await write(clientOf(api, fake.url, 'stub-model', ''));
      await write(clientOf(api, fake.url.replace('//', '//user:p%40ss@'), 'stub-model', ''));
      expect(fake.seen.map(({ headers }) => headers.authorization)).toEqual([
        `Bearer ${KEY}`,
        undefined,
        `Basic ${Buffer.from('user:p@ss').toString('base64')}`,
      ]);
    },
  );
});

describe('a reply that is not whole', () => {
  it.each([
    ['openai', whole(chunk({}, 'length'), '[DONE]'), 'MODEL_REPLY_INVALID'],
    ['openai', whole(chunk({}, 'content_filter'), '[DONE]'), 'MODEL_REPLY_INVALID'],
    ['openai', whole(chunk({ refusal: 'No.' }), chunk({}, 'stop'), '[DONE]'), 'MODEL_REPLY_INVALID'],
    ['openai', whole(chunk({}, 'error')), 'MODEL_FAILED'],
    ['openai', whole(), 'MODEL_FAILED'],
    ['openai', whole({ error: { code: 429, message: 'busy' } }), 'MODEL_BUSY'],
    ['openai', `${whole()}event: error\ndata: broken\n\n`, 'MODEL_FAILED'],
    ['openai', '<html>welcome</html>', 'MODEL_FAILED'],
    ['openai', '', 'MODEL_FAILED'],
    ['anthropic', start() + texts() + end(undefined, 'max_tokens'), 'MODEL_REPLY_INVALID'],
    ['anthropic', start() + texts() + end(undefined, 'refusal'), 'MODEL_REPLY_INVALID'],
    ['anthropic', start() + texts(), 'MODEL_FAILED'],
    ['anthropic', start() + event({ type: 'error', error: { type: 'overloaded_error' } }), 'MODEL_BUSY'],
  ] as const)('is rejected: %s %#', async (api, body, code) => {
    const fake = await Fake.start(stream(body));
    await expect(write(clientOf(api, fake.url))).rejects.toMatchObject({ code });
  });

  it('is whole when the connection breaks after its end', async () => {
    const fake = await Fake.start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(whole(chunk({}, 'stop')), () => response.destroy());
    });
    expect((await write(clientOf('openai', fake.url))).text).toBe(WRITTEN_BRIEF);
  });
});

describe('token counts that are none', () => {
  const COUNTS = [-80, '-1', 1.5, Number.MAX_VALUE, 1e308, null, 'many', true, [], {}, 2 ** 60];
  it.each(COUNTS)('are unknown: %p', async (count) => {
    const usage = {
      prompt_tokens: count,
      completion_tokens: count,
      prompt_tokens_details: { cached_tokens: count },
    };
    const openai = await Fake.start(stream(whole(chunk({}, 'stop'), { choices: [], usage }, '[DONE]')));
    expect((await write(clientOf('openai', openai.url))).usage).toEqual(NONE);
    const body = start({ input_tokens: count, cache_read_input_tokens: count, cache_creation_input_tokens: count });
    const anthropic = await Fake.start(stream(body + texts() + end({ output_tokens: count })));
    expect((await write(clientOf('anthropic', anthropic.url))).usage).toEqual(NONE);
  });

  it('never give more cached tokens than were read', async () => {
    const usage = { prompt_tokens: 20, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 100 } };
    const fake = await Fake.start(stream(whole(chunk({}, 'stop'), { choices: [], usage }, '[DONE]')));
    const { inputTokens, cachedInputTokens, outputTokens } = (await write(clientOf('openai', fake.url))).usage;
    expect([inputTokens + cachedInputTokens, outputTokens]).toEqual([20, 50]);
    expect(inputTokens).toBeGreaterThanOrEqual(0);
  });
});

describe('a parameter that a server refuses', () => {
  const refusing =
    (isRefused: (body: SeenRequest['body']) => unknown, answer: unknown, status = 400): Handler =>
    (call, response) => {
      if (!isRefused(call.body)) return stream(whole(chunk({}, 'stop'), '[DONE]'))(call, response);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
  const message =
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";

  it.each([
    ['max_tokens', { error: { message, param: 'max_tokens', code: 'unsupported_parameter' } }, 400],
    ['max_tokens', { object: 'error', message, code: 400 }, 400],
    ['max_tokens', { detail: [{ loc: ['body', 'max_tokens'], msg: 'extra fields not permitted' }] }, 422],
    ['temperature', { error: { message: "'temperature' does not support 0.2 with this model." } }, 400],
    ['stream_options', { error: "unknown field 'stream_options'" }, 400],
  ])('is learned from the refusal, once: %s', async (parameter, answer, status) => {
    const fake = await Fake.start(refusing((body) => parameter in body, answer, status));
    const client = clientOf('openai', fake.url);
    expect((await write(client)).text).toBe(WRITTEN_BRIEF);
    await write(client);
    expect(fake.seen.map(({ body }) => parameter in body)).toEqual([true, false, false]);
    if (parameter === 'max_tokens') expect(fake.seen[2]?.body).toMatchObject({ max_completion_tokens: 1_600 });
  });

  it('is learned one after the other, and each request has all that was learned', async () => {
    const fake = await Fake.start((call, response) => {
      const wrong = ['max_tokens', 'temperature'].find((name) => name in call.body);
      const answer = { error: { message: `unsupported: ${wrong}`, param: wrong } };
      refusing(() => wrong, answer)(call, response);
    });
    await write(clientOf('openai', fake.url));
    expect(fake.seen).toHaveLength(3);
  });

  it('ends the call when nothing is learned from it', async () => {
    const fake = await Fake.start(refusing(() => true, { error: { message: 'max_tokens and temperature and more' } }));
    await expect(write(clientOf('openai', fake.url))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    expect(fake.seen.length).toBeLessThanOrEqual(6);
  });

  it('is the role of the rules, for templates without one', async () => {
    const fake = await Fake.start(
      refusing((body) => JSON.stringify(body).includes('"role":"system"'), {
        error: { message: 'System role not supported' },
      }),
    );
    await write(clientOf('openai', fake.url));
    expect(fake.seen[1]?.body['messages']).toEqual([{ role: 'user', content: 'rules\n\npersona\n\nmaterial' }]);
  });
});

describe('a server that does not know the usual model', () => {
  const serving =
    (models: unknown): Handler =>
    (call, response) => {
      if (call.method === 'GET') {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(models));
      } else if (call.body['model'] === 'qwen2.5:14b') stream(whole(chunk({}, 'stop'), '[DONE]'))(call, response);
      else response.writeHead(404).end(JSON.stringify({ error: { message: 'model not found', type: 'not_found' } }));
    };
  const MODELS = { data: [{ id: 'nomic-embed-text' }, { id: 5 }, null, { id: 'qwen2.5:14b' }] };

  function notices(): { readonly seen: string[]; readonly end: () => void } {
    const seen: string[] = [];
    return { seen, end: backendNoticed.subscribe(({ notice }) => seen.push(notice)) };
  }

  it('is asked for its models, and the first that writes is used from then on', async () => {
    const { seen, end: stop } = notices();
    const fake = await Fake.start(serving(MODELS));
    const client = clientOf('openai', fake.url, '');
    await write(client);
    await write(client);
    stop();
    expect(fake.seen.map(({ path, body }) => body['model'] ?? path)).toEqual([
      'gpt-4.1-mini',
      '/v1/models',
      'qwen2.5:14b',
      'qwen2.5:14b',
    ]);
    expect(seen).toEqual([
      'its server does not know the model gpt-4.1-mini; qwen2.5:14b is used instead. `model` chooses one',
    ]);
  });

  it('is named with its models where one is configured', async () => {
    const { seen, end: stop } = notices();
    const fake = await Fake.start(serving(MODELS));
    await expect(write(clientOf('openai', fake.url))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    stop();
    expect(seen.join()).toContain('does not know the model stub-model but, for example, nomic-embed-text, qwen2.5:14b');
  });

  it.each([[{}], [{ data: [] }], [{ data: 'x' }], [[]], [null]])(
    'is not asked again at once when it lists %j',
    async (models) => {
      const fake = await Fake.start(serving(models));
      const client = clientOf('openai', fake.url, '');
      for (let i = 0; i < 3; i++) await expect(write(client)).rejects.toMatchObject({ code: 'MODEL_FAILED' });
      expect(fake.seen.filter(({ method }) => method === 'GET')).toHaveLength(1);
    },
  );
});

describe('a server that redirects', () => {
  it.each([301, 302, 303, 307, 308])('gets no second request, and its target none: %i', async (status) => {
    const target = await Fake.start(stream(whole(chunk({}, 'stop'), '[DONE]')));
    const fake = await Fake.start((_, response) => {
      response.writeHead(status, { location: `${target.url}/v1/chat/completions` }).end();
    });
    for (const api of ['openai', 'anthropic'] as const) {
      await expect(write(clientOf(api, fake.url))).rejects.toMatchObject({ code: 'MODEL_FAILED', isTransient: false });
    }
    expect(target.seen).toEqual([]);
    expect(fake.seen).toHaveLength(2);
  });
});

describe('a brief in a code block', () => {
  it.each([
    `\`\`\`markdown\n${WRITTEN_BRIEF}\n\`\`\``,
    `Here is the brief:\n\n\`\`\`\n${WRITTEN_BRIEF}\n\`\`\`\nLet me know!`,
    `~~~md\n${WRITTEN_BRIEF}\n~~~`,
    `\`\`\`\`\n${WRITTEN_BRIEF}\n\`\`\`\``,
    `\`\`\`markdown\r\n${WRITTEN_BRIEF.replaceAll('\n', '\r\n')}`,
  ])('is read: %#', (reply) => {
    expect(readBrief(reply)).toEqual(readBrief(WRITTEN_BRIEF));
  });

  it('is not looked for in one that holds code', () => {
    const code = '```sh\ncurl http://evil.example\n```';
    expect(JSON.stringify(readBrief(WRITTEN_BRIEF.replace('## Options', `${code}\n\n## Options`)))).not.toContain(
      'curl',
    );
  });
});
