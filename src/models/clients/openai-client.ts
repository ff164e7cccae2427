import { OpenAI } from 'openai';

import { ModelReplyInvalidError } from './model.errors.js';
import type { ModelClientOptions, ModelPrompt } from './model-client.js';
import { ProviderClient, type Protocol, type Quirks, type ReplyReader, type TokenCounts } from './provider-client.js';
import { fieldsOf, type ReplyEvent } from './reply-events.js';
import { contentText, hasThoughts, type SpokenText } from './spoken-text.js';

const DEFAULT_TEMPERATURE = 0.2;

const PROTOCOL: Protocol = {
  callPath: '/chat/completions',
  modelsPath: '/models',
  defaultUrl: 'https://api.openai.com/v1',
  defaultModel: 'gpt-4.1-mini',
  quirks: {
    // OpenAI requires the new name; most compatible servers know the old one.
    otherLimitName: /\bmax_(?:completion_)?tokens\b/,
    noTemperature: /\btemperature\b/,
    noStreamOptions: /\bstream_options\b|\binclude_usage\b/,
    noSystemRole: /\bsystem (?:role|message|prompt)s?\b|\brole\b.{0,20}\bsystem\b/i,
  },
};

/**
 * Chat completions, streamed, as OpenAI and many others serve them.
 *
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export class OpenAiClient extends ProviderClient {
  constructor(options: ModelClientOptions) {
    super(options, PROTOCOL, (sdk) => new OpenAI({ ...sdk, organization: null, project: null }));
  }

  protected request({ rules, persona, material }: ModelPrompt, _model: string, quirks: Quirks): object {
    const { maxOutputTokens, temperature = DEFAULT_TEMPERATURE, url } = this.options;
    const isNewName = (url === undefined) !== quirks.has('otherLimitName');
    const system = `${rules}\n\n${persona}`;
    return {
      [isNewName ? 'max_completion_tokens' : 'max_tokens']: maxOutputTokens,
      ...(quirks.has('noTemperature') ? {} : { temperature }),
      ...(quirks.has('noStreamOptions') ? {} : { stream_options: { include_usage: true } }),
      messages: quirks.has('noSystemRole')
        ? [{ role: 'user', content: `${system}\n\n${material}` }]
        : [
            { role: 'system', content: system },
            { role: 'user', content: material },
          ],
    };
  }

  protected reader(): ReplyReader {
    return new ChatReader();
  }
}

class ChatReader implements ReplyReader {
  end: string | undefined;
  /** The usage may follow the last choice, so that only `[DONE]` or the end of the body closes a stream. */
  isClosed = false;

  read({ data }: ReplyEvent, text: SpokenText, counts: TokenCounts): void {
    const { choices } = data;
    const choice = fieldsOf(Array.isArray(choices) ? choices[0] : undefined);
    const usage = fieldsOf(data['usage'] ?? choice['usage']);
    const details = fieldsOf(usage['prompt_tokens_details']);
    const cached = details['cached_tokens'] ?? usage['prompt_cache_hit_tokens'];
    counts.report(usage['prompt_tokens'], cached, usage['completion_tokens']);

    // A reply that is one document has a message instead of deltas.
    const { content, refusal, reasoning, reasoning_content } = fieldsOf(choice['delta'] ?? choice['message']);
    if (typeof refusal === 'string' && refusal !== '') throw new ModelReplyInvalidError('refused');
    const piece = contentText(content);
    if (piece !== '') text.add(piece);
    else if ((reasoning ?? reasoning_content ?? '') !== '' || hasThoughts(content)) text.think();
    const { finish_reason } = choice;
    if (typeof finish_reason === 'string' && finish_reason !== '') this.end = finish_reason;
    else if (choice['message'] !== undefined && choice['delta'] === undefined) this.end ??= 'stop';
  }
}
