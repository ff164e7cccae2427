import { EventChannel, type Clock } from '../../core/index.js';

/** A prompt, its constant parts first, so that a provider can cache them. */
export interface ModelPrompt {
  /** The same for every question and persona. */
  readonly rules: string;
  /** The same for every question to one persona. */
  readonly persona: string;
  /** The question and its context, as data. */
  readonly material: string;
}

/** Tokens of one call, as the provider counts them; 0 for a count it does not report. */
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

/** Observes a text while it is written. */
export interface WritingListener {
  /** The next piece; empty while the model thinks, which shows that it works. */
  text(piece: string): void;
  /** The pieces so far are void: they were thoughts, or another attempt starts. */
  restart(): void;
}

/** Client of one endpoint in the protocol of its provider. */
export interface ModelClient {
  /**
   * The whole reply, without the model's thoughts.
   *
   * @param signal Ends the call and its connection.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   */
  write(prompt: ModelPrompt, signal: AbortSignal, listener: WritingListener): Promise<ModelReply>;
  close(): Promise<void>;
}

/** Settings of a client. */
export interface ModelClientOptions {
  /** Id of the backend, in notices. */
  readonly backend: string;
  /** Undefined: the provider's usual one where the server knows it, else the first that the server lists. */
  readonly model: string | undefined;
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly capacity: number;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  readonly clock: Clock;
}

/** Published when a call shows that a backend is configured wrongly, with what to do. Holds no text of the provider. */
export const backendNoticed = new EventChannel<{ readonly backend: string; readonly notice: string }>(
  'models:backend:noticed',
);
