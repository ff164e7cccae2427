import { connect } from 'node:net';

/** What a server wrote before it closed the connection. */
export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Undefined if the body is no JSON. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** Sends bytes as they are and reads until the connection closes, which `Connection: close` asks for. */
export function rawRequest(url: string, bytes: string | Buffer): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    connect(Number(port), hostname)
      .on('data', (chunk) => (text += String(chunk)))
      .on('error', reject)
      .on('close', () => resolve(parse(text)))
      .write(bytes);
  });
}

function parse(text: string): RawReply {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field): [string, string] => {
    const at = field.indexOf(':');
    return [field.slice(0, at).toLowerCase(), field.slice(at + 1).trim()];
  });
  const payload = rest.join('\r\n\r\n');
  return { status: Number(line.split(' ')[1]), headers: Object.fromEntries(headers), text, body: json(payload) };
}

function json(payload: string): RawReply['body'] {
  try {
    return JSON.parse(payload.slice(payload.indexOf('{'), payload.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}
