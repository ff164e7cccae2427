import { AppError } from '../../core/index.js';

/** A tool's result cannot be turned into findings. */
export class ToolResultInvalidError extends AppError {
  readonly code = 'MCP_RESULT_INVALID';

  constructor(
    readonly server: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`MCP server "${server}" answered, but ${reason}`, options);
  }
}

/** A server sent more than its limit; the rest was not read. */
export class ResultTooLargeError extends AppError {
  readonly code = 'MCP_RESULT_TOO_LARGE';

  constructor(
    readonly server: string,
    readonly maxBytes: number,
  ) {
    super(`MCP server "${server}" sent more than the ${maxBytes} bytes allowed; it was cut off`);
  }
}

/** A server exceeded a bound other than that of its results; the connection has ended. */
export class ServerCutOffError extends AppError {
  readonly code = 'MCP_SERVER_CUT_OFF';

  constructor(
    readonly server: string,
    readonly reason: string,
  ) {
    super(`MCP server "${server}" was cut off: ${reason}`);
  }
}

/** A tool reported a failure. */
export class ToolFailedError extends AppError {
  readonly code = 'MCP_TOOL_FAILED';

  constructor(
    readonly server: string,
    readonly tool: string,
  ) {
    super(`tool "${tool}" of MCP server "${server}" reported a failure`);
  }
}

/** A server does not offer the configured tool. */
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

/** A tool's description differs from the approved one; it is not called until the configuration approves it. */
export class ToolQuarantinedError extends AppError {
  readonly code = 'MCP_TOOL_QUARANTINED';

  constructor(
    readonly server: string,
    readonly tool: string,
    /** Fingerprint of the present description. */
    readonly fingerprint: string,
  ) {
    super(
      `tool "${tool}" of MCP server "${server}" changed its description; to approve it, set toolSha256: ${fingerprint}`,
    );
  }
}

/** Cause of the end of a session. */
export type SessionLoss = 'closed' | 'cutOff' | 'forgotten' | 'frozen' | 'unwritable' | 'removed';

const LOSSES: Readonly<Record<SessionLoss, string>> = {
  closed: 'the connection closed',
  cutOff: 'the server exceeded a bound',
  forgotten: 'the server no longer knows it',
  frozen: 'its process does not react',
  unwritable: 'its process takes no more input',
  removed: 'the server is being removed',
};

/** A session ended while calls were in flight or about to start. */
export class SessionLostError extends AppError {
  readonly code = 'MCP_SESSION_LOST';

  constructor(
    readonly server: string,
    readonly loss: SessionLoss,
  ) {
    super(`the session with MCP server "${server}" was lost: ${LOSSES[loss]}`);
  }

  /** The server never worked on the call: a retry is safe. */
  get isUnprocessed(): boolean {
    return this.loss === 'forgotten' || this.loss === 'unwritable' || this.loss === 'removed';
  }
}

/** A server failed to start or was cut off too often; further starts wait. */
export class ServerQuarantinedError extends AppError {
  readonly code = 'MCP_SERVER_QUARANTINED';

  constructor(
    readonly server: string,
    readonly retryAfterMs: number,
  ) {
    super(`MCP server "${server}" did not start; the next attempt is in ${Math.ceil(retryAfterMs)} ms`);
  }
}

/** The limit of open sessions is reached, and none of them belongs to this tenant. */
export class SessionsExhaustedError extends AppError {
  readonly code = 'MCP_SESSIONS_EXHAUSTED';

  constructor(readonly server: string) {
    super(`no more sessions with MCP server "${server}" may be opened`);
  }
}

/** The circuit of a server is open; the call was rejected. */
export class CircuitOpenError extends AppError {
  readonly code = 'MCP_CIRCUIT_OPEN';

  constructor(readonly server: string) {
    super(`the circuit of MCP server "${server}" is open`);
  }
}
