import { AppError } from '../core/index.js';

/** A tool answered with something that cannot become a finding. */
export class ToolResultInvalidError extends AppError {
  readonly code = 'MCP_RESULT_INVALID';

  constructor(
    readonly server: string,
    readonly why: string,
    options?: ErrorOptions,
  ) {
    super(`MCP server "${server}" answered, but ${why}`, options);
  }
}

/** A server sent more than it may; the rest was not read. */
export class ResultTooLargeError extends AppError {
  readonly code = 'MCP_RESULT_TOO_LARGE';

  constructor(
    readonly server: string,
    readonly maxBytes: number,
  ) {
    super(`MCP server "${server}" sent more than the ${maxBytes} bytes allowed; it was cut off`);
  }
}

/** A tool said that it failed. */
export class ToolFailedError extends AppError {
  readonly code = 'MCP_TOOL_FAILED';

  constructor(
    readonly server: string,
    readonly tool: string,
  ) {
    super(`tool "${tool}" of MCP server "${server}" reported a failure`);
  }
}

/** A server does not offer the tool that is configured; one that offers none at all is not healthy either. */
export class ToolMissingError extends AppError {
  readonly code = 'MCP_TOOL_MISSING';

  constructor(
    readonly server: string,
    readonly tool: string,
    readonly offered: number,
  ) {
    super(`MCP server "${server}" offers ${offered} tools, but not "${tool}"`);
  }
}

/** A tool is no longer described as it was when it was approved; it is not called until the configuration says so. */
export class ToolQuarantinedError extends AppError {
  readonly code = 'MCP_TOOL_QUARANTINED';

  constructor(
    readonly server: string,
    readonly tool: string,
    /** Fingerprint of the description as it is now. */
    readonly fingerprint: string,
  ) {
    super(
      `tool "${tool}" of MCP server "${server}" changed its description; to approve it, set toolSha256: ${fingerprint}`,
    );
  }
}

/** How a session came to its end. */
export type SessionLoss = 'closed' | 'forgotten' | 'frozen' | 'unwritable' | 'removed';

const LOSSES: Readonly<Record<SessionLoss, string>> = {
  closed: 'the connection closed',
  forgotten: 'the server no longer knows it',
  frozen: 'its process does not react',
  unwritable: 'its process takes no more input',
  removed: 'the server is being removed',
};

/** A session ended while it was needed. */
export class SessionLostError extends AppError {
  readonly code = 'MCP_SESSION_LOST';

  constructor(
    readonly server: string,
    readonly how: SessionLoss,
  ) {
    super(`the session with MCP server "${server}" was lost: ${LOSSES[how]}`);
  }

  /** The server never worked on the call: making it again can do no harm. */
  get isUnprocessed(): boolean {
    return this.how === 'forgotten' || this.how === 'unwritable' || this.how === 'removed';
  }
}

/** A server failed to start so often that it is left alone for a while. */
export class ServerQuarantinedError extends AppError {
  readonly code = 'MCP_SERVER_QUARANTINED';

  constructor(
    readonly server: string,
    readonly retryAfterMs: number,
  ) {
    super(`MCP server "${server}" did not start; the next attempt is in ${Math.ceil(retryAfterMs)} ms`);
  }
}

/** Every session that may be open is, and none of them is this tenant's. */
export class SessionsExhaustedError extends AppError {
  readonly code = 'MCP_SESSIONS_EXHAUSTED';

  constructor(readonly server: string) {
    super(`no more sessions with MCP server "${server}" may be opened`);
  }
}

/** The circuit of a server is open; it was not called. */
export class CircuitOpenError extends AppError {
  readonly code = 'MCP_CIRCUIT_OPEN';

  constructor(readonly server: string) {
    super(`the circuit of MCP server "${server}" is open`);
  }
}
