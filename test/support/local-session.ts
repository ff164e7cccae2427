import type { Deadline } from '../../src/core/index.js';
import { ToolSession } from '../../src/mcp/sessions/tool-session.js';
import type { ToolDescription, ToolReply } from '../../src/mcp/transport/peer-tools.js';

/** A tool that runs in this process. */
export interface LocalTool {
  readonly definition: ToolDescription;
  /** @throws anything, also because the deadline has passed. */
  call(args: Record<string, unknown>, deadline: Deadline): ToolReply | Promise<ToolReply>;
}

/** A session with a tool in this process, without a protocol in between. */
export class LocalSession extends ToolSession {
  #isClosed = false;

  constructor(
    private readonly tool: LocalTool,
    ...[clock]: ConstructorParameters<typeof ToolSession>
  ) {
    super(clock);
  }

  get isUsable(): boolean {
    return !this.#isClosed;
  }

  async listTools(): Promise<readonly ToolDescription[]> {
    return [this.tool.definition];
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  protected request(_tool: string, args: Record<string, unknown>, deadline: Deadline): ToolReply | Promise<ToolReply> {
    const result = this.tool.call(args, deadline);
    return result instanceof Promise ? deadline.wait(result) : result;
  }
}
