import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client';

import { EventChannel, type Clock } from '../../core/index.js';

import { isRecord } from './json.js';
import { ResultTooLargeError, ServerCutOffError } from './mcp.errors.js';

/** Published when a server is cut off because it exceeded a bound. */
export const serverCutOff = new EventChannel<{ readonly server: string; readonly reason: string }>(
  'mcp:server:cut-off',
);

/** Announces that a server is cut off. @returns the error of the calls in flight. */
export function cutOff(server: string, reason: string): ServerCutOffError {
  serverCutOff.publish({ server, reason });
  return new ServerCutOffError(server, reason);
}

/** Announces that a server is cut off in the middle of a message. @returns the error of the call. */
export function cutOffTooLarge(server: string, maxBytes: number): ResultTooLargeError {
  serverCutOff.publish({ server, reason: `it sent more than ${maxBytes} bytes at once` });
  return new ResultTooLargeError(server, maxBytes);
}

/** Messages that answer nothing: at once, regained in a second, and regained with each answer. */
const BURST = 1_000;
const PER_SECOND = 200;
const PER_ANSWER = 20;
/** A request of the server has to be answered: it counts as so many messages. */
const REQUEST_COST = 10;

const MAX_ERROR_LENGTH = 1_000;
/** JSON-RPC, internal error. */
const INTERNAL_ERROR = -32_603;
/** Replaces what a server says about itself, which is not used. */
const SERVER_INFO = { name: 'server', version: '0' };
const CAPABILITIES = { tools: {} };
/** What the client validates in place of a result; the result itself travels beside it, for `peer-tools.ts`. */
const EMPTY_RESULT = { content: [], tools: [], ttlMs: 0, cacheScope: 'private' };
const RESULT_KEY = 'claude-director/result';

/** The result that a server gave, as it came. */
export function givenResult({ _meta }: { readonly _meta?: Readonly<Record<string, unknown>> | undefined }): unknown {
  return _meta?.[RESULT_KEY];
}

/**
 * What the messages of a server mean, before anything else reads them.
 *
 * Only answers to requests that were sent, and requests of the server, reach the client; they are reduced to what the
 * client needs, and the many spellings of absence become one. All else is counted and dropped, and a server that sends
 * too much of it is cut off: no message costs more than its parsing.
 */
export class PeerMessages {
  readonly #asked = new Map<string, { readonly id: RequestId; readonly method: string }>();
  #allowance = BURST;
  #countedAt: number;

  constructor(
    private readonly server: string,
    private readonly clock: Clock,
  ) {
    this.#countedAt = clock.now();
  }

  /** Takes note of a message to the server. */
  sent(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    const { method, params } = message;
    if ('id' in message) this.#asked.set(String(message.id), { id: message.id, method });
    else if (method === 'notifications/cancelled') this.#asked.delete(String(params?.['requestId']));
  }

  /** The answer to a request is not awaited any more. */
  forget(id: RequestId): void {
    this.#asked.delete(String(id));
  }

  /**
   * @param value A message of the server, parsed.
   * @returns the message for the client; undefined if it is nothing to it.
   * @throws {ServerCutOffError} `MCP_SERVER_CUT_OFF`, if the server sends too much that answers nothing.
   */
  receive(value: unknown): JSONRPCMessage | undefined {
    if (!isRecord(value)) return this.count();
    const { id, method } = value;
    const isNamed = typeof id === 'string' || typeof id === 'number';
    if (typeof method === 'string') {
      this.count(isNamed ? REQUEST_COST : 1);
      return isNamed ? { jsonrpc: '2.0', id, method } : undefined;
    }
    const asked = isNamed ? this.#asked.get(String(id)) : undefined;
    if (asked === undefined) return this.count();
    this.#asked.delete(String(id));
    this.#allowance = Math.min(BURST, this.#allowance + PER_ANSWER);
    const { error, result } = value;
    const answer = { jsonrpc: '2.0' as const, id: asked.id };
    return isRecord(error)
      ? { ...answer, error: errorOf(error) }
      : { ...answer, result: resultOf(asked.method, result) };
  }

  /** Counts output of the server that is nothing to the client. @throws {ServerCutOffError} if it is too much. */
  count(messages = 1): undefined {
    const now = this.clock.now();
    this.#allowance = Math.min(BURST, this.#allowance + ((now - this.#countedAt) * PER_SECOND) / 1_000) - messages;
    this.#countedAt = now;
    if (this.#allowance < 0) throw cutOff(this.server, `it sent more than ${BURST} messages that answer nothing`);
  }
}

function errorOf({ code, message, data }: Readonly<Record<string, unknown>>) {
  return {
    code: Number.isSafeInteger(code) ? (code as number) : INTERNAL_ERROR,
    message: typeof message === 'string' ? message.slice(0, MAX_ERROR_LENGTH) : '',
    ...(isRecord(data) ? { data } : {}),
  };
}

function resultOf(method: string, result: unknown): Record<string, unknown> {
  // What is not an object at all is taken for its content.
  const given = isRecord(result) ? result : { content: result };
  const resultType = given['resultType'] ?? 'complete';
  switch (method) {
    case 'initialize':
      return { protocolVersion: given['protocolVersion'], capabilities: CAPABILITIES, serverInfo: SERVER_INFO };
    case 'server/discover':
      // One that is no list is how servers without this method answer.
      return Array.isArray(given['supportedVersions'])
        ? {
            supportedVersions: given['supportedVersions'].filter((version) => typeof version === 'string').slice(0, 50),
            capabilities: CAPABILITIES,
            ttlMs: 0,
            cacheScope: 'private',
            resultType,
          }
        : {};
    case 'tools/list':
    case 'tools/call':
      return { ...EMPTY_RESULT, resultType, _meta: { [RESULT_KEY]: given } };
    default:
      return {};
  }
}
