import type { IncomingHttpHeaders } from 'node:http';

import { InputInvalidError, validate, type Answer } from '../../answers/index.js';
import { idPattern, newId } from '../../core/index.js';
import { responsesRequestSchema, type ResponseReply, type ResponsesRequest } from '../contract/openai.js';

import { taskIn } from './background-task.js';
import type { DataStream } from './data-stream.js';
import { readDialogue } from './dialogue.js';
import { chooseModel } from './models.js';
import { conversationIn, requireQuestion, wishesIn, type NamedConversation } from './openai-request.js';
import { directorNote, receiptFooter } from './receipt-note.js';
import type { AnswerIdentity, ReplyFacts, ReplyForm, ReplyWriter } from './reply-form.js';
import {
  identityIn,
  messageOf,
  responseIdOf,
  responseOf,
  responseUsage,
  type ResponseHead,
  type ResponsesQuestion,
} from './responses.js';
import { ResponsesWriter } from './responses-writer.js';

/** Responses. @see https://platform.openai.com/docs/api-reference/responses */
export const responsesForm: ReplyForm<ResponsesQuestion> = {
  read(body: unknown, headers: IncomingHttpHeaders): ResponsesQuestion {
    const request = validate(responsesRequestSchema, body);
    const { input, instructions, metadata, model, store, stream } = request;
    const said = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
    const system = typeof instructions === 'string' ? [{ role: 'system', content: instructions }] : [];
    const dialogue = readDialogue([...system, ...said.map(({ role, content }) => ({ role: role ?? '', content }))]);
    requireQuestion(dialogue, 'input');
    const isStored = store !== false;
    return {
      model: chooseModel(model),
      dialogue,
      task: taskIn(dialogue.question, headers['x-openwebui-task']?.toString()),
      isStreamed: stream === true,
      wishes: wishesIn(headers),
      conversation: namedIn(request) ?? conversationIn(headers),
      isStored,
      repeated: {
        instructions: instructions ?? null,
        metadata: metadata ?? {},
        previousResponseId: request.previous_response_id ?? null,
        isStored,
      },
    };
  },

  whole(request: ResponsesQuestion, content: Answer | string, facts: ReplyFacts): ResponseReply {
    const isText = typeof content === 'string';
    const footer = isText || !request.wishes.footer ? '' : receiptFooter(content);
    const text = isText ? content : content.answer.markdown + footer;
    const message = messageOf(`msg_${(isText ? newId('req') : content.id).slice(4)}`, text);
    return responseOf(headOf(request, facts), {
      status: 'completed',
      output: [message],
      usage: responseUsage(request.dialogue.length, text.length),
      ...(isText ? {} : { director: directorNote(content) }),
    });
  },

  writer(request: ResponsesQuestion, facts: ReplyFacts, stream: DataStream): ReplyWriter {
    return new ResponsesWriter(request, headOf(request, facts), stream);
  },
};

/** An answer that is stored, as a response that is asked for again. */
export function storedResponse(answer: Answer, identity: AnswerIdentity, createdAt: number): ResponseReply {
  const { markdown } = answer.answer;
  const repeated = { instructions: null, metadata: {}, previousResponseId: null, isStored: true };
  const head = { id: responseIdOf(identity, true), createdAt, model: chooseModel(undefined).id, request: repeated };
  return responseOf(head, {
    status: 'completed',
    output: [messageOf(`msg_${answer.id.slice(4)}`, markdown)],
    usage: responseUsage(0, markdown.length),
    director: directorNote({ ...answer, conversationId: identity.conversationId }),
  });
}

function headOf({ isStored, model, repeated }: ResponsesQuestion, { created, identity }: ReplyFacts): ResponseHead {
  const id = identity === undefined ? `resp_${newId('req').slice(4)}` : responseIdOf(identity, isStored);
  return { id, createdAt: created, model: model.id, request: repeated };
}

/** @throws {InputInvalidError} `INPUT_INVALID`, if it names what is none of this service, or is not stored. */
function namedIn({ conversation, previous_response_id: previous }: ResponsesRequest): NamedConversation | undefined {
  if (typeof previous === 'string') {
    const identity = identityIn(previous);
    if (identity === undefined) throw unknown('previous_response_id', 'expected the id of a response that is stored');
    return { id: identity.conversationId, after: identity.answerId };
  }
  const id = typeof conversation === 'string' ? conversation : conversation?.id;
  if (typeof id !== 'string') return undefined;
  if (!idPattern('cnv').test(id)) throw unknown('conversation', 'expected the id of a conversation, "cnv_…"');
  return { id, after: undefined };
}

function unknown(field: string, expected: string): InputInvalidError {
  return new InputInvalidError([{ field, expected, found: 'another one' }]);
}
