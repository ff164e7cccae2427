import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { EventLoopPacer } from './event-loop-pacer.js';

function setUp() {
  const clock = new ManualClock();
  let freed = 0;
  const pacer = new EventLoopPacer(clock, () => freed++);
  return { clock, pacer, freed: () => freed };
}

describe('EventLoopPacer', () => {
  it('allows one start per turn', async () => {
    const { freed, pacer } = setUp();
    expect(pacer.take()).toBe(true);
    expect(pacer.take()).toBe(false);
    await nextTurn();
    expect(freed()).toBe(1);
    expect(pacer.take()).toBe(true);
  });

  it('delays the next start while every turn brings arrivals', async () => {
    const { freed, pacer } = setUp();
    pacer.take();
    for (let i = 0; i < 5; i++) {
      pacer.noteArrival();
      await nextTurn();
      expect(freed()).toBe(0);
    }
    await nextTurn();
    expect(freed()).toBe(1);
  });

  it('starts despite a flood of arrivals', async () => {
    const { clock, freed, pacer } = setUp();
    pacer.take();
    for (let i = 0; i < 6; i++) {
      pacer.noteArrival();
      await nextTurn();
      await clock.advance(1);
    }
    expect(freed()).toBe(1);
  });
});
