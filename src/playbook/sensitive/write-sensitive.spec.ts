import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

import { countWords } from '../question/quotable-text.js';
import { recognizeSensitive, SENSITIVE_IDS as ids, writeSensitive } from './index.js';
import { atHandSchema, phrasesSchema, situationsSchema, situationTextSchema } from './schema.js';
import { readSituations, textOf } from './sensitive-content.js';
import { writeSensitiveFollowUp } from './write-sensitive.js';

const FOLDER = join(import.meta.dirname, '../content/sensitive');
const read = (name: string): unknown => JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
const families = [...new Set(readSituations().map(({ family }) => family))];
const matchOf = (id: string) => ({ id, confidence: 1, isFollowUp: false });

const COMPETENT =
  /\b(?:HR|RH|RR\. HH|legal|counsel|lawyer|doctor|crisis line|police|compliance|médico|médecin|Arzt|Polizei|policía|hospital)\b/;
const FORBIDDEN =
  /ticket queue|self-service|story point|deployment frequency|north star|\bOKR|A\/B test|shared group|duty rota|neutral witness|whole decisions|measure:|framework|productivity/i;
const FOLLOW_UPS = {
  shorter: 'shorter please',
  words: 'What do I say to her?',
  mail: 'Write the mail to HR',
  refused: 'And if HR does nothing?',
  team: 'Should I tell the team?',
  joke: 'He said it was a joke',
  fault: 'Is this my fault?',
  why: 'Why?',
  other: 'And what about next week?',
};

function written(text: string): string {
  const match = recognizeSensitive(text);
  if (match === undefined) throw new Error(`not recognized: ${text}`);
  return writeSensitive(match, { text }).markdown;
}

describe('the texts of the sensitive lane', () => {
  it('fit their schemas', () => {
    situationsSchema.parse(read('situations'));
    phrasesSchema.parse(read('phrases'));
    atHandSchema.parse(read('at-hand'));
    for (const family of families) z.record(z.string(), situationTextSchema).parse(read(family));
  });

  it('are one for each situation', () => {
    const written = families.flatMap((family) => Object.keys(read(family) as object));
    expect([...written].sort()).toEqual([...ids].sort());
  });

  it.each(ids)('%s: names somebody competent, has no word of delivery, and keeps its length', (id) => {
    const { markdown, actions } = writeSensitive(matchOf(id), { text: 'What should be done here?' });
    expect(actions).toEqual([]);
    expect(markdown).toMatch(COMPETENT);
    expect(markdown).not.toMatch(FORBIDDEN);
    expect(countWords(markdown)).toBeGreaterThanOrEqual(150);
    expect(countWords(markdown)).toBeLessThanOrEqual(320);
    for (const asked of Object.values(FOLLOW_UPS)) {
      const followUp = writeSensitiveFollowUp(matchOf(id), asked, ['It happened on Monday. What do I do?']).markdown;
      expect(followUp).toMatch(COMPETENT);
      expect(followUp).not.toMatch(FORBIDDEN);
      expect(countWords(followUp)).toBeLessThanOrEqual(320);
    }
  });
});

/** Told by the person it happens to, by the kind of situation. */
const TOLD_BY_THE_ASKER = {
  danger: 'My ex follows me, he threatened me and hit me. What do I do?',
  conduct: 'He keeps touching me and they bully me. What do I do?',
  health: 'I drink at work and I cannot stop drinking. What do I do?',
};
const EMERGENCY = /\b(?:112|911|999|110|15|17|emergency number|emergency services)\b/;
const HELPLINE =
  /\b(?:988|116 123|13 11 14|3114|024|0800 111 0 111|143|142|800 911 2000|1-800-\d{3}-\d{4}|0808 2000 247|116 016|3919|016)\b/;

describe('the texts for the person it happens to', () => {
  const situations = readSituations().filter(({ id }) => textOf(id).asker !== undefined);

  it.each(situations.map(({ id, family }) => [id, family] as const))('%s: speak to the asker', (id, family) => {
    const told = TOLD_BY_THE_ASKER[family as keyof typeof TOLD_BY_THE_ASKER];
    const { markdown } = writeSensitive(matchOf(id), { text: told });
    expect(markdown).not.toBe(writeSensitive(matchOf(id), { text: 'What do I do about it?' }).markdown);
    expect(markdown).toMatch(COMPETENT);
    expect(countWords(markdown)).toBeGreaterThanOrEqual(150);
    // With what is said of the people who are named.
    expect(countWords(markdown)).toBeLessThanOrEqual(340);
  });

  it.each([
    ['My husband hits me and I miss standups. What do I do?', /^You do not have to bear this/],
    ['A customer grabbed me at the fair. What do I do?', /^You do not have to put up with this/],
    ['My boss keeps touching me. What do I do?', /^It is not your fault/],
    ['One of my engineers told me her husband hits her. What do I do?', /^Offer a quiet word/],
  ])('%s', (text, opening) => {
    expect(written(text)).toMatch(opening);
  });
});

