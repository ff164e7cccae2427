import { request, type ClientRequest, type IncomingMessage } from 'node:http';

/** One server-sent event as it came. */
export interface ReceivedEvent {
  readonly id: number;
  readonly type: string;
  readonly data: ReturnType<typeof JSON.parse>;
}

/** A client of server-sent events on a socket of its own, which can be cut at any event. */
export class RawEvents {
  readonly events: ReceivedEvent[] = [];
  readonly comments: string[] = [];
  #rest = '';

  private constructor(
    private readonly client: ClientRequest,
    readonly response: IncomingMessage,
  ) {}

  static open(
    url: string,
    { body, headers = {} }: { readonly body?: object; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<RawEvents> {
    return new Promise((resolve, reject) => {
      const client = request(url, {
        method: body === undefined ? 'GET' : 'POST',
        agent: false,
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
      });
      client.on('response', (response) => resolve(new RawEvents(client, response)));
      client.on('error', reject);
      client.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Reads until `isLast` says so, and cuts the connection there; without it, to the end. */
  async read(isLast: (event: ReceivedEvent) => boolean = () => false): Promise<ReceivedEvent[]> {
    try {
      for await (const chunk of this.response) {
        if (this.#take(String(chunk), isLast)) {
          this.client.destroy();
          break;
        }
      }
    } catch (error) {
      if (!this.client.destroyed) throw error;
    }
    return this.events;
  }

  /** @returns whether an event was the last one wanted; those behind it are as lost as they are to a client cut off. */
  #take(chunk: string, isLast: (event: ReceivedEvent) => boolean): boolean {
    this.#rest += chunk;
    const blocks = this.#rest.split('\n\n');
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields['event'] === undefined) {
        this.comments.push(block);
        continue;
      }
      const event = { id: Number(fields['id']), type: fields['event'], data: JSON.parse(fields['data'] ?? 'null') };
      this.events.push(event);
      if (isLast(event)) return true;
    }
    return false;
  }
}
