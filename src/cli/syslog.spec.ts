import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../../test/support/eventually.js';
import { startTcpReceiver, startUdpReceiver, type SyslogReceiver } from '../../test/support/syslog-receiver.js';

import { sendToSyslog, syslogTarget, type SyslogEvent } from './syslog.js';

const AT = Date.parse('2026-01-31T12:00:00.250Z');
const HEADER = /^<110>1 2026-01-31T12:00:00\.250Z [!-~]{1,255} claude-director \d+ answer\.given - (.*)$/;

async function* events(...texts: unknown[]): AsyncGenerator<SyslogEvent> {
  for (const text of texts) {
    await Promise.resolve();
    yield { at: AT, kind: 'answer.given', text: JSON.stringify(text) };
  }
}
const contents = (messages: readonly string[]): unknown[] =>
  messages.map((message) => JSON.parse(String(HEADER.exec(message)?.[1])) as unknown);

describe('sendToSyslog', () => {
  let receiver: SyslogReceiver | undefined;
  afterEach(() => receiver?.stop());

  it.each([
    ['TCP', startTcpReceiver],
    ['UDP', startUdpReceiver],
  ])('sends messages of RFC 5424 over %s, in order', async (_name, start) => {
    receiver = await start();
    const { address, messages } = receiver;
    const given = ['plain', 'naïve\n東京 🎯', { nested: ['"', '\\', '\u0000'] }];
    expect(await sendToSyslog(events(...given), syslogTarget(address))).toBe(3);
    await eventually(() => (messages.length === 3 ? true : undefined));
    expect(contents(messages)).toEqual(given);
  });

  it('sends any number over TCP, at the pace of the receiver', async () => {
    receiver = await startTcpReceiver();
    const texts = Array.from({ length: 2_000 }, (_value, n) => `${n} ${'x'.repeat(2_000)}`);
    await sendToSyslog(events(...texts), syslogTarget(receiver.address));
    expect(contents(receiver.messages)).toEqual(texts);
  });

  it('gives up on a receiver that takes nothing, and says how many were sent', async () => {
    receiver = await startTcpReceiver({ isDeaf: true });
    const texts = Array.from({ length: 20_000 }, () => 'x'.repeat(4_000));
    await expect(sendToSyslog(events(...texts), syslogTarget(receiver.address), 300)).rejects.toThrow(
      /nothing was taken for 0\.3 s; \d+ events were sent, the latest of them may not have arrived/,
    );
  });

  it('says that there is no receiver', async () => {
    const { address, stop } = await startTcpReceiver();
    stop();
    await expect(sendToSyslog(events('one'), syslogTarget(address))).rejects.toThrow(/ECONNREFUSED.*; 0 events/);
  });

  it('says that an event does not fit into a datagram', async () => {
    receiver = await startUdpReceiver();
    await expect(sendToSyslog(events('x'.repeat(70_000)), syslogTarget(receiver.address))).rejects.toThrow(
      /does not fit into a datagram, send it over TCP; 0 events/,
    );
  });
});

describe('syslogTarget', () => {
  it('has the ports that are registered', () => {
    expect(syslogTarget('udp://logs.example.com')).toEqual({ transport: 'udp', host: 'logs.example.com', port: 514 });
    expect(syslogTarget('tcp://[::1]:6514')).toEqual({ transport: 'tcp', host: '::1', port: 6_514 });
  });

  it.each(['logs.example.com', 'http://a:1', 'udp://', 'tcp://me@a:1', 'tcp://a:1/path', 'tcp://a:99999', ''])(
    'refuses %j',
    (address) => {
      expect(() => syslogTarget(address)).toThrow('--syslog takes an address such as');
    },
  );
});
