import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { Housekeeping, Workload } from './housekeeping.js';

describe('Housekeeping', () => {
  it('sweeps twice a minute while no request is open, in slices', async () => {
    const clock = new ManualClock();
    const workload = new Workload();
    const housekeeping = new Housekeeping(workload, clock);
    const sample = async (times: number) => {
      for (let i = 0; i < times; i++) {
        await clock.advance(1_000);
        housekeeping.sample();
      }
    };
    const swept: string[] = [];
    for (const component of ['a', 'b', 'c']) {
      housekeeping.register(component, (isTimeUp) => {
        swept.push(component);
        void clock.advance(3);
        return isTimeUp() ? 1 : 2;
      });
    }
    workload.open = () => 1;
    await sample(40);
    expect(swept).toEqual([]);
    workload.open = () => 0;
    await sample(1);
    expect(swept).toEqual(['a', 'b']);
    await sample(1);
    expect(swept).toEqual(['a', 'b', 'c']);
    expect(housekeeping.dropped).toBe(5);
    await sample(20);
    expect(swept).toHaveLength(3);
  });
});
