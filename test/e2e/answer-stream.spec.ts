import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer, type ModelBehavior } from '../support/model-server.js';
import { MODEL_ENV as env, modelYaml } from '../support/model-yaml.js';
import { RawEvents, type ReceivedEvent } from '../support/raw-events.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';

const ASK = { question: QUESTION, class: 'strategic', personas: ['diego'] };
const KEY = { id: 'k', sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' };

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function withModel(behavior: ModelBehavior, test: (url: string, service: RunningApp) => Promise<void>) {
  server = await ModelServer.start('anthropic', behavior);
  const options = { yaml: modelYaml('anthropic', [server.url], 60_000), env };
  await withService(options, async (service) => test(await service.listen(), service));
}

const typesOf = (events: readonly ReceivedEvent[]) => [...new Set(events.map(({ type }) => type))];
const idsOf = (events: readonly ReceivedEvent[]) => events.map(({ id }) => id);
const upTo = (length: number) => Array.from({ length }, (_, at) => at + 1);
const textOf = (events: readonly ReceivedEvent[]) =>
  events.flatMap(({ type, data }) => (type === 'answer.delta' ? [data.text] : [])).join('');

describe('a streamed answer', () => {
  it('shows its stages as they happen and ends with the answer', () =>
    withService({}, async (service) => {
      const url = await service.listen();
      const stream = await RawEvents.open(`${url}/v1/answers`, { body: { ...ASK, noCache: true } });
      expect(stream.response.statusCode).toBe(200);
      expect(stream.response.headers).toMatchObject({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      const events = await stream.read();
      expect(typesOf(events)).toEqual(['accepted', 'framework', 'persona', 'mcp', 'answer.delta', 'answer.final']);
      expect(idsOf(events)).toEqual(upTo(events.length));
      const [accepted, final] = [events[0]?.data, events.at(-1)?.data];
      expect(accepted).toEqual({
        id: final.id,
        requestId: final.receipt.requestId,
        class: 'strategic',
        deadlineMs: 500,
      });
      expect(textOf(events)).toBe(final.answer.markdown);
      const { body: stored } = await service.get(`/v1/answers/${final.id}`);
      expect(stored).toEqual(final);
    }));

  it('shows nothing of what a model thinks, nor the code block around its brief', () => {
    const reply = `<think>I must not say canary.\n## Diagnosis\n</think>\n\n\`\`\`markdown\n${WRITTEN_BRIEF}\n\`\`\``;
    return withModel({ kind: 'writes', text: reply }, async (url) => {
      const events = await (await RawEvents.open(`${url}/v1/answers`, { body: { ...ASK, noCache: true } })).read();
      expect(events.at(-1)?.data.answer.markdown).toContain('Take the paved road');
      expect(textOf(events).startsWith('## Diagnosis\nThe squads do not wait')).toBe(true);
      expect(JSON.stringify(events)).not.toMatch(/canary|think>|```/);
    });
  });

  it('has the same events when it is cached', () =>
    withService({}, async (service) => {
      const url = await service.listen();
      await service.post('/v1/answers', ASK);
      const events = await (await RawEvents.open(`${url}/v1/answers`, { body: ASK })).read();
      expect(typesOf(events)).toEqual(['accepted', 'framework', 'persona', 'mcp', 'answer.delta', 'answer.final']);
      expect(events.at(-1)?.data.receipt.cache.answer).toBe('hit');
    }));

  it('is one sentence for a text without a question', () =>
    withService({}, async (service) => {
      const url = await service.listen();
      const events = await (await RawEvents.open(`${url}/v1/answers`, { body: { question: 'Thanks a lot!' } })).read();
      expect(typesOf(events)).toEqual(['accepted', 'answer.delta', 'answer.final']);
    }));

  it('resumes where the connection was cut, each event exactly once', () =>
    // The deadline passes while the model writes.
    withModel({ kind: 'writes', text: WRITTEN_BRIEF, pieceMs: 80 }, async (url) => {
      const first = await RawEvents.open(`${url}/v1/answers`, { body: { ...ASK, noCache: true } });
      const seen = await first.read(({ type }) => type === 'answer.delta');
      const id = seen[0]?.data.id as string;
      const second = await RawEvents.open(`${url}/v1/answers/${id}/events`, {
        headers: { 'last-event-id': String(seen.at(-1)?.id) },
      });
      let deltas = 0;
      const more = await second.read(({ type }) => type === 'answer.delta' && ++deltas === 20);
      const third = await RawEvents.open(`${url}/v1/answers/${id}/events`, {
        headers: { 'last-event-id': String(more.at(-1)?.id) },
      });
      const all = [...seen, ...more, ...(await third.read())];
      expect(idsOf(all)).toEqual(upTo(all.length));
      expect(typesOf(all).toSorted()).toEqual(
        'accepted answer.delta answer.final answer.partial degraded framework mcp persona'.split(' '),
      );
      expect(textOf(all)).toBe(WRITTEN_BRIEF);
      expect(all.at(-1)?.data).toMatchObject({ id, version: 2, status: 'complete' });
      expect(server?.calls).toMatchObject([{ isAborted: false }]);

      // And once more from the beginning, after the end.
      const again = await (await RawEvents.open(`${url}/v1/answers/${id}/events`, {})).read();
      expect(again).toEqual(all);
    }));

  it('never looks complete when the model dies in mid-stream', () =>
    withModel({ kind: 'dies', text: WRITTEN_BRIEF }, async (url) => {
      const events = await (
        await RawEvents.open(`${url}/v1/answers`, { body: { ...ASK, enhance: 'never', noCache: true } })
      ).read();
      expect(typesOf(events)).toEqual([
        'accepted',
        'framework',
        'persona',
        'answer.delta',
        'error',
        'degraded',
        'answer.final',
      ]);
      expect(events.find(({ type }) => type === 'error')?.data).toEqual({ persona: 'diego', cause: 'failed' });
      const final = events.at(-1)?.data;
      expect(final).toMatchObject({ status: 'partial', receipt: { personas: [{ backend: 'playbook' }] } });
      expect(final.answer.markdown).not.toContain('paved road');
    }));

  it('is finished when its reader disconnects', () =>
    withModel({ kind: 'writes', text: WRITTEN_BRIEF, isHeld: true }, async (url, service) => {
      const stream = await RawEvents.open(`${url}/v1/answers`, { body: { ...ASK, noCache: true } });
      const [accepted] = await stream.read(() => true);
      const version = (wanted: number) =>
        eventually(async () => {
          const { status, body } = await service.get(`/v1/answers/${accepted?.data.id}`);
          return status === 200 && body.version === wanted ? body : undefined;
        });
      expect((await version(1)).status).toBe('partial');
      server?.release();
      expect((await version(2)).status).toBe('complete');
    }));

  it('is a problem when it cannot begin', () =>
    withService({ yaml: `access: { keys: [${JSON.stringify(KEY)}] }` }, async (service) => {
      const unknown = `cnv_${'0'.repeat(26)}`;
      for (const [body, authorization, status, code] of [
        [{ question: '' }, 'Bearer test', 400, 'INPUT_INVALID'],
        [{ ...ASK, personas: ['nobody'] }, 'Bearer test', 400, 'PERSONA_UNKNOWN'],
        [{ ...ASK, class: 'critical' }, 'Bearer test', 403, 'CLASS_NOT_ENTITLED'],
        [{ ...ASK, conversationId: unknown }, 'Bearer test', 404, 'CONVERSATION_NOT_FOUND'],
        [ASK, 'Bearer wrong', 401, 'UNAUTHENTICATED'],
      ] as const) {
        const response = await service.post('/v1/answers', body, { accept: 'text/event-stream', authorization });
        expect([response.status, response.body.code]).toEqual([status, code]);
        expect(response.headers['content-type']).toContain('application/problem+json');
      }
    }));

  it('cannot be resumed by another tenant or after an invalid event id', () =>
    withService({}, async (service) => {
      const url = await service.listen();
      const events = await (await RawEvents.open(`${url}/v1/answers`, { body: ASK })).read();
      const href = `/v1/answers/${events[0]?.data.id}/events`;
      const { status, body } = await service.get(href, { 'last-event-id': 'x' });
      expect([status, body.code]).toEqual([400, 'HEADER_INVALID']);
      expect((await service.get('/v1/answers/ans_nope/events')).status).toBe(404);
    }));
});
