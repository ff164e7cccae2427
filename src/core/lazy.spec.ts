import { describe, expect, it } from '@jest/globals';

import { Lazy } from './lazy.js';

describe('OnDemand', () => {
  it('loads nothing before it is needed, and once however many need it', async () => {
    let loads = 0;
    const face = new Lazy(async () => ++loads);
    expect(await face.ifBegun()).toBeUndefined();
    expect(loads).toBe(0);
    expect(await Promise.all([face.get(), face.get()])).toEqual([1, 1]);
    expect([await face.get(), await face.ifBegun()]).toEqual([1, 1]);
  });

  it('loads again after a failure, which only the calls waiting for it see', async () => {
    let isThere = false;
    const face = new Lazy(async () => {
      if (isThere) return 'loaded';
      throw new Error('no file');
    });
    const failing = face.get();
    expect(await face.ifBegun()).toBeUndefined();
    await expect(failing).rejects.toThrow('no file');
    isThere = true;
    expect(await face.get()).toBe('loaded');
  });
});
