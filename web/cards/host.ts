/** The version of MCP Apps that a card speaks. @see SEP-1865 */
const PROTOCOL_VERSION = '2026-01-26';
/** A host that has not replied by then does not, milliseconds. */
const REPLY_TIMEOUT_MS = 90_000;
/** Longer values of a host's style are none. */
const MAX_STYLE_LENGTH = 300;

/** Members of a message, each of which may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** What becomes of the tool call that a card is shown for. */
export interface CardEvents {
  /** Arguments of the call, perhaps still incomplete. */
  onInput?(args: Fields): void;
  onResult(result: Fields): void;
  onCancelled(): void;
}

interface PendingRequest {
  resolve(result: Fields): void;
  reject(error: Error): void;
}

/**
 * The program that shows this card: JSON-RPC by `postMessage`, with nothing but what the protocol has.
 *
 * Only the window around the card is listened to. Its origin is not known, so what is sent there is nothing that it does
 * not have: sizes, and calls that it makes in the name of its user.
 */
export class Host {
  readonly #pending = new Map<number, PendingRequest>();
  #lastId = 0;
  #canCallTools = false;

  constructor(private readonly events: CardEvents) {
    addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (source === parent) this.#receive(fieldsOf(data));
    });
  }

  /** Whether {@link callTool} may succeed. */
  get canCallTools(): boolean {
    return this.#canCallTools;
  }

  /** Shakes hands, and reports the size of the card from then on. */
  async connect(name: string, version: string): Promise<void> {
    const result = await this.#request('ui/initialize', {
      protocolVersion: PROTOCOL_VERSION,
      appInfo: { name, version },
      appCapabilities: { availableDisplayModes: ['inline'] },
    });
    this.#canCallTools = fieldsOf(result['hostCapabilities'])['serverTools'] !== undefined;
    applyContext(fieldsOf(result['hostContext']));
    this.#notify('ui/notifications/initialized', {});
    this.#reportSize();
  }

  /** @throws {Error} if the host refuses, or the call fails. */
  async callTool(name: string, args: Fields): Promise<Fields> {
    return this.#request('tools/call', { name, arguments: args });
  }

  #receive({ id, method, params, result, error }: Fields): void {
    if (typeof method === 'string') {
      if (id === undefined) this.#notified(method, fieldsOf(params));
      else this.#send({ id, ...replyTo(method) });
      return;
    }
    const pending = typeof id === 'number' ? this.#pending.get(id) : undefined;
    if (pending === undefined) return;
    if (error === undefined) pending.resolve(fieldsOf(result));
    else pending.reject(new Error(String(fieldsOf(error)['message'])));
  }

  #notified(method: string, params: Fields): void {
    switch (method) {
      case 'ui/notifications/tool-input':
      case 'ui/notifications/tool-input-partial':
        this.events.onInput?.(fieldsOf(params['arguments']));
        break;
      case 'ui/notifications/tool-result':
        this.events.onResult(params);
        break;
      case 'ui/notifications/tool-cancelled':
        this.events.onCancelled();
        break;
      case 'ui/notifications/host-context-changed':
        applyContext(params);
        break;
      default:
    }
  }

  async #request(method: string, params: Fields): Promise<Fields> {
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Fields>();
    const timer = setTimeout(() => reject(new Error('no reply')), REPLY_TIMEOUT_MS);
    this.#pending.set(id, { resolve, reject });
    this.#send({ id, method, params });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  #notify(method: string, params: Fields): void {
    this.#send({ method, params });
  }

  #send(message: Fields): void {
    parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
  }

  #reportSize(): void {
    const page = document.documentElement;
    let last = '';
    new ResizeObserver(() => {
      const box = page.getBoundingClientRect();
      const [width, height] = [Math.ceil(box.width), Math.ceil(box.height)];
      // A host that sets the size it is told would be told again and again.
      if (last === (last = `${width} ${height}`)) return;
      this.#notify('ui/notifications/size-changed', { width, height });
    }).observe(page);
  }
}

/** A value as the members it has; of what is no object, none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** A card keeps nothing that would have to be saved before it is taken away. */
function replyTo(method: string): Fields {
  return method === 'ping' || method === 'ui/resource-teardown'
    ? { result: {} }
    : { error: { code: -32_601, message: 'a card has no such method' } };
}

/** Takes the scheme, the colours and the fonts of the host; a font that would have to be loaded is not. */
function applyContext({ theme, styles }: Fields): void {
  const { style } = document.documentElement;
  if (theme === 'dark' || theme === 'light') style.colorScheme = theme;
  for (const [name, value] of Object.entries(fieldsOf(fieldsOf(styles)['variables']))) {
    if (!/^--(?:color|font|border)-[\w-]+$/.test(name)) continue;
    if (typeof value === 'string' && value.length <= MAX_STYLE_LENGTH && !/url\(/i.test(value)) {
      style.setProperty(name, value);
    }
  }
}
