import type { ChatCompletion, DirectorNote, Usage } from '../contract/openai.js';

/** Characters that a token has, about. */
const TOKEN_LENGTH = 4;

/** What every part of one reply says. */
export interface ReplyHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint: string;
}

/** One chunk of a streamed reply. */
export interface ChatChunk extends ReplyHead {
  readonly object: 'chat.completion.chunk';
  readonly choices: readonly {
    readonly index: 0;
    readonly delta: { readonly role?: 'assistant'; readonly content?: string; readonly reasoning_content?: string };
    readonly logprobs: null;
    readonly finish_reason: 'stop' | null;
  }[];
  readonly usage?: Usage | null;
  readonly director?: DirectorNote;
}

/** Estimated from lengths in characters: what writes an answer here counts no tokens. */
export function estimateUsage(promptLength: number, replyLength: number): Usage {
  const [prompt_tokens, completion_tokens] = [tokensOf(promptLength), tokensOf(replyLength)];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
}

function tokensOf(length: number): number {
  return Math.ceil(length / TOKEN_LENGTH);
}

/** A whole reply. */
export function completionOf(head: ReplyHead, content: string, usage: Usage, director?: DirectorNote): ChatCompletion {
  const { id, created, model, system_fingerprint } = head;
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    system_fingerprint,
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
    ],
    usage,
    ...(director === undefined ? {} : { director }),
  };
}

/** The chunks of one streamed reply. */
export class ChunkMaker {
  /** @param hasUsage Whether the client asked for a chunk with the usage; then the others say that they have none. */
  constructor(
    private readonly head: ReplyHead,
    private readonly hasUsage: boolean,
  ) {}

  delta(delta: ChatChunk['choices'][0]['delta'], director?: DirectorNote): ChatChunk {
    return this.#chunk([{ index: 0, delta, logprobs: null, finish_reason: null }], director);
  }

  last(director?: DirectorNote): ChatChunk {
    return this.#chunk([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }], director);
  }

  /** The usage chunk; undefined where it was not asked for. */
  usage(usage: Usage): ChatChunk | undefined {
    return this.hasUsage ? { ...this.#chunk([]), usage } : undefined;
  }

  #chunk(choices: ChatChunk['choices'], director?: DirectorNote): ChatChunk {
    const { id, created, model, system_fingerprint } = this.head;
    return {
      id,
      object: 'chat.completion.chunk',
      created,
      model,
      system_fingerprint,
      choices,
      ...(this.hasUsage ? { usage: null } : {}),
      ...(director === undefined ? {} : { director }),
    };
  }
}

/** A text in the pieces in which it is streamed: its paragraphs, each with the gap before it. */
export function piecesOf(markdown: string): string[] {
  return markdown.split(/(?=\n\n)/).filter((piece) => piece !== '');
}
