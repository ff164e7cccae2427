import type { DirectorNote, ResponseItem, ResponseMessage, ResponseReply, ResponseUsage } from '../contract/openai.js';

import { estimateUsage } from './completions.js';
import type { OpenAiRequest } from './openai-request.js';
import type { AnswerIdentity } from './reply-form.js';

const DIGITS = '[0-9a-hjkmnp-tv-z]{26}';
/** A mark that is no digit stands before what is not stored. */
const UNSTORED = 'u';
const RESPONSE_ID = new RegExp(`^resp_(${DIGITS})(${DIGITS})$`);

/** The id of a response: its conversation and its answer, so that any replica can go on from it. */
export function responseIdOf({ answerId, conversationId }: AnswerIdentity, isStored: boolean): string {
  return `resp_${isStored ? '' : UNSTORED}${conversationId.slice(4)}${answerId.slice(4)}`;
}

/** What the id of a stored response names; undefined for any other. */
export function identityIn(responseId: string): AnswerIdentity | undefined {
  const [, conversation, answer] = RESPONSE_ID.exec(responseId) ?? [];
  if (conversation === undefined || answer === undefined) return undefined;
  return { conversationId: `cnv_${conversation}`, answerId: `ans_${answer}` };
}

/** What a response repeats of its request. */
export interface ResponseRequest {
  readonly instructions: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly previousResponseId: string | null;
  readonly isStored: boolean;
}

/** A request for a response. */
export interface ResponsesQuestion extends OpenAiRequest {
  readonly repeated: ResponseRequest;
}

/** What every state of one response says. */
export interface ResponseHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly model: string;
  readonly request: ResponseRequest;
}

/** What of a response changes while it is made. */
export interface ResponseState {
  readonly status: ResponseReply['status'];
  readonly output?: readonly ResponseItem[];
  readonly usage?: ResponseUsage;
  readonly error?: ResponseReply['error'];
  readonly director?: DirectorNote;
}

/** A response as it stands. */
export function responseOf(
  { id, createdAt, model, request }: ResponseHead,
  { status, output = [], usage, error = null, director }: ResponseState,
): ResponseReply {
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status,
    background: false,
    error,
    incomplete_details: null,
    instructions: request.instructions,
    max_output_tokens: null,
    metadata: { ...request.metadata },
    model,
    output: [...output],
    parallel_tool_calls: true,
    previous_response_id: request.previousResponseId,
    reasoning: { effort: null, summary: null },
    store: request.isStored,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: usage ?? null,
    ...(director === undefined ? {} : { director }),
  };
}

/** The message of a response. */
export function messageOf(id: string, text: string): ResponseMessage {
  return { id, type: 'message', status: 'completed', role: 'assistant', content: [textPartOf(text)] };
}

/** The one part of a message. */
export function textPartOf(text: string): ResponseMessage['content'][0] {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

/** Estimated, as of a chat completion. */
export function responseUsage(promptLength: number, replyLength: number): ResponseUsage {
  const { prompt_tokens: input, completion_tokens: output, total_tokens } = estimateUsage(promptLength, replyLength);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens,
  };
}
