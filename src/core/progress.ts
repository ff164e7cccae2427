/** What a request tells about itself while it is worked on, as the events of a streamed answer. */
export interface ProgressEvent {
  readonly type: 'accepted' | 'framework' | 'persona' | 'mcp' | 'degraded' | 'answer.delta' | 'error';
  /** JSON. */
  readonly data: object;
}

/** Hears of progress; must not throw. */
export type ProgressListener = (event: ProgressEvent) => void;
