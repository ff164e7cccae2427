import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../core/index.js';

import { ReplyTimetable } from './reply-timetable.js';

describe('ReplyTimetable', () => {
  it('gives the latest turn that is free', () => {
    const timetable = new ReplyTimetable(new ManualClock());
    const startOf = (latestAt: number, turnMs: number) => timetable.book(latestAt, turnMs).startsAt;
    expect(startOf(100, 5)).toBe(100);
    expect(startOf(100, 5)).toBe(95);
    expect(startOf(103, 2)).toBe(93);
    expect(startOf(105, 2)).toBe(105);
    expect(startOf(50, 5)).toBe(50);
    expect(startOf(98, 38)).toBe(55);
  });

  it('starts at once what has no turn left, and gives released turns again', () => {
    const timetable = new ReplyTimetable(new ManualClock());
    const first = timetable.book(8, 10);
    expect(timetable.book(8, 10).startsAt).toBe(0);
    expect(timetable.book(-5, 10).startsAt).toBe(0);
    first.release();
    first.release();
    expect(timetable.book(8, 10).startsAt).toBe(8);
  });

  it('never gives two the same time, and none too late', () => {
    const asked = fc.record({ latestAt: fc.integer({ min: 1, max: 300 }), turnMs: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 60 }), (all) => {
        const timetable = new ReplyTimetable(new ManualClock());
        const turns = all.map(({ latestAt, turnMs }) => {
          const { startsAt } = timetable.book(latestAt, turnMs);
          expect(startsAt).toBeLessThanOrEqual(latestAt);
          return { startsAt, endsAt: startsAt + turnMs };
        });
        // What begins at once has no turn.
        const booked = turns.filter(({ startsAt }) => startsAt > 0).toSorted((a, b) => a.startsAt - b.startsAt);
        for (const [i, { endsAt }] of booked.entries()) {
          expect(endsAt).toBeLessThanOrEqual(booked[i + 1]?.startsAt ?? Infinity);
        }
      }),
    );
  });
});
