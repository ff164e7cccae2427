import { describe, expect, it } from '@jest/globals';

import { candidatesIn } from './candidates.js';
import { corrected } from './correction.js';
import { newsOf } from './news.js';
import { threadOf } from './thread.js';
import { toldInPassing } from './told-in-passing.js';

const PLACES = 'Team of 5 in Lisbon, 6 in Toronto, same product. Should I split them?';

describe('newsOf', () => {
  it.each([
    [
      'I want a second product manager.',
      "Just heard there's a hiring freeze till March. Does that change it?",
      'hiring-stopped',
      { date: 'March', post: '' },
    ],
    [
      PLACES,
      "the tech lead who's in Lisbon is relocating to Toronto in May. still the same?",
      'moving',
      { date: 'May', fromAfter: '4', thereAfter: '7' },
    ],
    [
      'Our 2 data engineers go to product.',
      'One of the two handed in notice this morning, last day 28 Feb',
      'leaving',
      { left: 'one', of: 'two', date: '28 February' },
    ],
    [
      'Der Tech Lead (Jonas) ist dagegen, er sagt ohne Flags geht das nicht.',
      'Jonas hat heute gekündigt, geht ende Juni',
      'leaving',
      { who: 'Jonas', date: 'the end of June', objection: 'ohne Flags geht das nicht' },
    ],
    [
      'SSO by 1 June or they leave',
      'they just moved the deadline to 1 September',
      'dated',
      { gained: 'about 3 months' },
    ],
    [
      'AWS is 92k/mo. 40% is one cluster at 15% cpu. CFO wants 20% off',
      'CFO now says 30%',
      'raised',
      { before: '20%', comes: '27.6k a month' },
    ],
    ['They want me to cut 8% of 4.1m, 85% salaries', 'now they say 12%', 'raised', { before: '8%', comes: '492k' }],
    [
      '400k dearer than planned',
      'Der Lieferant hat gerade zugesagt 150k davon zu tragen.',
      'borne',
      { who: 'the supplier', below: '250k' },
    ],
    [
      'we spend 9k/mo on openai, the gateway is 48k a year',
      'openai spend jumped to 31k in november',
      'risen',
      { before: '9k', times: '3.4 times' },
    ],
    [
      'one brilliant but rude in the panel, the other solid',
      'the solid one just withdrew',
      'withdrawn',
      { other: 'the brilliant but rude one' },
    ],
    [
      'Should we open source it?',
      'Legal came back: no, not before the patent is filed in October.',
      'refused',
      { who: 'legal', date: 'October' },
    ],
    [
      'Anna or Marek?',
      'Marek told me today he has an offer, has to answer by Friday',
      'courted',
      { who: 'Marek', date: 'Friday' },
    ],
  ])('after "%s", "%s" is %s', (said, message, kind, slots) => {
    expect(newsOf(message, said)).toMatchObject({ kind, slots });
  });

  it.each([
    ['Do we merge the teams?', 'and if she quits?'],
    ['Do we merge the teams?', 'what if HR said no'],
    ['Do we merge the teams?', 'what will the CEO say?'],
    ['Do we merge the teams?', 'our Oslo DBA resigned, how do I write the job ad?'],
    ['A cut of 20% and one of 30%', 'now it is 25%'],
  ])('after "%s" there is none in "%s"', (said, message) => {
    expect(newsOf(message, said)).toBeUndefined();
  });
});

describe('corrected', () => {
  it.each([
    [
      'Offsite (14-16 May) is cancelled',
      "it's now postponed, not cancelled: 24-26 September",
      'Offsite (24-26 September) is postponed',
    ],
    [
      'on 3 Feb, training 20 and 27 January',
      'Correction: training is on 21 and 28 January',
      'on 3 Feb, training 21 and 28 January',
    ],
    ['they quote 48k a year', 'and if they say 25k a year instead of 48k?', 'they quote 25k a year'],
  ])('in "%s", "%s" gives "%s"', (said, message, text) => {
    expect(corrected(said, message)?.text).toBe(text);
  });

  it('puts a date in the place of a date alone', () => {
    expect(corrected('40 % en mars', 'finalement en juin et non en mars')).toMatchObject({ old: 'mars', made: 'juin' });
    expect(corrected('Je dois en parler', 'ce sera en juin et non en mars')).toBeUndefined();
  });

  it('changes the amount of what the message speaks of', () => {
    expect(corrected('they quote 48k a year. We spend 19k now', 'spend is 31k now')?.old).toBe('19k');
  });
});

describe('candidatesIn', () => {
  it('finds the things of which the first is asked', () => {
    expect(candidatesIn('which bit would you take out first? Candidates are: notifications, billing, PDF')).toEqual([
      'notifications',
      'billing',
      'PDF',
    ]);
    expect(candidatesIn('what do I say first?')).toEqual([]);
  });
});

describe('threadOf', () => {
  const always = (_message: string, _before: unknown, isOpen: boolean) => isOpen;

  it('keeps the matter when a reply wishes for another form and says why', () => {
    const { followUp, focus } = threadOf(
      ['Help me set out the case.'],
      "Good but make it 6 bullets, I'll have three minutes and our investor hates slides",
      always,
    );
    expect({ focus, followUp }).toMatchObject({
      focus: 'Help me set out the case.',
      followUp: { kind: 'same', form: { isList: true, points: 6 } },
    });
    const french = "C'est trop long, et le ton fait un peu direction. Je voudrais plus simple.";
    expect(threadOf(['Comment le présenter ?'], french, always).followUp).toMatchObject({
      kind: 'same',
      form: { isShorter: true },
    });
  });

  it('keeps the matter when a reply brings news of it, and the news when only the form changes', () => {
    const said = ['Tom wants 4 days a week.', 'HR said no, full time only until next year'];
    expect(threadOf(said.slice(0, 1), said[1] ?? '', always).followUp?.news?.kind).toBe('refused');
    expect(threadOf(said, 'shorter', always).followUp).toMatchObject({
      news: { kind: 'refused' },
      form: { isShorter: true },
    });
  });
});

describe('toldInPassing', () => {
  it('takes the facts out of a wish about a text', () => {
    expect(toldInPassing("too friendly. Shorter and firmer, they've ignored two emails from us")).toBe(
      "They've ignored two emails from us.",
    );
    expect(toldInPassing('add that Mehmet helps with the move')).toBe('');
  });
});
