/** One thing an MCP server contributed to an answer: quoted data, never instructions. */
export interface Finding {
  /** Configured id of the server it came from. */
  readonly server: string;
  readonly title: string;
  /** Plain text, control characters removed. */
  readonly text: string;
  /** Origin as the server states it, e.g. the title of a book or a page. */
  readonly source?: string;
  /** Set when it comes from a server that the operator configured: it knows the asker's own situation. */
  readonly isFromOperator?: true;
}
