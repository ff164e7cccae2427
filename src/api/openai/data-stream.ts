import type { FastifyReply } from 'fastify';

/**
 * A reply of server-sent events that carry data only, as clients of OpenAI's protocol read them: neither `id:` nor
 * `event:` lines unless the event names one, comments in one line.
 *
 * Nothing is held back for a slow client, because a reply is no longer than one answer.
 */
export class DataStream {
  readonly #ping: NodeJS.Timeout;

  private constructor(
    private readonly raw: FastifyReply['raw'],
    pingMs: number,
  ) {
    // A blank line behind the comment would end an event that has not begun.
    this.#ping = setInterval(() => this.#write(': ping\n'), pingMs).unref();
    raw.once('close', () => clearInterval(this.#ping));
  }

  /** Sends the head of the reply. */
  static open(reply: FastifyReply, pingMs: number): DataStream {
    reply.hijack();
    const { raw } = reply;
    const headers: Readonly<Record<string, number | string | string[] | undefined>> = reply.getHeaders();
    raw.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Otherwise proxies such as nginx buffer the whole reply.
      'x-accel-buffering': 'no',
    });
    return new DataStream(raw, pingMs);
  }

  /** @param event Name of the event, where the protocol has names. */
  send(data: object, event?: string): void {
    this.#write(`${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
  }

  /** @param last Data of the last event. */
  end(last = ''): void {
    clearInterval(this.#ping);
    if (last !== '') this.#write(`data: ${last}\n\n`);
    this.raw.end();
  }

  #write(text: string): void {
    if (!this.raw.destroyed && !this.raw.writableEnded) this.raw.write(text);
  }
}
