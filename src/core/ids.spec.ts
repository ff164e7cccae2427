import { describe, expect, it } from '@jest/globals';

import { epochMsOf, idPattern, newId } from './ids.js';

describe('newId', () => {
  it('gives ids of the shape that is validated at the edge', () => {
    for (let i = 0; i < 1_000; i++) expect(newId('ans')).toMatch(idPattern('ans'));
  });

  it('sorts by time', () => {
    expect(newId('req', 1_000) < newId('req', 2_000)).toBe(true);
    expect(newId('req', 31) < newId('req', 32)).toBe(true);
  });

  it('contains its time of creation', () => {
    expect(epochMsOf(newId('cnv', 1_795_000_000_123))).toBe(1_795_000_000_123);
    expect(epochMsOf('cnv_../../etc/passwd')).toBeNaN();
  });

  it('never repeats', () => {
    const ids = new Set(Array.from({ length: 10_000 }, () => newId('cnv', 5)));
    expect(ids.size).toBe(10_000);
  });
});
