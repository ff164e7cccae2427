import type { CallToolResult, Client } from '@modelcontextprotocol/client';

import type { Deadline } from '../common/index.js';

/** Opens a connection; the client it gives is initialised. */
export type Connect = () => Promise<Client>;

/** One connection to one MCP server: opened at the first call, shared by all calls, opened anew after it broke. */
export class McpSession {
  #client: Promise<Client> | undefined;
  #isClosed = false;

  constructor(private readonly connect: Connect) {}

  /**
   * Calls a tool. When the deadline passes, the server is told that nobody waits any more.
   *
   * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if the deadline passes first, connecting included.
   */
  async callTool(tool: string, args: Record<string, unknown>, deadline: Deadline): Promise<CallToolResult> {
    const client = await deadline.wait(this.#connected());
    const { signal, remainingMs } = deadline;
    // The SDK's own timer only backs up the signal, which carries the reason.
    const options = { signal, timeout: Math.ceil(remainingMs) + 1_000 };
    return deadline.wait(client.callTool({ name: tool, arguments: args }, options));
  }

  /** Closes the connection; a child process behind it is ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const opening = this.#client;
    this.#client = undefined;
    const client = await opening?.catch(() => undefined);
    await client?.close();
  }

  #connected(): Promise<Client> {
    this.#client ??= this.#open();
    return this.#client;
  }

  async #open(): Promise<Client> {
    try {
      const client = await this.connect();
      if (this.#isClosed) await client.close();
      client.onclose = () => {
        this.#client = undefined;
      };
      return client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }
}
