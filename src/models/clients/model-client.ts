/** A prompt, its constant parts first, so that a provider can cache them. */
export interface ModelPrompt {
  /** The same for every question and persona. */
  readonly rules: string;
  /** The same for every question to one persona. */
  readonly persona: string;
  /** The question and its context, as data. */
  readonly material: string;
}

/** Tokens of one call, as the provider counts them. */
export interface ModelUsage {
  /** Not cached. */
  readonly inputTokens: number;
  /** Read from the provider's cache. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

export interface ModelReply {
  readonly text: string;
  readonly usage: ModelUsage;
}

/** Client of one endpoint in the protocol of its provider. */
export interface ModelClient {
  /**
   * The whole reply.
   *
   * @param signal Ends the call and its connection.
   * @param onText Receives each piece of the text as it arrives.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   */
  write(prompt: ModelPrompt, signal: AbortSignal, onText: (piece: string) => void): Promise<ModelReply>;
  close(): Promise<void>;
}

/** Settings of a client. */
export interface ModelClientOptions {
  readonly model: string;
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly capacity: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
}
