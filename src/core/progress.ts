/** An event of a request in progress, as a streamed answer carries it. */
export interface ProgressEvent {
  readonly type: 'accepted' | 'framework' | 'persona' | 'mcp' | 'degraded' | 'answer.delta' | 'error';
  /** JSON. */
  readonly data: object;
}

/** Observes progress; must not throw. */
export type ProgressListener = (event: ProgressEvent) => void;
