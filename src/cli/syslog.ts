import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { hostname } from 'node:os';

import { AppError } from '../core/index.js';
import { UsageError } from './usage.js';

/** Where syslog messages go. */
export interface SyslogTarget {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

/** What is sent: one event of an audit trail. */
export interface SyslogEvent {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** At most 32 printable characters of ASCII without spaces. */
  readonly kind: string;
  /** JSON. */
  readonly text: string;
}

/** Facility 13, log audit; severity 6, informational. */
const PRIORITY = 13 * 8 + 6;
/** Of IPv4 over UDP: the longest message that fits into a packet. */
const MAX_DATAGRAM_BYTES = 65_507;
/** For a connection, and for a receiver that takes nothing, milliseconds. */
const PATIENCE_MS = 10_000;
const DEFAULT_PORTS = { udp: 514, tcp: 601 } as const;

/** Events could not be sent. */
export class SyslogError extends AppError {
  readonly code = 'SYSLOG_FAILED';
}

/** @throws {UsageError} */
export function syslogTarget(address: string): SyslogTarget {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const transport = url?.protocol.slice(0, -1);
  const isBare = url !== undefined && `${url.username}${url.password}${url.pathname.slice(1)}${url.search}` === '';
  if ((transport !== 'udp' && transport !== 'tcp') || !isBare || url.hostname === '') {
    throw new UsageError('--syslog takes an address such as udp://logs.example.com:514 or tcp://127.0.0.1:601');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { transport, host, port: url.port === '' ? DEFAULT_PORTS[transport] : Number(url.port) };
}

/**
 * Sends events in the order given, one message each.
 *
 * Over TCP every message has its length before it, and the receiver sets the pace. Over UDP nothing says what arrived.
 *
 * @param patienceMs For a connection, and for a receiver that takes nothing.
 * @returns how many were sent.
 * @throws {SyslogError} `SYSLOG_FAILED`, saying how many were sent before.
 * @see RFC 5424 for messages, RFC 6587 §3.4.1 for their lengths over TCP, RFC 5426 for UDP
 */
export async function sendToSyslog(
  events: AsyncIterable<SyslogEvent>,
  target: SyslogTarget,
  patienceMs = PATIENCE_MS,
): Promise<number> {
  let sent = 0;
  try {
    await using sender = await (target.transport === 'tcp' ? tcpSender : udpSender)(target, patienceMs);
    for await (const event of events) {
      await sender.send(messageOf(event));
      sent++;
    }
    await sender.finish();
    return sent;
  } catch (error) {
    const { host, port, transport } = target;
    const reason = isTimeout(error) ? `nothing was taken for ${patienceMs / 1_000} s` : String(reasonIn(error));
    const sure = transport === 'tcp' ? 'the latest of them may not have arrived' : 'whether they arrived is not known';
    throw new SyslogError(`${transport}://${host}:${port}: ${reason}; ${sent} events were sent, ${sure}`, {
      cause: error,
    });
  }
}

interface Sender extends AsyncDisposable {
  send(message: string): Promise<void>;
  /** Until the other side has what was sent, as far as it says so. */
  finish(): Promise<void>;
}

async function tcpSender({ host, port }: SyslogTarget, patienceMs: number): Promise<Sender> {
  const socket = connect({ host, port });
  /** An error, or an end before ours, whenever it comes. */
  let failure: Error | undefined;
  socket.on('error', (error) => (failure ??= error));
  socket.on('close', () => (failure ??= new Error('the connection was closed')));
  // What is read counts for nothing; unread, it would hold up the end of the connection.
  socket.resume();
  const until = async (event: string) => {
    if (failure !== undefined) throw failure;
    await once(socket, event, { signal: AbortSignal.timeout(patienceMs) });
  };
  try {
    await until('connect');
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    async send(message) {
      if (failure !== undefined) throw failure;
      if (!socket.write(`${message.length} ${message}`)) await until('drain');
    },
    async finish() {
      socket.end();
      await until('close');
    },
    [Symbol.asyncDispose]: () => {
      socket.destroy();
      return Promise.resolve();
    },
  };
}

async function udpSender({ host, port }: SyslogTarget, patienceMs: number): Promise<Sender> {
  const { address, family } = await inTime(lookup(host), patienceMs);
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  let failure: Error | undefined;
  socket.on('error', (error) => (failure ??= error));
  return {
    async send(message) {
      if (failure !== undefined) throw failure;
      if (message.length > MAX_DATAGRAM_BYTES) {
        throw new Error(`an event of ${message.length} bytes does not fit into a datagram, send it over TCP`);
      }
      await inTime(sendOne(socket, message, port, address), patienceMs);
    },
    finish: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(resolve)),
  };
}

function sendOne(socket: UdpSocket, message: string, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(message, port, address, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function inTime<T>(work: Promise<T>, patienceMs: number): Promise<T> {
  const signal = AbortSignal.timeout(patienceMs);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, late]);
}

/** ASCII: other characters are escaped in the JSON, so that the length in bytes is that of the text. */
function messageOf({ at, kind, text }: SyslogEvent): string {
  const json = text.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const host = hostname()
    .replaceAll(/[^!-~]/g, '')
    .slice(0, 255);
  const header = [new Date(at).toISOString(), host || '-', 'claude-director', process.pid, kind, '-'];
  return `<${PRIORITY}>1 ${header.join(' ')} ${json}`;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function reasonIn(error: unknown): unknown {
  if (error instanceof AggregateError) return error.errors.map(String).join(', ');
  return error instanceof Error ? error.message : error;
}
