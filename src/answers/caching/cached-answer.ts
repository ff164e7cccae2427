import * as z from 'zod';

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
  static of({ conversationId, receipt, ...own }: Answer, wording: string, tenant: string): CachedAnswer {
    // Whether it could be stored at once concerns the request that it was composed for.
    const degradations = receipt.degradations.filter(({ component }) => component !== STORE_COMPONENT);
    const shared = { ...own, status: statusOf(degradations) };
    const rest = sharedPartOf(receipt);
    const tags = [
      `tenant:${tenant}`,
      `answer:${shared.id}`,
      `conversation:${conversationId}`,
      ...rest.frameworks.map(({ id }) => `framework:${id}`),
      ...rest.enhancements.map(({ server }) => `server:${server}`),
    ];
    const head = bytesOf(`${JSON.stringify({ ...shared, receipt: rest }).slice(0, -2)},`);
    const fingerprint = hashText(JSON.stringify(shared.answer));
    return new CachedAnswer(head, shared.id, shared.version, rest, wording, degradations, tags, fingerprint);
  }

  /** What it takes in memory. */
  get bytes(): number {
    return this.head.length + RECEIPT_FACTOR * JSON.stringify(this.receipt).length;
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

function sharedPartOf(receipt: Receipt): SharedReceipt {
  return Object.fromEntries(Object.entries(receipt).filter(([name]) => !(name in REQUEST_FIELDS))) as SharedReceipt;
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
