import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const SWITCHING_PROTOCOLS = 101;

/**
 * The reply to a request that asks for a WebSocket. It takes the same way as every other, so that whoever may not have
 * one is told why as over HTTP; whoever may gets the socket that it would have been written to.
 */
export class UpgradeResponse extends ServerResponse {
  readonly #hangUp = () => this.peer.destroySoon();

  /** @param head What has arrived behind the request. */
  constructor(
    request: IncomingMessage,
    readonly peer: Socket,
    readonly head: Buffer,
  ) {
    super(request);
    this.shouldKeepAlive = false;
    this.assignSocket(peer);
    // Nobody else listens any more to a client that goes away.
    peer.on('error', () => undefined);
    this.once('finish', this.#hangUp);
  }

  /** Lets go of the socket, which is no longer this reply's to write to or to close. */
  release(): Socket {
    this.off('finish', this.#hangUp);
    this.detachSocket(this.peer);
    return this.peer;
  }

  /** The other protocol has begun: for whoever waits for the end of the request, this was it. */
  markSwitched(): void {
    this.statusCode = SWITCHING_PROTOCOLS;
    this.emit('finish');
  }
}

/** Whether a request asks for a WebSocket at `path`. */
export function asksForWebSocket({ method, url, headers }: IncomingMessage, path: string): boolean {
  return method === 'GET' && url?.split('?', 1)[0] === path && headers.upgrade?.toLowerCase() === 'websocket';
}
