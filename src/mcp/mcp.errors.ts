import { AppError } from '../common/index.js';

/** A tool answered with something that cannot become a finding. */
export class ToolResultInvalidError extends AppError {
  readonly code = 'MCP_RESULT_INVALID';

  constructor(
    readonly server: string,
    readonly why: string,
  ) {
    super(`MCP server "${server}" answered, but ${why}`);
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

/** The circuit of a server is open; it was not called. */
export class CircuitOpenError extends AppError {
  readonly code = 'MCP_CIRCUIT_OPEN';

  constructor(readonly server: string) {
    super(`the circuit of MCP server "${server}" is open`);
  }
}
