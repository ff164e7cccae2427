import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { Outbox, type GroupWriter } from './outbox.js';
import { StoreUnavailableError } from './store.errors.js';

class DatabaseAwayError extends Error {}

/** A database that refuses the entry `bad` for what is in it, and everything while it is down. */
function setUp(options = { maxEntries: 10, maxBytes: 1_000, lingerMs: 50 }) {
  const clock = new ManualClock();
  const database = { isDown: false, groups: [] as string[][], ids: [] as string[], syncs: 0 };
  const [written, setAside, blocked]: [string[], string[], boolean[]] = [[], [], []];
  const refused: [entry: string, isKept: boolean][] = [];
  const writer: GroupWriter<string> = {
    encode: (entry: string) => JSON.stringify(entry),
    write: async (group, id) => {
      database.ids.push(id);
      if (database.isDown) throw new DatabaseAwayError();
      if (group.includes('bad')) throw new RangeError('bad');
      database.groups.push([...group]);
    },
    isFaultOfRows: (error) => !(error instanceof DatabaseAwayError),
    setAside: async (entry) => {
      if (database.isDown) throw new DatabaseAwayError();
      setAside.push(entry);
    },
    sync: async () => void database.syncs++,
    onWritten: (entry) => written.push(entry),
    onRefused: (entry, _error, isKept) => refused.push([entry, isKept]),
    onBlocked: (error) => void blocked.push(error !== undefined),
  };
  return { blocked, clock, database, outbox: new Outbox(options, writer, clock), refused, setAside, written };
}

describe('Outbox', () => {
  it('writes what arrives within the linger time as one group', async () => {
    const { clock, database, outbox } = setUp();
    outbox.enqueue([{ entry: 'a', bytes: 1 }]);
    await clock.advance(49);
    outbox.enqueue([{ entry: 'b', bytes: 1 }]);
    expect(database.groups).toEqual([]);
    await clock.advance(1);
    expect(database.groups).toEqual([['a', 'b']]);
    expect(outbox.state).toEqual({ entries: 0, bytes: 0, usedRatio: 0, isBlocked: false, blockedMs: 0 });
  });

  it('writes and synchronizes a durable entry without lingering, after those before it', async () => {
    const { clock, database, outbox } = setUp();
    outbox.enqueue([{ entry: 'a', bytes: 1 }]);
    const durable = outbox.enqueueDurably({ entry: 'b', bytes: 1 });
    await clock.advance(0);
    await durable;
    expect(database).toMatchObject({ groups: [['a', 'b']], syncs: 1 });
  });

  it('retries a group under the same id with growing pauses, and is blocked meanwhile', async () => {
    const { blocked, clock, database, outbox, written } = setUp();
    database.isDown = true;
    outbox.enqueue([{ entry: 'a', bytes: 1 }]);
    await clock.advance(50 + 50 + 100);
    expect(database.ids).toHaveLength(3);
    expect(outbox.state).toMatchObject({ isBlocked: true, blockedMs: 150 });
    database.isDown = false;
    outbox.enqueue([{ entry: 'b', bytes: 1 }]);
    await clock.advance(200);
    expect(new Set(database.ids.slice(0, 4)).size).toBe(1);
    expect(written).toEqual(['a', 'b']);
    expect(outbox.state.isBlocked).toBe(false);
    expect(blocked).toEqual([true, false]);
  });

  it('bisects a group that can never succeed, sets aside only the entry at fault, and rejects it', async () => {
    const { outbox, refused, setAside, written } = setUp();
    for (const entry of ['a', 'b']) outbox.enqueue([{ entry: entry, bytes: 1 }]);
    const bad = outbox.enqueueDurably({ entry: 'bad', bytes: 1 }).catch((error: unknown) => error);
    for (const entry of ['c', 'd']) outbox.enqueue([{ entry: entry, bytes: 1 }]);
    await outbox.flush();
    expect(await bad).toBeInstanceOf(RangeError);
    expect(refused).toEqual([['bad', true]]);
    expect(setAside).toEqual(['bad']);
    expect(written).toEqual(['a', 'b', 'c', 'd']);
  });

  it('rejects an entry when it is full, in number or in bytes', () => {
    const { outbox } = setUp({ maxEntries: 2, maxBytes: 100, lingerMs: 50 });
    outbox.enqueue([{ entry: 'a', bytes: 1 }]);
    expect(outbox.state.usedRatio).toBe(0.5);
    outbox.enqueue([{ entry: 'b', bytes: 1 }]);
    expect(() => outbox.enqueue([{ entry: 'c', bytes: 1 }])).toThrow(StoreUnavailableError);
    const other = setUp({ maxEntries: 10, maxBytes: 100, lingerMs: 50 }).outbox;
    other.enqueue([{ entry: 'a', bytes: 100 }]);
    expect(() => other.enqueue([{ entry: 'b', bytes: 1 }])).toThrow(StoreUnavailableError);
  });

  it('flushes what waits now, and nothing when nothing waits', async () => {
    const { database, outbox } = setUp();
    await outbox.flush();
    outbox.enqueue([{ entry: 'a', bytes: 1 }]);
    await outbox.flush();
    expect(database.groups).toEqual([['a']]);
  });
});
