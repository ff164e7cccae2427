import { createOpenAI } from '@ai-sdk/openai';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import OpenAI, { BadRequestError, NotFoundError } from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';

import { eventually } from '../support/eventually.js';
import { RawEvents } from '../support/raw-events.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

/** What a response says beyond the protocol. */
interface Noted {
  readonly director: { readonly answer: string; readonly conversation: string };
}

let service: RunningApp;
let url: string;
let client: OpenAI;
beforeAll(async () => {
  service = await RunningApp.start();
  url = await service.listen();
  client = new OpenAI({ apiKey: 'any', maxRetries: 0, baseURL: `${url}/v1` });
});
afterAll(() => service.stop());

const respond = async (request: Omit<OpenAI.Responses.ResponseCreateParamsNonStreaming, 'model'>) =>
  (await client.responses.create({ model: 'director', ...request })) as OpenAI.Responses.Response & Noted;
const turnsOf = async (conversation: string) =>
  (await service.get(`/v1/conversations/${conversation}/turns`)).body.items as { question: string }[];

describe('a response of the openai package', () => {
  it('is the answer as REST gives it', async () => {
    const { body } = await service.post('/v1/answers', { question: QUESTION });
    const response = await respond({ input: QUESTION, instructions: 'Be brief.', metadata: { team: 'infra' } });
    expect(response.output_text).toBe(body.answer.markdown);
    expect(response).toMatchObject({
      id: expect.stringMatching(/^resp_\w{52}$/),
      object: 'response',
      status: 'completed',
      model: 'director',
      store: true,
      instructions: 'Be brief.',
      metadata: { team: 'infra' },
      output: [{ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text' }] }],
      director: { status: 'complete', usage: 'estimated' },
    });
    const { usage } = response;
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0));
  });

  it('is streamed as numbered events, each item from its beginning to its end', async () => {
    const events: ResponseStreamEvent[] = [];
    const stream = await client.responses.create({ model: 'director', input: `${QUESTION} Please.`, stream: true });
    for await (const event of stream) events.push(event);
    expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, at) => at));
    expect([...new Set(events.map(({ type }) => type))]).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.reasoning_summary_part.added',
      'response.reasoning_summary_text.delta',
      'response.reasoning_summary_text.done',
      'response.reasoning_summary_part.done',
      'response.output_item.done',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.completed',
    ]);
    const text = events.flatMap((event) => (event.type === 'response.output_text.delta' ? [event.delta] : [])).join('');
    const last = events.at(-1);
    const done = last?.type === 'response.completed' ? last.response : undefined;
    expect(done?.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
    expect(done?.output[1]).toMatchObject({ content: [{ text }] });
    const [first] = events;
    expect(first?.type === 'response.created' && first.response.id).toBe(done?.id);
    expect(await client.responses.retrieve(done?.id ?? '')).toMatchObject({ id: done?.id, output_text: text });
  });

  it('has the name of each event in the stream too, and no thoughts where none are wanted', async () => {
    const events = await (
      await RawEvents.open(`${url}/v1/responses`, {
        body: { model: 'director', input: QUESTION, stream: true },
        headers: { 'director-progress': 'none' },
      })
    ).read();
    expect(events.every(({ type, data }) => data.type === type)).toBe(true);
    expect(events.at(-1)?.data.response.output).toHaveLength(1);
  });

  it('is gathered by the helper of the package', async () => {
    const response = await client.responses.stream({ model: 'director', input: QUESTION }).finalResponse();
    expect(response.output_text).toBe((await respond({ input: QUESTION })).output_text);
  });

  it('is continued by its id, after a later one too', async () => {
    const first = await respond({ input: QUESTION });
    const second = await respond({ input: 'Where do we start?', previous_response_id: first.id });
    expect(second.director.conversation).toBe(first.director.conversation);
    expect(second.previous_response_id).toBe(first.id);
    const receiptOf = async ({ director }: Noted) => (await service.get(`/v1/answers/${director.answer}`)).body.receipt;
    expect((await receiptOf(second)).context).toMatchObject({ answerId: first.director.answer });
    const other = await respond({
      input: 'Should we also buy the billing platform or build it with our two squads?',
      previous_response_id: second.id,
    });
    const branch = await respond({ input: 'Where do we start?', previous_response_id: first.id });
    expect(branch.output_text).toBe(second.output_text);
    const onward = await respond({ input: 'Where do we start?', previous_response_id: other.id });
    expect(onward.output_text).not.toBe(second.output_text);
    expect(await turnsOf(first.director.conversation)).toHaveLength(5);
  });

  it('is continued by the items that came before as well', async () => {
    const first = await respond({ input: [{ role: 'user', content: QUESTION }], store: true });
    const next = await respond({
      input: [
        { role: 'user', content: [{ type: 'input_text', text: QUESTION }] },
        ...(first.output as OpenAI.Responses.ResponseInputItem[]),
        { role: 'user', content: 'What are the risks?' },
      ],
    });
    expect(next.director.conversation).toBe(first.director.conversation);
  });

  it('is stored nowhere when it shall not be', async () => {
    const secret = 'Our three squads wait on the infra group. Should the canary squad go?';
    const response = await respond({ input: secret, store: false });
    expect(response).toMatchObject({ store: false, status: 'completed' });
    expect(response.output_text.length).toBeGreaterThan(100);
    const stored = await respond({ input: QUESTION });
    await eventually(async () => ((await turnsOf(stored.director.conversation)).length > 0 ? true : undefined));
    // So young an answer might be on its way from another replica, as far as this one knows.
    expect((await service.get(`/v1/answers/${response.director.answer}`)).status).not.toBe(200);
    const { body } = await service.get('/v1/conversations?limit=100');
    expect(JSON.stringify(body)).not.toContain('canary');
    await expect(client.responses.retrieve(response.id)).rejects.toBeInstanceOf(NotFoundError);
    const continued = respond({ input: 'Where do we start?', previous_response_id: response.id });
    await expect(continued).rejects.toBeInstanceOf(BadRequestError);
    await expect(continued).rejects.toMatchObject({ param: 'previous_response_id' });
    const again = await respond({ input: secret });
    expect(again.director).toMatchObject({ cache: 'miss' });
  });

  it('is refused with errors that the package knows', async () => {
    const unknown = `resp_${'0'.repeat(52)}`;
    await expect(respond({ input: 'Why?', previous_response_id: unknown })).rejects.toMatchObject({
      status: 400,
      param: 'previous_response_id',
    });
    await expect(client.responses.retrieve(unknown)).rejects.toMatchObject({ status: 404, code: 'response_not_found' });
    await expect(respond({ input: [] })).rejects.toMatchObject({ status: 400, param: 'input' });
    await expect(client.responses.create({ model: 'gpt-5', input: QUESTION })).rejects.toMatchObject({
      code: 'model_not_found',
    });
  });
});

describe('responses in other packages', () => {
  it('reach @ai-sdk/openai whole and in pieces, thoughts apart', async () => {
    const model = createOpenAI({ baseURL: `${url}/v1`, apiKey: 'any' }).responses('director');
    const expected = (await respond({ input: QUESTION })).output_text;
    expect(await generateText({ model, prompt: QUESTION })).toMatchObject({ text: expected, finishReason: 'stop' });
    const result = streamText({ model, prompt: QUESTION });
    expect(await result.text).toBe(expected);
    expect(await result.reasoningText).toContain('Framework: Team Topologies.');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
  });

  it('reach @langchain/openai whole and in pieces', async () => {
    const model = new ChatOpenAI({
      model: 'director',
      apiKey: 'any',
      useResponsesApi: true,
      configuration: { baseURL: `${url}/v1` },
    });
    const expected = (await respond({ input: QUESTION })).output_text;
    expect((await model.invoke(QUESTION)).text).toBe(expected);
    const pieces = [];
    for await (const { text } of await model.stream(QUESTION)) pieces.push(text);
    expect(pieces.join('')).toBe(expected);
  });
});
