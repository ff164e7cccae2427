import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';

/** Unsent data buffered for a slow client, bytes; with more, it is disconnected. */
const MAX_BUFFERED_BYTES = 1_048_576;
/** An unexpected error while a message was handled. */
const INTERNAL_ERROR = 1_011;

/**
 * A WebSocket for the protocol, with a bounded buffer, disconnected when the client does not answer a ping.
 *
 * The `ws` adapter of `graphql-ws` bounds no buffer, takes two timers per connection and logs to the console.
 */
export class GraphqlLink implements ProtocolSocket {
  #isAlive = true;

  /** @param report Receives defects. */
  constructor(
    private readonly socket: WebSocket,
    private readonly report: (error: unknown) => void,
  ) {
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('ping', (data: Buffer) => {
      if (this.#isWritable()) socket.pong(data);
    });
    // A violation of the protocol closes the connection, with its code.
    socket.on('error', () => undefined);
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  /** Fulfills when the message is sent, so that the next one is made no sooner, or never will be. */
  send(message: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isWritable()) this.socket.send(message, () => resolve());
      else resolve();
    });
  }

  /** @param reason At most 123 bytes. */
  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(handle: (message: string) => Promise<void>): void {
    this.socket.on('message', (data: Buffer) => {
      if (this.socket.readyState !== this.socket.OPEN) return;
      handle(data.toString()).catch((error: unknown) => {
        this.report(error);
        this.close(INTERNAL_ERROR, 'INTERNAL');
      });
    });
  }

  /** Pings the client; disconnects it if it did not answer the previous ping. */
  ping(): void {
    if (!this.#isAlive) this.socket.terminate();
    else if (this.#isWritable()) {
      this.#isAlive = false;
      this.socket.ping();
    }
  }

  #isWritable(): boolean {
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate();
    return this.socket.readyState === this.socket.OPEN;
  }
}
