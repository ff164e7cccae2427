import { describe, expect, it } from '@jest/globals';

import { FrameworkCatalog } from '../../src/frameworks/index.js';

const { detector } = new FrameworkCatalog().current;

/** Texts that make a careless matcher go back over what it has read. */
const ADVERSARIAL: Record<string, string> = {
  'one letter': 'a',
  'one word': 'team ',
  'the beginning of a name': 'team topolo ',
  'a whole name': 'team topologies ',
  'a spaced-out name': 't e a m t o p o l o g i e s ',
  'a misspelt long word': 'eisenhauerisch prioritisazion ',
  'the beginning of an instruction': 'ignore all of the previous and ',
  'an instruction without an end': 'ignore aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'hyphens and dots': 'w.s-j.f-',
  'combining marks': 'e\u0301\u0301\u0301',
  'invisible characters': 'o\u200Bk\u2060r\u200D ',
  'look-alike letters': 'ѕԝоt ',
  'right-to-left marks': '\u202Eokr\u202C ',
  'null bytes and lone surrogates': '\u0000\uD800 okr ',
  'sentence ends': 'Why? No. ',
  'code fences': '```\n',
  'a question': 'Should we build it or buy it, and who decides by March? ',
};

/** Least CPU time of several runs, microseconds: what the work costs without the noise of the machine. */
function cpuOf(text: string): number {
  let least = Infinity;
  for (let run = 0; run < 7; run++) {
    const before = process.cpuUsage();
    detector.detect(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least;
}

describe('FrameworkDetector', () => {
  it.each(Object.entries(ADVERSARIAL))('takes time in proportion to the text: %s', (_name, unit) => {
    const repeat = (length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    detector.detect(repeat(32_768));
    const short = cpuOf(repeat(8_192));
    const long = cpuOf(repeat(32_768));
    // Four times the text: 4 when linear, 16 when quadratic. A floor keeps the clock's own step out of the ratio.
    expect(long / Math.max(short, 500)).toBeLessThan(8);
  });
});
