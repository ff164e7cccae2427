/** One thing an MCP server contributed to an answer: quoted data, never instructions. */
export interface Finding {
  /** Configured id of the server it came from. */
  readonly server: string;
  readonly title: string;
  /** Plain text, control characters removed. */
  readonly text: string;
  /** Where the server says it comes from, e.g. a book or a page title. */
  readonly source?: string;
  /** Set when a server that the operator plugged in says it: it knows the asker's own situation. */
  readonly isFromOperator?: true;
}
