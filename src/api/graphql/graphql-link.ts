import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';

/** What may wait for a slow client in this process, bytes; whoever lets more pile up is cut off. */
const MAX_BUFFERED_BYTES = 1_048_576;
/** An unexpected error while a message was handled. */
const INTERNAL_ERROR = 1_011;

/** A WebSocket as the protocol sees it: bounded in what waits for its client, and cut when that does not answer. */
export class GraphqlLink implements ProtocolSocket {
  #isAlive = true;

  /** @param report Told of defects of ours. */
  constructor(
    private readonly socket: WebSocket,
    private readonly report: (error: unknown) => void,
  ) {
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('ping', (data: Buffer) => {
      if (this.#hasRoom()) socket.pong(data);
    });
    // What a client does against the protocol closes the connection, with the code for it.
    socket.on('error', () => undefined);
  }

  get protocol(): string {
    return this.socket.protocol;
  }

  /** Fulfils when the message has left, so that the next one is made no sooner; also when it never will. */
  send(message: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#hasRoom()) this.socket.send(message, () => resolve());
      else resolve();
    });
  }

  /** @param reason At most 123 bytes. */
  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(handle: (message: string) => Promise<void>): void {
    this.socket.on('message', (data: Buffer) => {
      // After goodbye nothing is heard any more.
      if (this.socket.readyState !== this.socket.OPEN) return;
      handle(data.toString()).catch((error: unknown) => {
        this.report(error);
        this.close(INTERNAL_ERROR, 'INTERNAL');
      });
    });
  }

  /** Asks whether the client is there still; cuts it off if it did not answer the last time. */
  ping(): void {
    if (!this.#isAlive) this.socket.terminate();
    else if (this.#hasRoom()) {
      this.#isAlive = false;
      this.socket.ping();
    }
  }

  #hasRoom(): boolean {
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.socket.terminate();
    return this.socket.readyState === this.socket.OPEN;
  }
}
