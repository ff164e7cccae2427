import { describe, expect, it } from '@jest/globals';

import { FrameworkDetector } from './detector.js';
import { loadFrameworkLibrary } from './library.js';

const detector = new FrameworkDetector(loadFrameworkLibrary());
const idsIn = (text: string) => detector.detect(text).frameworks.map(({ id }) => id);

describe('the sense of a name', () => {
  it('is the framework where the words around it agree', () => {
    expect(idsIn('Our OKRs are a to-do list with percentages. How do we get to outcomes for 12 teams?')).toContain(
      'okr',
    );
    expect(idsIn('Would a pre-mortem help before we sign the platform migration?')).toContain('pre-mortem');
  });

  it.each([
    [
      'kotter-8-step',
      'Ms Kotter in payroll asks to carry nine days of leave into April. The works agreement says March. May I?',
    ],
    ['swot', 'Did the SWOT satellite of NASA measure the level of Lake Constance yet?'],
    ['cynefin', 'The Cynefin in Bangor, does the kitchen still serve after nine on a Sunday?'],
  ])('is something else in a text like %s', (id, text) => {
    expect(idsIn(text)).not.toContain(id);
  });
});
