import { Anthropic } from '@anthropic-ai/sdk';

import { ModelFailedError, ModelReplyInvalidError } from './model.errors.js';
import type { ModelClientOptions, ModelPrompt, ModelReply } from './model-client.js';
import { ProviderClient } from './provider-client.js';

/** The Messages API, streamed, with the constant parts of the prompt marked for the provider's cache. */
export class AnthropicClient extends ProviderClient {
  readonly #client: Anthropic;

  constructor(options: ModelClientOptions) {
    super(options);
    this.#client = new Anthropic({
      // A gateway may need none; without any the SDK would search this machine for one.
      apiKey: options.apiKey ?? 'none',
      authToken: null,
      baseURL: options.url ?? 'https://api.anthropic.com',
      fetch: this.transport.fetch,
      // `ManagerGroup` retries, within a budget and on other endpoints.
      maxRetries: 0,
      logLevel: 'off',
      openTelemetry: false,
    });
  }

  protected async stream(
    prompt: ModelPrompt,
    signal: AbortSignal,
    onText: (piece: string) => void,
  ): Promise<ModelReply> {
    const { model, maxOutputTokens, temperature } = this.options;
    const sampling = temperature === undefined ? {} : { temperature };
    const stream = await this.#client.messages.create(
      {
        model,
        max_tokens: maxOutputTokens,
        stream: true,
        system: [
          { type: 'text', text: prompt.rules, cache_control: { type: 'ephemeral' } },
          { type: 'text', text: prompt.persona, cache_control: { type: 'ephemeral' } },
        ],
        messages: [{ role: 'user', content: prompt.material }],
        ...sampling,
      },
      { signal },
    );
    let text = '';
    let stopReason: string | null = null;
    let isComplete = false;
    const usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
    for await (const event of stream) {
      if (event.type === 'message_start') {
        const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = event.message.usage;
        usage.inputTokens = input_tokens + (cache_creation_input_tokens ?? 0);
        usage.cachedInputTokens = cache_read_input_tokens ?? 0;
      } else if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
        text += event.delta.text;
        onText(event.delta.text);
      } else if (event.type === 'message_delta') {
        stopReason = event.delta.stop_reason;
        usage.outputTokens = event.usage.output_tokens;
      } else if (event.type === 'message_stop') {
        isComplete = true;
      }
    }
    // The SDK ends the loop without an error when the connection breaks.
    if (!isComplete) throw new ModelFailedError('the stream broke off', true);
    if (stopReason === 'refusal') throw new ModelReplyInvalidError('refused');
    if (stopReason !== 'end_turn' && stopReason !== 'stop_sequence') throw new ModelReplyInvalidError('truncated');
    return { text, usage };
  }
}
