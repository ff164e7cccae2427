import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';

import type { AppError, Clock } from '../../core/index.js';
import { ServerCutOffError, SessionLostError } from './mcp.errors.js';

import { isRecord } from './json.js';
import { LineSplitter } from './line-splitter.js';
import { cutOffTooLarge, PeerMessages } from './peer-messages.js';
import { ProcessGroup, type ProcessGroupOptions } from './process-group.js';

export interface ChildProcessTransportOptions extends ProcessGroupOptions {
  /** Configured id of the server, for errors. */
  readonly server: string;
  /** A longer line on its output ends the process. */
  readonly maxLineBytes: number;
  /** Called for each line on its output that is no message. */
  readonly onUnparsedLine: () => void;
}

/** Bytes buffered for a process that does not read; more fails the call. */
const MAX_UNREAD_BYTES = 16_777_216;

/**
 * JSON-RPC, one message a line, with a child process in a process group of its own.
 *
 * Lines that are no messages are counted and skipped. A process that sends an endless line, or too many that answer
 * nothing, is killed.
 */
export class ChildProcessTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  #group: ProcessGroup | undefined;
  #isClosed = false;
  readonly #messages: PeerMessages;

  constructor(
    private readonly options: ChildProcessTransportOptions,
    private readonly clock: Clock,
  ) {
    this.#messages = new PeerMessages(options.server, clock);
  }

  async start(): Promise<void> {
    const group = await ProcessGroup.start(this.options, this.clock);
    this.#group = group;
    const lines = new LineSplitter(this.options.maxLineBytes);
    group.stdout.on('data', (chunk: Buffer) => this.#read(lines.push(chunk)));
    group.stdout.on('error', (error) => this.onerror?.(error));
    group.stdin.on('error', (error) => this.onerror?.(error));
    void group.ended.then(() => this.#closed());
  }

  /** @throws {SessionLostError} `MCP_SESSION_LOST`, if the process has ended or no longer reads. */
  send(message: JSONRPCMessage): Promise<void> {
    const stdin = this.#group?.stdin;
    if (stdin === undefined || !stdin.writable || stdin.writableLength > MAX_UNREAD_BYTES) {
      return Promise.reject(new SessionLostError(this.options.server, 'unwritable'));
    }
    this.#messages.sent(message);
    stdin.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  /** Ends the process group, by force where asking does not help. */
  async close(): Promise<void> {
    const group = this.#group;
    this.#closed();
    await group?.end();
  }

  /** Ends the process group by force. */
  kill(): void {
    this.#group?.kill();
  }

  #read(lines: readonly string[] | undefined): void {
    const { server, maxLineBytes } = this.options;
    if (lines === undefined) return this.#cut(cutOffTooLarge(server, maxLineBytes));
    try {
      for (const line of lines) {
        if (this.#isClosed) return;
        this.#readLine(line);
      }
    } catch (error) {
      if (!(error instanceof ServerCutOffError)) throw error;
      this.#cut(error);
    }
  }

  #readLine(line: string): void {
    const value = parse(line);
    if (value === undefined) {
      if (line.trim() !== '') this.options.onUnparsedLine();
      this.#messages.count();
      return;
    }
    const message = this.#messages.receive(value);
    if (message !== undefined) this.onmessage?.(message);
  }

  #cut(error: AppError): void {
    if (this.#isClosed) return;
    this.onerror?.(error);
    this.kill();
    this.#closed();
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.();
  }
}

/** Distinguishes messages from other output. */
function parse(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && value['jsonrpc'] === '2.0' ? value : undefined;
  } catch {
    return undefined;
  }
}
