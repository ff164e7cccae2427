import type { ModelClient, ModelClientOptions, ModelPrompt, ModelReply } from './model-client.js';
import { openTransport, type ModelTransport } from './model-transport.js';
import { modelFault } from './provider-fault.js';

/** Base of the clients: connections, and errors of the SDKs mapped to ours. */
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

  /** {@link write}, but throws the errors of the provider's SDK. */
  protected abstract stream(
    prompt: ModelPrompt,
    signal: AbortSignal,
    onText: (piece: string) => void,
  ): Promise<ModelReply>;
}
