import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { APICallError, generateText, streamText, type LanguageModel, type ModelMessage } from 'ai';

import { QUESTION, RunningApp } from '../support/running-app.js';

let service: RunningApp;
let baseURL: string;
beforeAll(async () => {
  service = await RunningApp.start();
  baseURL = `${await service.listen()}/v1`;
});
afterAll(() => service.stop());

/** The answer to the question as REST gives it. */
async function expected(question = QUESTION): Promise<string> {
  return (await service.post('/v1/answers', { question })).body.answer.markdown;
}

describe.each<[string, (model: string) => LanguageModel]>([
  [
    '@ai-sdk/openai-compatible',
    (model) => createOpenAICompatible({ name: 'director', baseURL, apiKey: 'any', includeUsage: true })(model),
  ],
  ['@ai-sdk/openai', (model) => createOpenAI({ baseURL, apiKey: 'any' }).chat(model)],
])('%s', (_name, modelOf) => {
  it('gets an answer', async () => {
    const { text, finishReason, usage, response } = await generateText({
      model: modelOf('director'),
      prompt: QUESTION,
    });
    expect(text).toBe(await expected());
    expect(finishReason).toBe('stop');
    expect(usage.totalTokens).toBeGreaterThan(0);
    expect(response.modelId).toBe('director');
  });

  it('gets it in pieces, with its usage', async () => {
    const result = streamText({ model: modelOf('director'), prompt: QUESTION });
    let pieces = 0;
    let text = '';
    for await (const piece of result.textStream) {
      pieces++;
      text += piece;
    }
    expect(text).toBe(await expected());
    expect(pieces).toBeGreaterThan(3);
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
  });

  it('keeps a conversation', async () => {
    const messages: ModelMessage[] = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: QUESTION },
      { role: 'assistant', content: await expected() },
      { role: 'user', content: 'Where do we start?' },
    ];
    const { text } = await generateText({ model: modelOf('director'), messages, allowSystemInMessages: true });
    expect(text).not.toBe(await expected('Where do we start?'));
  });

  it('gets errors that it can read, and retries none that would fail again', async () => {
    const failure = await generateText({ model: modelOf('gpt-5'), prompt: QUESTION }).catch((error: unknown) => error);
    expect(APICallError.isInstance(failure)).toBe(true);
    expect(failure).toMatchObject({ statusCode: 404, isRetryable: false });
    expect((failure as APICallError).message).toContain('the model "gpt-5" does not exist');
  });

  it('may abort', async () => {
    const aborted = generateText({ model: modelOf('director'), prompt: QUESTION, abortSignal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    const controller = new AbortController();
    const { fullStream } = streamText({
      model: modelOf('director'),
      prompt: `${QUESTION} Now.`,
      abortSignal: controller.signal,
    });
    const types = [];
    for await (const { type } of fullStream) {
      types.push(type);
      controller.abort();
    }
    expect(types.at(-1)).toBe('abort');
  });
});

describe('@langchain/openai', () => {
  const modelOf = (model = 'director') =>
    new ChatOpenAI({ model, apiKey: 'any', maxRetries: 0, configuration: { baseURL } });

  it('gets an answer', async () => {
    const { text, response_metadata: about } = await modelOf().invoke(QUESTION);
    expect(text).toBe(await expected());
    expect(about).toMatchObject({ finish_reason: 'stop', tokenUsage: { totalTokens: expect.any(Number) } });
  });

  it('gets it in pieces', async () => {
    const pieces = [];
    for await (const { text } of await modelOf().stream(QUESTION)) pieces.push(text);
    expect(pieces.join('')).toBe(await expected());
    expect(pieces.length).toBeGreaterThan(3);
  });

  it('keeps a conversation', async () => {
    const said = [new SystemMessage('Be brief.'), new HumanMessage(QUESTION), new AIMessage(await expected())];
    const { text } = await modelOf().invoke([...said, new HumanMessage('Where do we start?')]);
    expect(text).not.toBe(await expected('Where do we start?'));
  });

  it('gets errors that it can read, and may abort', async () => {
    await expect(modelOf('gpt-5').invoke(QUESTION)).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    await expect(modelOf().invoke(QUESTION, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});
