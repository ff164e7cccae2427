import { OpenAI } from 'openai';

import { ModelFailedError, ModelReplyInvalidError } from './model.errors.js';
import type { ModelClientOptions, ModelPrompt, ModelReply, ModelUsage } from './model-client.js';
import { ProviderClient } from './provider-client.js';

const DEFAULT_TEMPERATURE = 0.2;

/** Chat completions, streamed, as OpenAI and many others serve them. */
export class OpenAiClient extends ProviderClient {
  readonly #client: OpenAI;

  constructor(options: ModelClientOptions) {
    super(options);
    this.#client = new OpenAI({
      // Local servers accept any key; the SDK requires one.
      apiKey: options.apiKey ?? 'none',
      organization: null,
      project: null,
      baseURL: options.url ?? 'https://api.openai.com/v1',
      fetch: this.transport.fetch,
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  protected async stream(
    prompt: ModelPrompt,
    signal: AbortSignal,
    onText: (piece: string) => void,
  ): Promise<ModelReply> {
    const { model, maxOutputTokens, temperature = DEFAULT_TEMPERATURE, url } = this.options;
    // OpenAI requires the new name; compatible servers know the old one.
    const limit = url === undefined ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens };
    const stream = await this.#client.chat.completions.create(
      {
        model,
        ...limit,
        temperature,
        stream: true,
        stream_options: { include_usage: true },
        messages: [
          { role: 'system', content: `${prompt.rules}\n\n${prompt.persona}` },
          { role: 'user', content: prompt.material },
        ],
      },
      { signal },
    );
    let text = '';
    let finishReason: string | null = null;
    let isRefused = false;
    let usage: ModelUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
    for await (const chunk of stream) {
      if (chunk.usage !== undefined && chunk.usage !== null) {
        const { prompt_tokens, completion_tokens, prompt_tokens_details } = chunk.usage;
        const cached = prompt_tokens_details?.cached_tokens ?? 0;
        usage = { inputTokens: prompt_tokens - cached, cachedInputTokens: cached, outputTokens: completion_tokens };
      }
      const choice = chunk.choices[0];
      if (choice === undefined) continue;
      isRefused ||= (choice.delta.refusal ?? '') !== '';
      const piece = choice.delta.content ?? '';
      if (piece !== '') {
        text += piece;
        onText(piece);
      }
      finishReason = choice.finish_reason ?? finishReason;
    }
    // The SDK ends the loop without an error when the connection breaks.
    if (finishReason === null) throw new ModelFailedError('the stream broke off', true);
    if (isRefused || finishReason === 'content_filter') throw new ModelReplyInvalidError('refused');
    if (finishReason !== 'stop') throw new ModelReplyInvalidError('truncated');
    return { text, usage };
  }
}
