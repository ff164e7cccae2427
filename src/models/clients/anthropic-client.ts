import { Anthropic } from '@anthropic-ai/sdk';

import { wholeNumber } from '../../core/index.js';

import type { ModelClientOptions, ModelPrompt } from './model-client.js';
import { ProviderClient, type Protocol, type Quirks, type ReplyReader, type TokenCounts } from './provider-client.js';
import { fieldsOf, type ReplyEvent } from './reply-events.js';
import { contentText, hasThoughts, type SpokenText } from './spoken-text.js';

const PROTOCOL: Protocol = {
  callPath: '/v1/messages',
  modelsPath: '/v1/models',
  defaultUrl: 'https://api.anthropic.com',
  defaultModel: 'claude-sonnet-5-5',
  quirks: {
    noTemperature: /\btemperature\b/,
    noCacheControl: /\bcache_control\b/,
    textSystem: /\bsystem\b/,
  },
};

/**
 * The Messages API, streamed, with the constant parts of the prompt marked for the provider's cache.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 */
export class AnthropicClient extends ProviderClient {
  constructor(options: ModelClientOptions) {
    super(options, PROTOCOL, (sdk) => new Anthropic({ ...sdk, authToken: null, openTelemetry: false }));
  }

  protected request({ rules, persona, material }: ModelPrompt, _model: string, quirks: Quirks): object {
    const { maxOutputTokens, temperature } = this.options;
    const mark = quirks.has('noCacheControl') ? {} : { cache_control: { type: 'ephemeral' } };
    return {
      max_tokens: maxOutputTokens,
      system: quirks.has('textSystem')
        ? `${rules}\n\n${persona}`
        : [rules, persona].map((text) => ({ type: 'text', text, ...mark })),
      messages: [{ role: 'user', content: material }],
      ...(temperature === undefined || quirks.has('noTemperature') ? {} : { temperature }),
    };
  }

  protected reader(): ReplyReader {
    return new MessageReader();
  }
}

class MessageReader implements ReplyReader {
  end: string | undefined;
  isClosed = false;
  #isThinking = false;

  read({ data, name }: ReplyEvent, text: SpokenText, counts: TokenCounts): void {
    const delta = fieldsOf(data['delta']);
    const message = fieldsOf(data['message']);
    countTokens(fieldsOf(data['usage'] ?? message['usage']), counts);
    switch (data['type'] ?? name) {
      case 'content_block_start':
        this.#isThinking = hasThoughts([data['content_block']]);
        this.#add(data['content_block'], text);
        break;
      case 'content_block_delta':
        this.#add(delta['type'] === 'text_delta' ? { ...delta, type: 'text' } : delta, text);
        break;
      // A reply that is one document.
      case 'message':
        this.#add(data['content'], text);
        this.end = endOf(data) ?? 'end_turn';
        this.isClosed = true;
        break;
      case 'message_stop':
        this.isClosed = true;
        break;
      default:
    }
    this.end = endOf(delta) ?? this.end;
  }

  #add(content: unknown, text: SpokenText): void {
    const piece = this.#isThinking ? '' : contentText(content);
    if (piece !== '') text.add(piece);
    else if (this.#isThinking) text.think();
  }
}

function endOf({ stop_reason: reason }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof reason === 'string' && reason !== '' ? reason : undefined;
}

/** `input_tokens` is what was not read from the cache; servers send it at the start, at the end, or both. */
function countTokens(usage: Readonly<Record<string, unknown>>, counts: TokenCounts): void {
  const cached = wholeNumber(usage['cache_read_input_tokens']) ?? 0;
  const created = wholeNumber(usage['cache_creation_input_tokens']) ?? 0;
  const input = wholeNumber(usage['input_tokens']);
  counts.report(input === undefined ? undefined : input + created + cached, cached, usage['output_tokens']);
}
