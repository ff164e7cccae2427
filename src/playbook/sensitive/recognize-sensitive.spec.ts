import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { compileCues, encodeProgram } from './cue-program.js';
import { recognizeSensitive } from './index.js';
import { cuesSchema } from './schema.js';

interface Item {
  readonly text: string;
  /** Situations that fit; null for a text that is not sensitive. */
  readonly any: readonly string[] | null;
}

const evaluationFile = (name: string) => readFileSync(join(import.meta.dirname, '../../../test/eval', name), 'utf8');
const itemsOf = (name: string): Item[] =>
  evaluationFile(name)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Item);

/** Shares of a set: recognized at all, recognized as a fitting situation, and harmless texts taken for sensitive. */
function shares(items: readonly Item[]) {
  const sensitive = items.filter(({ any }) => any !== null);
  const harmless = items.filter(({ any }) => any === null);
  const ids = sensitive.map(({ text, any }) => [recognizeSensitive(text)?.id, any ?? []] as const);
  return {
    recall: ids.filter(([id]) => id !== undefined).length / sensitive.length,
    fitting: ids.filter(([id, any]) => id !== undefined && any.includes(id)).length / sensitive.length,
    falseAlarms: harmless.filter(({ text }) => recognizeSensitive(text) !== undefined).map(({ text }) => text),
  };
}

describe('recognizeSensitive', () => {
  /** The cues were tuned on these: the floors only keep what once worked, and say nothing of other texts. */
  const known = itemsOf('sensitive.jsonl');

  it('recognizes plainly told situations in four languages', () => {
    const { recall, fitting } = shares(known);
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(fitting).toBeGreaterThanOrEqual(0.95);
  });

  it.each([
    ['They want the limit switch of the mixer bridged until Monday.', 'safety-shortcut'],
    ['He copied the drawings to a private cloud before he left.', 'insider-harm'],
    ['The agent keeps their passports in a safe.', 'exploited-workers'],
    ['Auf dem Laptop sind Bilder, die nach Kindern aussehen.', 'child-protection'],
    ['Er hört Stimmen und hat Angst vor uns.', 'psychosis-signs'],
    ['I yelled at my tester in front of the group.', 'own-conduct'],
    ['She had a miscarriage and my boss wants her rated.', 'diagnosis-bereavement'],
  ])('recognizes orders and dangers in the words of the trade: %s', (text, id) => {
    expect(recognizeSensitive(text)?.id).toBe(id);
  });

  it.each([
    'Der Lieferant droht mit Kündigung des Vertrags.',
    'Notre client menace de partir.',
    'What does a dead man switch do in a backup job?',
    'We keep copies of customer passports for the bank.',
    'Compare the alternatives for our three oldest services.',
  ])('takes none of these for sensitive: %s', (text) => {
    expect(recognizeSensitive(text)).toBeUndefined();
  });

  it('leaves look-alikes of other senses alone', () => {
    expect(shares(known).falseAlarms).toEqual([]);
  });

  /** Written before the cues, but what they missed has been looked at and mended since: not held back any more. */
  it('keeps recognizing the first sentences that it was measured on', () => {
    const { recall, falseAlarms } = shares(itemsOf('sensitive-heldback.jsonl'));
    expect(recall).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarms).toEqual([]);
  });

  /**
   * The only set that is held back: never looked at while cues were written. Scenes without the words of the trade are beyond
   * cues (7 of 20 are recognized); they are what a fitted model is for.
   */
  it('raises no false alarm on held-back scenes, of which it recognizes a third', () => {
    const { recall, falseAlarms } = shares(itemsOf('sensitive-scenes-heldback.jsonl'));
    expect(recall).toBeGreaterThanOrEqual(0.3);
    expect(falseAlarms).toEqual([]);
  });

  it.each([
    ['danger before a dismissal', 'I let him go on Friday and now he writes that he will kill himself', 'danger-other'],
    ['danger before a harassment', 'She was harassed and says everyone is better off without her', 'danger-other'],
    ['violence before a promotion', 'He got no promotion and said he would bring a gun to work', 'violence-threat'],
    ['retaliation before harassment', 'Since I reported his harassment I get the worst shifts', 'retaliation'],
    [
      'retaliation before bad nights',
      'I went to the works council in May. Ever since I am excluded from meetings, and I can hardly sleep',
      'retaliation',
    ],
    ['pregnancy before a performance plan', 'She is pregnant and HR wants her on a PIP', 'pregnancy-decision'],
  ])('puts %s', (_what, text, id) => {
    expect(recognizeSensitive(text)?.id).toBe(id);
  });

  it.each([
    'Ich habe einen Abschiedsbrief geschrieben.',
    'Ich habe gestern meiner Frau einen Abschiedsbrief geschrieben',
    'Der Abschiedsbrief liegt in meiner Schublade.',
    'Mein Abschiedsbrief ist fertig, wer übernimmt das Release?',
    'Ich bring mich um',
    'Ohne mich wären alle besser dran',
    "J'ai écrit ma lettre d'adieu",
    'Tengo escrita la carta de despedida',
    'I wrote the goodbye letter last night',
  ])('takes “%s” for danger to the asker', (text) => {
    expect(recognizeSensitive(text)?.id).toBe('danger-asker');
  });

  it.each([
    ['Ich habe den Abschiedsbrief meines Mitarbeiters gefunden. Was tun?', 'danger-other'],
    ['I found a goodbye letter on her desk', 'danger-other'],
    ['He gave his good headphones to the junior and asked HR how the life insurance works', 'danger-other'],
    ['Our founder asked the intern to his hotel room', 'harassment-boss'],
    ['Our HR manager touches the interns', 'harassment-boss'],
    ['Someone from the client keeps texting our tester at night', 'harassment-customer'],
    ['I wrote my farewell letter to the team, can you check it?', undefined],
    ['Ich habe meinen Abschiedsbrief an die Kollegen fertig', undefined],
  ])('tells who is concerned: %s', (text, id) => {
    expect(recognizeSensitive(text)?.id).toBe(id);
  });

  it('reads cues that are compiled from their present source', () => {
    const { lists, cues } = cuesSchema.parse(JSON.parse(evaluationFile('sensitive-cues.json')));
    const stored: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, '../content/sensitive/cue-program.json'), 'utf8'),
    );
    expect(encodeProgram(compileCues(lists, cues))).toEqual(stored);
  });

  it('keeps what follows a sensitive question in the lane, and leaves it for another subject', () => {
    const earlier = ['One of my engineers told me that she was groped at the offsite.'];
    expect(recognizeSensitive('shorter', earlier)).toMatchObject({ id: 'assault', isFollowUp: true });
    expect(recognizeSensitive('and if HR does nothing?', earlier)).toMatchObject({ isFollowUp: true });
    expect(recognizeSensitive('Different question: monolith or microservices?', earlier)).toBeUndefined();
    expect(recognizeSensitive('shorter', ['Monolith or microservices?'])).toBeUndefined();
  });

  it('reads beginning and end of a long text and takes any text', () => {
    const filler = 'The release went well and the next one is planned. '.repeat(700);
    expect(recognizeSensitive(`${filler}He said he will kill himself.`)?.id).toBe('danger-other');
    expect(recognizeSensitive(filler)).toBeUndefined();
    for (const text of ['', '\0\u{FFFD}', '((((', 'suicide '.repeat(4_000), 'she '.repeat(8_000)]) {
      expect(() => recognizeSensitive(text)).not.toThrow();
    }
  });
});
