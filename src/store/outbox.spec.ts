import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { Outbox, type GroupWriter } from './outbox.js';
import { StoreUnavailableError } from './store.errors.js';

class TransientError extends Error {}

/** A database that refuses the entry `bad` for good, and everything while it is down. */
function setUp(options = { maxEntries: 10, maxBytes: 1_000, lingerMs: 50 }) {
  const clock = new ManualClock();
  const database = { isDown: false, groups: [] as string[][], ids: [] as string[], syncs: 0 };
  const [written, refused]: [string[], string[]] = [[], []];
  const writer: GroupWriter<string> = {
    write: async (group, id) => {
      database.ids.push(id);
      if (database.isDown) throw new TransientError();
      if (group.includes('bad')) throw new RangeError('bad');
      database.groups.push([...group]);
    },
    isTransient: (error) => error instanceof TransientError,
    sync: async () => void database.syncs++,
    onWritten: (entry) => written.push(entry),
    onRefused: (entry) => refused.push(entry),
  };
  return { clock, database, outbox: new Outbox(options, writer, clock), refused, written };
}

describe('Outbox', () => {
  it('writes what arrives within the linger time as one group', async () => {
    const { clock, database, outbox } = setUp();
    outbox.enqueue('a', 1);
    await clock.advance(49);
    outbox.enqueue('b', 1);
    expect(database.groups).toEqual([]);
    await clock.advance(1);
    expect(database.groups).toEqual([['a', 'b']]);
    expect(outbox.state).toEqual({ entries: 0, bytes: 0, usedRatio: 0, isBlocked: false });
  });

  it('writes and synchronizes a durable entry without lingering, after those before it', async () => {
    const { clock, database, outbox } = setUp();
    outbox.enqueue('a', 1);
    const durable = outbox.enqueueDurably('b', 1);
    await clock.advance(0);
    await durable;
    expect(database).toMatchObject({ groups: [['a', 'b']], syncs: 1 });
  });

  it('retries a group under the same id with growing pauses, and is blocked meanwhile', async () => {
    const { clock, database, outbox, written } = setUp();
    database.isDown = true;
    outbox.enqueue('a', 1);
    await clock.advance(50 + 50 + 100);
    expect(database.ids).toHaveLength(3);
    expect(outbox.state.isBlocked).toBe(true);
    database.isDown = false;
    outbox.enqueue('b', 1);
    await clock.advance(200);
    expect(new Set(database.ids.slice(0, 4)).size).toBe(1);
    expect(written).toEqual(['a', 'b']);
    expect(outbox.state.isBlocked).toBe(false);
  });

  it('bisects a group that can never succeed, and rejects only the entry at fault', async () => {
    const { outbox, refused, written } = setUp();
    for (const entry of ['a', 'b']) outbox.enqueue(entry, 1);
    const bad = outbox.enqueueDurably('bad', 1).catch((error: unknown) => error);
    for (const entry of ['c', 'd']) outbox.enqueue(entry, 1);
    await outbox.flush();
    expect(await bad).toBeInstanceOf(RangeError);
    expect(refused).toEqual(['bad']);
    expect(written).toEqual(['a', 'b', 'c', 'd']);
  });

  it('rejects an entry when it is full, in number or in bytes', () => {
    const { outbox } = setUp({ maxEntries: 2, maxBytes: 100, lingerMs: 50 });
    outbox.enqueue('a', 1);
    expect(outbox.state.usedRatio).toBe(0.5);
    outbox.enqueue('b', 1);
    expect(() => outbox.enqueue('c', 1)).toThrow(StoreUnavailableError);
    const other = setUp({ maxEntries: 10, maxBytes: 100, lingerMs: 50 }).outbox;
    other.enqueue('a', 100);
    expect(() => other.enqueue('b', 1)).toThrow(StoreUnavailableError);
  });

  it('flushes what waits now, and nothing when nothing waits', async () => {
    const { database, outbox } = setUp();
    await outbox.flush();
    outbox.enqueue('a', 1);
    await outbox.flush();
    expect(database.groups).toEqual([['a']]);
  });
});
