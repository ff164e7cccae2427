import { setImmediate as nextTurn } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { EventLoopPacer } from './event-loop-pacer.js';

function setUp() {
  const clock = new ManualClock();
  let freed = 0;
  const turns = new EventLoopPacer(clock, () => freed++);
  return { clock, turns, freed: () => freed };
}

describe('LoopTurns', () => {
  it('lets one start in each turn', async () => {
    const { freed, turns } = setUp();
    expect(turns.take()).toBe(true);
    expect(turns.take()).toBe(false);
    await nextTurn();
    expect(freed()).toBe(1);
    expect(turns.take()).toBe(true);
  });

  it('waits with the next start as long as each turn brings something new', async () => {
    const { freed, turns } = setUp();
    turns.take();
    for (let i = 0; i < 5; i++) {
      turns.arrived();
      await nextTurn();
      expect(freed()).toBe(0);
    }
    await nextTurn();
    expect(freed()).toBe(1);
  });

  it('does not let a flood end all work', async () => {
    const { clock, freed, turns } = setUp();
    turns.take();
    for (let i = 0; i < 6; i++) {
      turns.arrived();
      await nextTurn();
      await clock.advance(1);
    }
    expect(freed()).toBe(1);
  });
});
