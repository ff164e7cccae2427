import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../../core/index.js';

import { ServerCutOffError } from './mcp.errors.js';
import { givenResult, PeerMessages } from './peer-messages.js';

const NOTE = { jsonrpc: '2.0', method: 'notifications/message', params: {} };
const call = (id: number | string) => ({ jsonrpc: '2.0' as const, id, method: 'tools/call' });

function messagesOn(clock = new ManualClock()) {
  return { messages: new PeerMessages('stub', clock), clock };
}

describe('PeerMessages', () => {
  it('lets an answer pass once, however its id and absences are spelled', () => {
    const { messages } = messagesOn();
    messages.sent(call(1));
    const answer = { jsonrpc: '2.0', id: '1', result: { content: [] }, error: null };
    const received = messages.receive(answer);
    expect(received).toMatchObject({ id: 1 });
    expect(received !== undefined && 'result' in received && givenResult(received.result)).toEqual({ content: [] });
    expect(messages.receive(answer)).toBeUndefined();
  });

  it('reads errors that are off the protocol', () => {
    const { messages } = messagesOn();
    messages.sent(call('a'));
    expect(messages.receive({ id: 'a', error: { code: '7', message: null, data: [] } })).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      error: { code: -32_603, message: '' },
    });
  });

  it('cuts a server off that sends too much, and regains patience with time and with answers', async () => {
    const { messages, clock } = messagesOn();
    const send = (count: number) => {
      for (let i = 0; i < count; i++) expect(messages.receive(NOTE)).toBeUndefined();
    };
    send(1_000);
    await clock.advance(1_000);
    send(200);
    messages.sent(call(1));
    messages.receive({ jsonrpc: '2.0', id: 1, result: {} });
    send(20);
    expect(() => messages.receive(NOTE)).toThrow(ServerCutOffError);
  });

  it('counts a request of the server for more than a notification', () => {
    const { messages } = messagesOn();
    const ping = { jsonrpc: '2.0', id: 's', method: 'ping', params: { deep: [[[]]] } };
    for (let i = 0; i < 100; i++) expect(messages.receive(ping)).toEqual({ jsonrpc: '2.0', id: 's', method: 'ping' });
    expect(() => messages.receive(ping)).toThrow(ServerCutOffError);
  });

  it('takes any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, result) => {
        const { messages } = messagesOn();
        for (const method of ['initialize', 'server/discover', 'tools/list', 'tools/call', 'ping']) {
          messages.sent({ ...call(1), method });
          messages.receive(value);
          expect(messages.receive({ id: 1, result })).toMatchObject({ id: 1 });
        }
      }),
    );
  });
});
