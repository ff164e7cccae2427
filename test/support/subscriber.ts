import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

import { WebSocket, type ClientOptions } from 'ws';

import { eventually } from './eventually.js';

export interface SubscriberOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Payload of `connection_init`. */
  readonly init?: object;
  readonly protocol?: string;
}

/** A message of the protocol. */
export interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: ReturnType<typeof JSON.parse>;
}

/** A client of GraphQL over WebSocket that sends and sees every single message. */
export class Subscriber {
  readonly messages: Message[] = [];
  /** Code and reason, once the connection is closed. */
  closed: { readonly code: number; readonly reason: string } | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as Message));
    socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    socket.on('error', () => undefined);
  }

  /** Connects without saying anything. @throws {Error} with the status, if the connection is refused. */
  static async connect(url: string, { headers = {}, protocol }: SubscriberOptions = {}): Promise<Subscriber> {
    const address = `${url.replace('http', 'ws')}/graphql`;
    const options: ClientOptions = { headers };
    const socket = new WebSocket(address, protocol ?? 'graphql-transport-ws', options);
    const subscriber = new Subscriber(socket);
    await once(socket, 'open');
    return subscriber;
  }

  /** Connects and says hello. */
  static async open(url: string, options: SubscriberOptions = {}): Promise<Subscriber> {
    const subscriber = await Subscriber.connect(url, options);
    subscriber.send({ type: 'connection_init', ...(options.init === undefined ? {} : { payload: options.init }) });
    await subscriber.next(({ type }) => type === 'connection_ack');
    return subscriber;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ id, type: 'subscribe', payload: { query, ...(variables === undefined ? {} : { variables }) } });
  }

  /** The first message that is wanted, from now on or before. */
  next(isWanted: (message: Message) => boolean): Promise<Message> {
    return eventually(() => {
      const found = this.messages.find(isWanted);
      if (found === undefined && this.closed !== undefined) throw new Error(`closed: ${JSON.stringify(this.closed)}`);
      return found;
    });
  }

  /** What a subscription receives until it is over, the end included. */
  async until(id: string): Promise<Message[]> {
    await this.next((message) => message.id === id && message.type !== 'next');
    return this.messages.filter((message) => message.id === id);
  }

  /** How the connection ends. */
  ended(): Promise<{ readonly code: number; readonly reason: string }> {
    return eventually(() => this.closed);
  }

  close(): void {
    this.socket.terminate();
  }
}

/** The status and the problem with which a request for a WebSocket is refused. */
export async function refusalOf(url: string, options: SubscriberOptions = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { ...options.headers },
  });
  socket.on('error', () => undefined);
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(body) as { code: string } };
}
