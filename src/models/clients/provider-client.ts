import type { ModelClient, ModelClientOptions, ModelPrompt, ModelReply } from './model-client.js';
import { openTransport, type ModelTransport } from './model-transport.js';
import { modelFault } from './provider-fault.js';

/** What the clients of all providers have in common: the connections, and errors that mean the same. */
export abstract class ProviderClient implements ModelClient {
  protected readonly transport: ModelTransport;

  constructor(protected readonly options: ModelClientOptions) {
    this.transport = openTransport(options.capacity);
  }

  async write(prompt: ModelPrompt, signal: AbortSignal, onText: (piece: string) => void): Promise<ModelReply> {
    try {
      return await this.stream(prompt, signal, onText);
    } catch (error) {
      throw modelFault(error);
    }
  }

  close(): Promise<void> {
    return this.transport.close();
  }

  /** As {@link write}, but throws what the provider's SDK throws. */
  protected abstract stream(
    prompt: ModelPrompt,
    signal: AbortSignal,
    onText: (piece: string) => void,
  ): Promise<ModelReply>;
}
