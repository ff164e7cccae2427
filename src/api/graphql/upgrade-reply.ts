import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The reply to a request that asks for a WebSocket. It takes the same way as every other, so that whoever may not have
 * one is told why as over HTTP; whoever may gets the socket that it would have been written to.
 */
export class UpgradeReply extends ServerResponse {
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
    this.once('finish', () => peer.destroySoon());
  }
}

/** Whether a request asks for a WebSocket at `path`. */
export function asksForWebSocket({ method, url, headers }: IncomingMessage, path: string): boolean {
  return method === 'GET' && url?.split('?', 1)[0] === path && headers.upgrade?.toLowerCase() === 'websocket';
}
