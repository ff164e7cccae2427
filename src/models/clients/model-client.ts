/** What a model is asked, the unchanging parts first, so that a provider can keep them. */
export interface ModelPrompt {
  /** The same for every question and persona. */
  readonly rules: string;
  /** The same for every question to one persona. */
  readonly persona: string;
  /** The question and everything known about it, as data. */
  readonly material: string;
}

/** Tokens of one call, as the provider counts them. */
export interface ModelUsage {
  /** Read afresh. */
  readonly inputTokens: number;
  /** Read from what the provider had kept. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

export interface ModelReply {
  readonly text: string;
  readonly usage: ModelUsage;
}

/** Speaks the protocol of one provider with one endpoint. */
export interface ModelClient {
  /**
   * The whole reply.
   *
   * @param signal Ends the call and its connection.
   * @param onText Gets each piece of the text as it comes.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   */
  write(prompt: ModelPrompt, signal: AbortSignal, onText: (piece: string) => void): Promise<ModelReply>;
  close(): Promise<void>;
}

/** What a client needs to know of its backend and endpoint. */
export interface ModelClientOptions {
  readonly model: string;
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly capacity: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
}