describe('numbers to call', () => {
  const asked = [
    'What do I do?',
    '¿Qué hago con mi compañero?',
    'Que faire avec ma collègue ?',
    'Was mache ich mit ihm?',
  ];

  it.each(ids)('%s: the emergency number comes before any helpline', (id) => {
    const texts = [
      ...asked.map((text) => writeSensitive(matchOf(id), { text }).markdown),
      ...Object.values(TOLD_BY_THE_ASKER).map((text) => writeSensitive(matchOf(id), { text }).markdown),
      ...Object.values(FOLLOW_UPS).map((text) => writeSensitiveFollowUp(matchOf(id), text, ['It happened.']).markdown),
    ];
    for (const text of texts) {
      const helpline = text.search(HELPLINE);
      if (helpline === -1) continue;
      const emergency = text.search(EMERGENCY);
      expect(emergency === -1 ? Infinity : emergency).toBeLessThan(helpline);
    }
  });
});

describe('where the offender may be HR or the boss', () => {
  it.each([
    'assault',
    'harassment-reported',
    'harassment-second-hand',
    'harassment-seen',
    'harassment-target',
    'harassment-boss',
    'racist-sexist-remarks',
    'bullying',
    'retaliation',
    'violence-threat',
    'violence-done',
    'stalking',
    'minors-interns',
    'serious-matter',
  ])('%s: names a way around them', (id) => {
    expect(writeSensitive(matchOf(id), { text: 'What do I do?' }).markdown).toMatch(
      /independent|go above|above or outside|outside employment counsel|straight to the police/,
    );
  });
});

