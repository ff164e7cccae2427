/** What a scripted server sends; everything else is as it should be. */
export interface McpScript {
  /** Members that replace those of the result of `initialize`. */
  readonly initialize?: object;
  /** Members that replace those of the configured tool. */
  readonly tool?: object;
  /** Members that replace those of the result of `tools/list`. */
  readonly list?: object;
  readonly moreTools?: number;
  readonly endlessPages?: boolean;
  /** Result of a call. */
  readonly result?: unknown;
  /** Members of every answer, beside its result. */
  readonly envelope?: object;
  /** Sent before the result of a call: notifications, requests, or a value that is no message. */
  readonly before?: {
    readonly count: number;
    readonly method?: string;
    readonly params?: object;
    readonly isRequest?: boolean;
    readonly value?: unknown;
  };
  /** Lines on standard error, at the start. */
  readonly stderrLines?: number;
}

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string; readonly cursor?: string };
}

export function messagesFor(script: McpScript, message: Asked): Generator<object>;
