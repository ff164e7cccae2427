import { describe, expect, it } from '@jest/globals';

import { remembering } from './remembering.js';

describe('remembering', () => {
  const counting = () => {
    const made: string[] = [];
    const read = remembering((text) => {
      made.push(text);
      return { text };
    });
    return { made, read };
  };

  it('makes the result of a text once, and gives the same one again', () => {
    const { made, read } = counting();
    const first = read('why');
    expect(read('why')).toBe(first);
    expect(read('how')).toEqual({ text: 'how' });
    expect(made).toEqual(['why', 'how']);
  });

  it('forgets what was asked for longest ago', () => {
    const { made, read } = counting();
    for (let i = 0; i < 9; i++) read(`text ${i}`);
    read('text 8');
    read('text 0');
    expect(made.filter((text) => text === 'text 0')).toHaveLength(2);
    expect(made.filter((text) => text === 'text 8')).toHaveLength(1);
  });

  it('holds no long text', () => {
    const { made, read } = counting();
    const long = 'x'.repeat(2_001);
    expect(read(long)).not.toBe(read(long));
    expect(made).toHaveLength(2);
  });
});