describe('writeSensitive', () => {
  it.each([
    ['She told me she is pregnant and her bad review is in my drafts. Do I still hand it in?', /^No\b/],
    ['She is pregnant and her bad review is due. Can I refuse?', /^Yes, you have a choice/],
    ['My dev said everyone is better off without him. Should I bring it up or is that overstepping?', /^Yes\b/],
    ['My dev said everyone is better off without him. Do I let it go?', /^No\b/],
    ['A lead touched her, she asked me not to tell. Do I respect that?', /^No\b/],
    ['A lead touched her. Do I tell HR?', /^Yes\b/],
    ['A lead touched her. Wait until HR is back?', /^No\b/],
    ['My boss told me to delete the safety analysis. Do I?', /^No\b/],
    ['My boss told me to delete the safety analysis. What now?', /^Do not delete/],
    ['His work permit ran out. Do I let him carry on?', /^No\b/],
    ['I cry in the car every morning. I cannot just drop it all, can I?', /^Yes, you can/],
    ['I cry in the car every morning. Can I hold out until June?', /^No\b/],
    ['My manager keeps touching my shoulder. Am I overreacting?', /^No\b/],
    ['I know he will be laid off and he is buying a house. Can I hint?', /^No\b/],
    ['They asked me to resign by Friday. Do I sign?', /^No\b/],
    ['May I ask a candidate if she wants children?', /^(?:No\b|Do not)/],
    ['No warnings so far, can I fire him?', /^Not yet/],
    ['My boss wants me to read the mailbox of an employee. Just do it?', /^No\b/],
    ['I keep thinking about how to end my life. Should I tell my boss?', /^Yes, tell someone, now/],
    ['I keep thinking about how to end my life. Do I still finish the release?', /^No, nothing at work/],
    ['He said he wants to kill himself. Can I still fire him?', /^Not now/],
    [
      "He says he'll bring a gun tomorrow. Do I call the police or HR?",
      /^Yes, today, in its exact words: the police first/,
    ],
    ['Mi marido me pega y llego tarde al trabajo, ¿qué hago?', /^Actúa hoy/],
    ['She is pregnant and on the list. Do I tell the team?', /^No\b/],
    ['He is on sick leave and works from bed. Should I tell him to stop?', /^One kind line that stops the work, yes/],
    ['People talk about a union. Should I tell HR who it is?', /^(?:No\b|Ask HR or counsel what you may say)/],
    ['My husband hits me. What do I do?', /^You do not have to bear this/],
    ['His work permit ran out, what do I do?', /^Do not decide/],
    ['Since I complained I get the worst shifts. Should I quit?', /^Not before advice/],
  ])('opens “%s” with %s', (text, opening) => {
    expect(written(text)).toMatch(opening);
  });

  it('says who stands in when HR is away, missing, or nothing is in writing', () => {
    const told = 'I heard from a dev that our lead touches the intern.';
    expect(written(`${told} HR is away until the 14th. Wait?`)).toContain('HR being away until the 14th');
    expect(written(`${told} We have no HR.`)).toContain('Without an HR department');
    expect(written('My VP wants those over 55 rated low, nothing in writing. Do I have a choice?')).toContain(
      'dated note',
    );
  });

  it('names crisis lines where a life may be at risk', () => {
    expect(written('He said he wants to kill himself')).toMatch(/\b988\b.*\b116 123\b/s);
    expect(written('I keep thinking about how to end my life')).toMatch(/\b988\b/);
  });

  it.each([
    ['es', 'Mi compañero dice que todos estarían mejor sin él. ¿Le pregunto?', '024'],
    ['fr', "Elle m'a dit qu'elle pensait à mettre fin à ses jours. Je fais quoi ?", '3114'],
    ['de', 'Er hat gesagt, dass er sich umbringen will. Was mache ich?', '0800 111 0 111'],
  ])('answers danger in the language of the question: %s', (_language, text, line) => {
    expect(written(text)).toContain(line);
  });

  it('quotes the facts in a mail as plain text and leaves the question out', () => {
    const told = 'Our lead **touched** the tester on [Monday](http://x.example). Do I report it?';
    const { markdown } = writeSensitiveFollowUp(matchOf('harassment-reported'), 'write the mail to HR', [told]);
    expect(markdown).toContain('Our lead touched the tester');
    expect(markdown).not.toContain('x.example');
    expect(markdown).not.toContain('Do I report it');
  });

  it.each(['danger-asker', 'danger-other', 'domestic-violence', 'mental-health', 'own-burnout', 'harassment-target'])(
    '%s: quotes nothing private in a mail',
    (id) => {
      const told = 'The secret diagnosis was told to me on Monday.';
      expect(writeSensitiveFollowUp(matchOf(id), 'write the mail to HR', [told]).markdown).not.toContain(
        'diagnosis was',
      );
    },
  );

  it('does not tell a person accused that others are to blame', () => {
    const { markdown } = writeSensitiveFollowUp(matchOf('harassment-accused'), 'Is this my fault?', [
      'They accuse me.',
    ]);
    expect(markdown).toMatch(/^That is for a fair inquiry/);
  });

  it('says that a weak reading may have read too much', () => {
    expect(writeSensitive({ ...matchOf('bullying'), confidence: 0.6 }, { text: 'x' }).markdown).toContain(
      'I may misread this',
    );
  });

  it('says what follows for the people and things that are named, whatever part they have in it', () => {
    const text = 'My director wants the interlock on the mixer bridged, the operator has a photo. Do we do it?';
    const { markdown } = writeSensitive(matchOf('safety-shortcut'), { text });
    expect(markdown).toMatch(/^No, do not go on with it/);
    expect(markdown).toContain('where the interlock is concerned');
    expect(markdown).toContain('Leave the photo as found');
    expect(markdown).toContain('Do not blame, warn or question the operator');
  });

  it('puts the words first where words are asked for, but not before help', () => {
    const order = (id: string) => {
      const { markdown } = writeSensitive(matchOf(id), { text: 'How do I word my answer to my boss?' });
      return markdown.indexOf('**Words you can use.**') < markdown.indexOf('**Today.**');
    };
    expect(order('order-falsify')).toBe(true);
    expect(order('danger-other')).toBe(false);
  });

  it('has steps of their own for the cases of a situation', () => {
    const open = (text: string) => writeSensitive(matchOf('child-protection'), { text }).markdown.split('\n')[0];
    expect(open('He has pictures of children on his laptop')).toMatch(/^Do not look at it/);
    expect(open('Our app lets strangers write to children')).toMatch(/^Switch the function off/);
  });

  it.each([
    ['de', 'Mein Chef will, dass ich das Protokoll rückdatiere. Unterschreibe ich?', /^Nein: Unterschreiben/],
    ['fr', 'Mon directeur veut que je signe un rapport faux. Je signe ?', /^Non : ne signez/],
    ['es', 'Mi jefe quiere que firme un informe falso. ¿Firmo?', /^No: no firmes/],
  ])('opens in the language of the question, with its answer: %s', (_language, text, opening) => {
    expect(writeSensitive(matchOf('order-falsify'), { text }).markdown).toMatch(opening);
  });

  it('weighs ways of saving, with the rules for letting people go', () => {
    const text = 'We have to save 300k: cut bonuses, reduced hours, or lay off 4 of 40?';
    const { markdown } = writeSensitive(matchOf('layoff-plan'), { text });
    expect(markdown).toMatch(/\*\*cut bonuses\*\*.*\*\*reduced hours\*\*.*\*\*lay off 4 of 40\*\*/s);
    expect(markdown).toContain('consultation');
  });
});
