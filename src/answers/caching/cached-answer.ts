import * as z from 'zod';

import { answerJson } from '../../conversations/index.js';
import { degradationSchema } from '../../core/index.js';
import { hashText } from '../../text/index.js';
import { statusOf, STORE_COMPONENT } from '../writing/receipt-builder.js';

import {
  answerSchema,
  receiptSchema,
  REQUEST_FIELDS,
  type Answer,
  type Receipt,
  type RequestPart,
} from '../messages/answer.js';

const headSchema = answerSchema.omit({ conversationId: true }).extend({ receipt: receiptSchema.omit(REQUEST_FIELDS) });

/** The part of a receipt that is the same for all who get the answer. */
export type SharedReceipt = Omit<Receipt, keyof typeof REQUEST_FIELDS>;

const encodedSchema = z.strictObject({
  head: z.string(),
  wording: z.string(),
  degradations: z.array(degradationSchema),
  tags: z.array(z.string()),
  fingerprint: z.int().min(0),
});

/** What an answer takes besides its bytes, for each byte of its receipt: the receipt is held as an object too. */
const RECEIPT_FACTOR = 3;

/**
 * An answer as the cache holds it: the bytes that are the same for every request, written once.
 *
 * They are the JSON of the answer up to the place in its receipt where the part of the request begins, so that a reply
 * is these bytes and a few hundred more.
 */
export class CachedAnswer {
  /** Reads one that comes from elsewhere; its bytes must be those of an answer. */
  static readonly schema = encodedSchema.transform(({ head, wording, degradations, tags, fingerprint }, context) => {
    const shared = parseHead(head);
    if (shared !== undefined)
      return new CachedAnswer(
        bytesOf(head),
        shared.id,
        shared.version,
        shared.receipt,
        wording,
        degradations,
        tags,
        fingerprint,
      );
    context.addIssue({ code: 'custom', message: 'expected the beginning of an answer' });
    return z.NEVER;
  });

  private constructor(
    private readonly head: Buffer,
    readonly id: string,
    readonly version: number,
    readonly receipt: SharedReceipt,
    /** Hash of the wording it was given to. */
    readonly wording: string,
    readonly degradations: Receipt['degradations'],
    readonly tags: readonly string[],
    /** Equal for answers that say the same. */
    readonly fingerprint: number,
  ) {}

  /** @param wording Hash of the wording it was given to. */
  static of(answer: Answer, wording: string, tenant: string): CachedAnswer {
    const { conversationId, id, receipt, version } = answer;
    // Whether it could be stored at once concerns the request that it was composed for.
    const degradations = receipt.degradations.filter(({ component }) => component !== STORE_COMPONENT);
    const { part, shared } = partsOf(receipt);
    const tags = [
      `tenant:${tenant}`,
      `answer:${id}`,
      `conversation:${conversationId}`,
      ...shared.frameworks.map((framework) => `framework:${framework.id}`),
      ...shared.enhancements.map(({ server }) => `server:${server}`),
    ];
    const status = statusOf(degradations);
    const head =
      (status === answer.status ? headOf(answer, part) : undefined) ??
      bytesOf(`${JSON.stringify({ id, version, status, answer: answer.answer, receipt: shared }).slice(0, -2)},`);
    const fingerprint = hashText(answer.answer.markdown);
    return new CachedAnswer(head, id, version, shared, wording, degradations, tags, fingerprint);
  }

  /** What it takes in memory. */
  get bytes(): number {
    const receiptBytes = this.head.length - this.head.lastIndexOf(RECEIPT);
    return this.head.length + RECEIPT_FACTOR * receiptBytes;
  }

  /** The JSON of the whole answer for one request. */
  sign(conversationId: string, part: RequestPart): Buffer {
    const tail = `${JSON.stringify(part).slice(1)},"conversationId":${JSON.stringify(conversationId)}}`;
    const head = part.degradations.length > this.degradations.length ? this.#partialHead() : this.head;
    const signed = Buffer.allocUnsafe(head.length + Buffer.byteLength(tail));
    head.copy(signed);
    signed.write(tail, head.length);
    return signed;
  }

  /** For a request that misses something the others do not. */
  #partialHead(): Buffer {
    return Buffer.from(this.head.toString().replace('"status":"complete"', '"status":"partial"'));
  }

  toJSON(): z.input<typeof encodedSchema> {
    const { head, wording, degradations, tags, fingerprint } = this;
    return { head: head.toString(), wording, degradations: [...degradations], tags: [...tags], fingerprint };
  }
}

const RECEIPT = Buffer.from(',"receipt":{');

function partsOf({
  cache,
  durable,
  requestId,
  requestedClass,
  class: level,
  requestedDeadlineMs,
  deadlineMs,
  elapsedMs,
  met,
  degradations,
  stages,
  ...shared
}: Receipt): { readonly part: RequestPart; readonly shared: SharedReceipt } {
  const about = { requestId, requestedClass, class: level, requestedDeadlineMs, deadlineMs, elapsedMs, met };
  return { part: { cache, durable, ...about, degradations, stages }, shared };
}

/**
 * The bytes of an answer that are the same for every request: all but the id of the conversation and the end of the
 * receipt. Undefined where they stand in another order.
 */
function headOf(answer: Answer, part: RequestPart): Buffer | undefined {
  const bytes = answerJson(answer);
  const name = `{"id":${JSON.stringify(answer.id)},"version":${answer.version},`;
  const conversation = `"conversationId":${JSON.stringify(answer.conversationId)},`;
  const end = `${JSON.stringify(part).slice(1)}}`;
  const from = name.length + conversation.length;
  const to = bytes.length - Buffer.byteLength(end);
  if (bytes.toString('latin1', 0, from) !== name + conversation || bytes.toString('utf8', to) !== end) return undefined;
  const head = Buffer.allocUnsafeSlow(name.length + to - from);
  head.write(name, 'latin1');
  bytes.copy(head, name.length, from, to);
  return head;
}

function parseHead(head: string): z.infer<typeof headSchema> | undefined {
  if (!head.endsWith(',')) return undefined;
  try {
    return headSchema.safeParse(JSON.parse(`${head.slice(0, -1)}}}`)).data;
  } catch {
    return undefined;
  }
}

/** `Buffer.from` reserves three bytes a character, which the bound would not see. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
