import diagnostics from 'node:diagnostics_channel';

import { describe, expect, it } from '@jest/globals';

import { EventChannel, observe, observerFailed } from './event-channel.js';

const UNPRINTABLE = {
  get message(): string {
    throw new Error('no message');
  },
  toString(): string {
    throw new Error('no text');
  },
};

describe('EventChannel', () => {
  it.each([
    ['an error', new Error('broken')],
    ['nothing', undefined],
    ['an object that cannot be printed', UNPRINTABLE],
    ['a promise', Promise.resolve()],
  ])('reaches the other subscribers, and its publisher goes on, when one throws %s', (_, thrown) => {
    const channel = new EventChannel<{ readonly at: number }>('test:subscriber:throws');
    const seen: number[] = [];
    const failures: { readonly observed: string; readonly error: unknown }[] = [];
    const ends = [
      observerFailed.subscribe((failure) => failures.push(failure)),
      channel.subscribe(() => {
        throw thrown;
      }),
      channel.subscribe(({ at }) => seen.push(at)),
    ];
    channel.publish({ at: 1 });
    channel.publish({ at: 2 });
    for (const end of ends) end();
    expect(seen).toEqual([1, 2]);
    expect(failures).toHaveLength(2);
    expect(failures[0]?.observed).toBe('test:subscriber:throws');
    expect(Object.is(failures[0]?.error, thrown)).toBe(true);
  });

  it('has no subscribers but its own, because what others throw would end the process', () => {
    const channel = new EventChannel<object>('test:subscriber:foreign');
    const names = [channel.name, `claude-director:${channel.name}`];
    const seen: unknown[] = [];
    for (const name of names) diagnostics.subscribe(name, (message) => seen.push(message));
    channel.publish({});
    expect(seen).toEqual([]);
  });

  it('reports a subscriber that fails later', async () => {
    const channel = new EventChannel<object>('test:subscriber:rejects');
    const failed = Promise.withResolvers<unknown>();
    const ends = [
      observerFailed.subscribe(({ error }) => failed.resolve(error)),
      channel.subscribe(async () => {
        await Promise.resolve();
        throw new Error('late');
      }),
    ];
    channel.publish({});
    expect(await failed.promise).toMatchObject({ message: 'late' });
    for (const end of ends) end();
  });

  it('does not report the failure of what observes failures, which would never end', () => {
    let calls = 0;
    const end = observerFailed.subscribe(() => {
      calls++;
      throw new Error('again');
    });
    observe('test', () => {
      throw new Error('once');
    });
    end();
    expect(calls).toBe(1);
  });
});
