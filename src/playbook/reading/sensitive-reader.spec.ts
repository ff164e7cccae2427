import { describe, expect, it } from '@jest/globals';

import { CaseModel } from './case-model.js';
import { SensitiveReader } from './sensitive-reader.js';

const model = new CaseModel();
const reader = new SensitiveReader(model);
const situationOf = (question: string) =>
  reader.read({
    question,
    earlier: [],
    isAdvice: true,
    isPlan: false,
    isStrategic: true,
    scores: model.score(question),
  })?.id;

describe('SensitiveReader', () => {
  it('tells the own stay of the asker from that of one of their people', () => {
    expect(situationOf("I think I'm being managed out. I have two kids and a visa tied to this job.")).toBe('own-job');
    expect(situationOf('They are being let go on Friday, and his visa is tied to this job. Can we help?')).toBe(
      'visa-permit',
    );
    expect(situationOf('One of my engineers is on a visa that runs out in March. What do I owe him?')).toBe(
      'visa-permit',
    );
  });

  it('takes a text to write about a delay or a request for what it is, and one about a dismissal as sensitive', () => {
    const asked = (question: string) =>
      reader.read({
        question,
        earlier: [],
        isAdvice: false,
        isPlan: false,
        isStrategic: true,
        scores: model.score(question),
      })?.id;
    expect(
      asked('Rédige une note pour le comité : la livraison a un retard de six semaines, coût du retard 90 k€.'),
    ).toBeUndefined();
    expect(
      asked(
        'Draft a note to the director of product: she moved our items to another team, and now that is twice I raised it.',
      ),
    ).toBeUndefined();
    expect(asked('Write the mail in which I tell Karl that he is dismissed for the fight on Friday.')).toBeDefined();
  });

  it('takes who wants to move to other work for no dismissal', () => {
    expect(situationOf('My best tester wants to become a designer. Do I let him go?')).toBeUndefined();
    expect(situationOf('Do I let him go? He missed every goal of his second plan.')).toBeDefined();
  });

  it('keeps a reply with what was sensitive before, unless that tells hardly anything', () => {
    const told =
      'At the team dinner our most senior consultant went on about how the new colleague looks, loudly and twice. ' +
      'She smiled, and told me on the way out that she would rather sit elsewhere next time.';
    const before = situationOf(told);
    expect(before).toBeDefined();
    const reply = (question: string, earlier: string) =>
      reader.read({
        question,
        earlier: [earlier],
        isAdvice: true,
        isPlan: false,
        isStrategic: true,
        scores: model.score(question),
      });
    expect(reply('HR only took a note of it. Do I talk to him myself?', told)).toMatchObject({
      id: before,
      isFollowUp: true,
    });
    expect(reply('He is late with everything, third time this month.', 'What do I say to him?')).toBeUndefined();
  });
});
