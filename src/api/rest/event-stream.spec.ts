import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { AnswerEventLog, AnswerEventLogs } from '../../guidance/index.js';
import { EventStream } from './event-stream.js';

const OPTIONS = { pingMs: 60_000, farewell: new AbortController().signal };

async function textOf(stream: EventStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

describe('EventStream', () => {
  it('leaves in the log what a slow client has not taken', () => {
    const log = new AnswerEventLog(10_000_000);
    const stream = new EventStream(log, 0, OPTIONS);
    stream.read(0);
    for (let i = 0; i < 1_000; i++) log.append('answer.delta', { text: 'x'.repeat(1_000) });
    expect(stream.readableLength).toBeLessThan(20_000);
    stream.destroy();
  });

  it('tells every event once, whenever it is read', async () => {
    const log = new AnswerEventLog(1_000_000);
    log.append('one', {});
    const stream = new EventStream(log, 0, OPTIONS);
    const text = textOf(stream);
    log.append('two', { text: 'line\nbreak' });
    await Promise.resolve();
    log.append('three', {});
    log.end();
    expect(await text).toBe(
      'retry: 1000\n\nid: 1\nevent: one\ndata: {}\n\nid: 2\nevent: two\ndata: {"text":"line\\nbreak"}\n\nid: 3\nevent: three\ndata: {}\n\n',
    );
  });

  it('begins after the event the client has seen', async () => {
    const log = new AnswerEventLog(1_000_000);
    for (const type of ['one', 'two', 'three']) log.append(type, {});
    log.end();
    expect(await textOf(new EventStream(log, 2, OPTIONS))).toBe('retry: 1000\n\nid: 3\nevent: three\ndata: {}\n\n');
  });
});

describe('EventStream of a service that goes', () => {
  it('says so and ends', async () => {
    const log = new AnswerEventLog(1_000_000);
    const farewell = new AbortController();
    const stream = new EventStream(log, 0, { ...OPTIONS, farewell: farewell.signal });
    const text = textOf(stream);
    log.append('one', {});
    await Promise.resolve();
    farewell.abort();
    log.append('two', {});
    expect(await text).toBe(
      'retry: 1000\n\nid: 1\nevent: one\ndata: {}\n\nevent: closing\ndata: {"reason":"draining"}\n\n',
    );
  });
});

describe('AnswerEventLog', () => {
  it('stays within its bound and always keeps the last event', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500), { minLength: 1, maxLength: 60 }), (sizes) => {
        const log = new AnswerEventLog(2_000);
        for (const size of sizes) log.append('answer.delta', { text: 'x'.repeat(size) });
        expect(log.bytes).toBeLessThanOrEqual(2_000);
        expect(log.after(sizes.length - 1)?.id).toBe(sizes.length);
        expect(log.after(sizes.length)).toBeUndefined();
      }),
    );
  });
});

describe('AnswerEventLogs', () => {
  it('lets the oldest go when all of them take too much', () => {
    const logs = new AnswerEventLogs({ maxLogs: 100, maxBytes: 10_000 });
    for (let i = 0; i < 50; i++) logs.open('acme', `ans_${i}`).append('answer.final', { text: 'x'.repeat(900) });
    expect(logs.bytes).toBeLessThanOrEqual(10_000);
    expect(logs.find('acme', 'ans_0')).toBeUndefined();
    expect(logs.find('acme', 'ans_49')).toBeDefined();
    expect(logs.find('other', 'ans_49')).toBeUndefined();
  });

  it('holds no more logs than it may', () => {
    const logs = new AnswerEventLogs({ maxLogs: 3, maxBytes: 10_000 });
    for (let i = 0; i < 5; i++) logs.open('acme', `ans_${i}`);
    expect([0, 1, 2, 3, 4].filter((i) => logs.find('acme', `ans_${i}`) !== undefined)).toEqual([2, 3, 4]);
  });
});
