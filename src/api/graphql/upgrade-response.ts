import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const SWITCHING_PROTOCOLS = 101;

/**
 * The reply to a request that asks for a WebSocket. It passes the same hooks as every other, so that a refusal is a reply
 * over HTTP; if it is not refused, the WebSocket takes over the TCP socket of this reply.
 */
export class UpgradeResponse extends ServerResponse {
  readonly #endSocket = () => this.peer.destroySoon();

  /** @param head Bytes received after the request. */
  constructor(
    request: IncomingMessage,
    readonly peer: Socket,
    readonly head: Buffer,
  ) {
    super(request);
    this.shouldKeepAlive = false;
    this.assignSocket(peer);
    // Nothing else handles an error of this socket.
    peer.on('error', () => undefined);
    this.once('finish', this.#endSocket);
  }

  /** Detaches the socket, which this reply must no longer write to or close. */
  release(): Socket {
    this.off('finish', this.#endSocket);
    this.detachSocket(this.peer);
    return this.peer;
  }

  /** Ends the HTTP request for its observers once the WebSocket is open. */
  markSwitched(): void {
    this.statusCode = SWITCHING_PROTOCOLS;
    this.emit('finish');
  }
}

/** Whether a request asks for a WebSocket at `path`. */
export function asksForWebSocket({ method, url, headers }: IncomingMessage, path: string): boolean {
  return method === 'GET' && url?.split('?', 1)[0] === path && headers.upgrade?.toLowerCase() === 'websocket';
}
