import * as z from 'zod';

import { requestClassSchema } from '../../core/index.js';

// Messages of OpenAI's protocol. Requests are read leniently: what is unknown, null or of no use here is ignored.

/** More messages are no conversation. */
const MAX_MESSAGES = 2_000;

/** One model, which is the service or one of its personas. */
export const openAiModelSchema = z.strictObject({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
  name: z.string().describe('For people.'),
  description: z.string(),
});
export type OpenAiModel = z.infer<typeof openAiModelSchema>;

export const openAiModelListSchema = z.strictObject({ object: z.literal('list'), data: z.array(openAiModelSchema) });
export type OpenAiModelList = z.infer<typeof openAiModelListSchema>;

/** A part of a message; of pictures and files only the text beside them is read. */
const partSchema = z.union([z.string(), z.looseObject({ text: z.string().nullish() })]);
const contentSchema = z.union([z.string(), z.array(partSchema)]).nullish();
export type Content = z.infer<typeof contentSchema>;

const messageSchema = z.looseObject({
  role: z.string().describe('Any; questions are those of `user`.'),
  content: contentSchema,
});
export type ChatMessage = z.infer<typeof messageSchema>;

const flag = z.boolean().nullish().catch(null);

/** A question in the form of a chat completion. */
export const chatRequestSchema = z.looseObject({
  model: z.string().nullish().describe('`director`, or `director-` and the id of a persona. Without one, `director`.'),
  messages: z
    .array(messageSchema)
    .min(1)
    .max(MAX_MESSAGES)
    .describe('The last of a user is the question; those before it are what was said before.'),
  stream: flag,
  stream_options: z.looseObject({ include_usage: flag }).nullish().catch(null),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** What a reply in OpenAI's form says beyond that form: the receipt in short. */
export const directorNoteSchema = z.strictObject({
  answer: z.string().describe('Id of the answer; its whole receipt is at `/v1/answers/{id}`.'),
  conversation: z.string().describe('As `Director-Conversation` of the next question.'),
  status: z.enum(['complete', 'partial']),
  version: z.int(),
  class: requestClassSchema,
  deadlineMs: z.number(),
  elapsedMs: z.number(),
  met: z.boolean(),
  frameworks: z.array(z.strictObject({ id: z.string(), name: z.string(), confidence: z.number(), quote: z.string() })),
  personas: z.array(z.strictObject({ id: z.string(), role: z.enum(['lead', 'support']), backend: z.string() })),
  cache: z.string(),
  missing: z.array(z.string()).describe('What a partial answer lacks.'),
  continuation: z.string().nullable().describe('Where the rest of a partial answer will be.'),
  usage: z.literal('estimated').describe('Tokens are estimated from the length of the texts.'),
});
export type DirectorNote = z.infer<typeof directorNoteSchema>;

export const usageSchema = z.strictObject({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});
export type Usage = z.infer<typeof usageSchema>;

/** An answer in the form of a chat completion. */
export const chatCompletionSchema = z.strictObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  system_fingerprint: z.string(),
  choices: z.array(
    z.strictObject({
      index: z.int(),
      message: z.strictObject({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: z.literal('stop').describe('Also of a partial answer: asking to continue would not complete it.'),
    }),
  ),
  usage: usageSchema,
  director: directorNoteSchema.optional().describe('Absent from replies to background tasks of chat clients.'),
});
export type ChatCompletion = z.infer<typeof chatCompletionSchema>;

/** An error in OpenAI's form. */
export const openAiErrorSchema = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string(),
    director: z.looseObject({ code: z.string().describe('Stable; see docs/errors.md.'), requestId: z.string() }),
  }),
});

/** An item of the input of a response; items that no one says are not read. */
const inputItemSchema = z.looseObject({ role: z.string().nullish(), content: contentSchema.catch(null) });

/** A question in the form of a response. */
export const responsesRequestSchema = z.looseObject({
  model: z.string().nullish().describe('`director`, or `director-` and the id of a persona. Without one, `director`.'),
  input: z
    .union([z.string(), z.array(inputItemSchema).min(1).max(MAX_MESSAGES)])
    .describe('The last message of a user is the question; those before it are what was said before.'),
  instructions: z.string().nullish().catch(null).describe('Context, as a system message.'),
  previous_response_id: z.string().nullish().describe('Continues the conversation after that response.'),
  conversation: z
    .union([z.string(), z.looseObject({ id: z.string() })])
    .nullish()
    .describe('Continues that conversation.'),
  metadata: z.record(z.string(), z.string()).nullish().catch(null),
  store: flag.describe('With `false` the audit trail alone tells of it: it cannot be read or continued later.'),
  stream: flag,
});
export type ResponsesRequest = z.infer<typeof responsesRequestSchema>;

const responseMessageSchema = z.strictObject({
  id: z.string(),
  type: z.literal('message'),
  status: z.literal('completed'),
  role: z.literal('assistant'),
  content: z.array(
    z.strictObject({
      type: z.literal('output_text'),
      text: z.string(),
      annotations: z.array(z.never()),
      logprobs: z.array(z.never()),
    }),
  ),
});
export type ResponseMessage = z.infer<typeof responseMessageSchema>;

const responseThoughtSchema = z.strictObject({
  id: z.string(),
  type: z.literal('reasoning'),
  summary: z.array(z.strictObject({ type: z.literal('summary_text'), text: z.string() })),
});
export type ResponseItem = ResponseMessage | z.infer<typeof responseThoughtSchema>;

const responseUsageSchema = z.strictObject({
  input_tokens: z.int(),
  input_tokens_details: z.strictObject({ cached_tokens: z.int() }),
  output_tokens: z.int(),
  output_tokens_details: z.strictObject({ reasoning_tokens: z.int() }),
  total_tokens: z.int(),
});
export type ResponseUsage = z.infer<typeof responseUsageSchema>;

/** An answer in the form of a response. */
export const responseReplySchema = z.strictObject({
  id: z.string(),
  object: z.literal('response'),
  created_at: z.int(),
  status: z.enum(['in_progress', 'completed', 'failed']),
  background: z.literal(false),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  incomplete_details: z.null(),
  instructions: z.string().nullable(),
  max_output_tokens: z.null(),
  metadata: z.record(z.string(), z.string()),
  model: z.string(),
  output: z.array(z.union([responseMessageSchema, responseThoughtSchema])),
  parallel_tool_calls: z.literal(true),
  previous_response_id: z.string().nullable(),
  reasoning: z.strictObject({ effort: z.null(), summary: z.null() }),
  store: z.boolean(),
  temperature: z.literal(1),
  text: z.strictObject({ format: z.strictObject({ type: z.literal('text') }) }),
  tool_choice: z.literal('auto'),
  tools: z.array(z.never()),
  top_p: z.literal(1),
  truncation: z.literal('disabled'),
  usage: responseUsageSchema.nullable(),
  director: directorNoteSchema.optional(),
});
export type ResponseReply = z.infer<typeof responseReplySchema>;
