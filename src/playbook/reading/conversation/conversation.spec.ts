import { describe, expect, it } from '@jest/globals';

import { corrected } from './correction.js';
import { followUpOf } from './follow-up.js';
import { isNewMatter } from './new-matter.js';
import { threadOf } from './thread.js';

const kindOf = (message: string) => followUpOf(message)?.kind;

describe('followUpOf', () => {
  it.each([
    ['make it two lines', 'same'],
    ['shorter pls and without the theory', 'same'],
    ['tu peux faire plus court ?', 'same'],
    ['auf deutsch bitte', 'same'],
    ['in bullets', 'same'],
    ['put it in a table', 'same'],
    ['too long, 20 words', 'same'],
    ['and if he says no?', 'refused'],
    ['Oslo will never give up tabs', 'refused'],
    ['¿y si se niegan a mejorar?', 'refused'],
    ['what will he say to that?', 'objection'],
    ['and the second objection?', 'objection'],
    ['what would the CFO want to know?', 'objection'],
    ['he says quality would collapse otherwise', 'contradicted'],
    ['B', 'option'],
    ['the second', 'option'],
    ['then the other one', 'option'],
    ['option 2 in more detail pls', 'option'],
    ['what do I lose by that', 'price'],
    ['whats the catch', 'price'],
    ['yes or no then', 'verdict'],
    ['so?', 'verdict'],
    ['alternatives?', 'alternatives'],
    ['what not to say?', 'avoid'],
    ['what would change your mind', 'flip'],
    ['did that already, 2 times', 'tried'],
    ['as a mail to him', 'mail'],
    ['write that', 'mail'],
    ['one line to HR', 'report'],
    ['und was sage ich dem Chef?', 'report'],
    ['what do i tell the three who stay?', 'others'],
    ['just the first sentence I say', 'words'],
    ['so what’s first', 'first'],
    ['why', 'why'],
    ['he is the most senior one', 'further'],
    ['who decides it?', 'who'],
    ['qui le dit, moi ou le directeur ?', 'who'],
    ['wer muss das sonst wissen?', 'who'],
    ['how do I measure if it gets better', 'measure'],
    ['woran merke ich das?', 'measure'],
    ['and what does it cost', 'cost'],
    ['¿cuánto cuesta?', 'cost'],
    ["isn't that risky?", 'risk'],
    ['c’est pas trop risqué ?', 'risk'],
    ['what could go wrong', 'risk'],
    ['what would you do in my place?', 'verdict'],
    ['tu ferais quoi à ma place ?', 'verdict'],
    ['so do I close it or not', 'verdict'],
    ['when?', 'timing'],
    ['ab wann?', 'timing'],
    ["we can't do that, no test environment", 'blocked'],
    ['no podemos, no hay presupuesto', 'blocked'],
    ['das geht bei uns nicht', 'blocked'],
    ['and the juniors?', 'about'],
    ['et les autres clients ?', 'about'],
    ['what’s week one', 'first'],
    ['lo segundo', 'option'],
    ['das zweite dann', 'option'],
    ['the second. what first?', 'first'],
    ['how do I choose', 'choose'],
    ['how do I keep that from happening again', 'lasting'],
    ['I told him twice already', 'tried'],
    ['mail, 5 lines', 'mail'],
    ['écris-lui un mail', 'mail'],
    ['give me one sentence for him', 'words'],
    ['was, wenn der Vorstand keine neue Ebene will?', 'refused'],
    ['ils vont dire que je ne leur fais pas confiance', 'contradicted'],
  ])('reads "%s" as %s', (message, kind) => {
    expect(kindOf(message)).toBe(kind);
  });

  it('reads the form apart from what is asked', () => {
    expect(followUpOf('draft it in 3 sentences')).toMatchObject({ kind: 'mail', form: { sentences: 3 } });
    expect(followUpOf('jetzt auf Deutsch und kürzer')).toMatchObject({
      kind: 'same',
      form: { isShorter: true, language: 'de' },
    });
  });

  it('takes a long message for no reply', () => {
    expect(followUpOf('we have a new problem with the release and the team '.repeat(8))).toBeUndefined();
  });
});

describe('corrected', () => {
  it.each([
    ['2 offers, 31k and 24k a year', "sorry it's 29k not 31k", '2 offers, 29k and 24k a year'],
    ['45 people, 1,900 each', 'make it 52 people', '52 people, 1,900 each'],
    ['45 people, 1,900 each', 'and at 1,650?', '45 people, 1,650 each'],
    ['Plan to onboard 3 juniors', 'only two juniors now', 'Plan to onboard two juniors'],
    ['Angebot 31k', 'nicht 31k, sondern 29k', 'Angebot 29k'],
    ['replaced on 14 May', "it's the 16th not the 14th", 'replaced on 16 May'],
    ['Fridays no daily', "it's Wednesdays, not Fridays", 'Wednesdays no daily'],
    ['¿Acepto 3 semanas?', 'que sean 5 semanas, no 3', '¿Acepto 5 semanas?'],
    ['300 alerts a week, team of 6', 'sorry, 300 a DAY', '300 alerts a day, team of 6'],
    ['41 bugs, team of 4, 9 a week', 'make it 6 people and 13 a week', '41 bugs, team of 6, 13 a week'],
  ])('in "%s", "%s" gives "%s"', (said, message, text) => {
    expect(corrected(said, message)?.text).toBe(text);
  });

  it.each([
    ['45 people, 1,900 each', 'QA would cost 62k'],
    ['2 offers, 31k and 24k a year', 'and at 30k?'],
    ['team of 6', 'why not 400 and 200?'],
    ['3 pannes en 2 mois', 'le contrat court encore 14 mois'],
    ['quiere irse por un 20 % más', 'ya lo intenté, no quiere hablar'],
  ])('leaves "%s" as it is after "%s"', (said, message) => {
    expect(corrected(said, message)).toBeUndefined();
  });
});

describe('isNewMatter', () => {
  const evidence = { said: 'How do I tell Zoe that she will not get the lead role?', isKnown: true, confidence: 0.8 };

  it.each(['she cried last time', 'and what about her bonus?', 'the difference?'])(
    'keeps the thread for "%s"',
    (message) => {
      expect(isNewMatter({ ...evidence, message, isOther: true })).toBe(false);
    },
  );

  it.each(['Different question: our cloud bill doubled.', 'Which database would you take for 3 TB of orders?'])(
    'lets "%s" begin another matter',
    (message) => {
      expect(isNewMatter({ ...evidence, message, isOther: true })).toBe(true);
    },
  );

  it('takes no message for another matter that is not clearly about one', () => {
    expect(isNewMatter({ ...evidence, message: 'Which database would you take?', isOther: false })).toBe(false);
  });
});

describe('threadOf', () => {
  const never = () => false;

  it('keeps what an earlier reply asked when only the form changes', () => {
    const thread = threadOf(['Do we merge the teams?', 'what will the CEO say?'], 'in one sentence', never);
    expect(thread.followUp).toMatchObject({ kind: 'objection', form: { sentences: 1 } });
    expect(thread.focus).toBe('Do we merge the teams?');
  });

  it('adds the forms that were wished for one after the other', () => {
    const { followUp } = threadOf(['Do we merge the teams?', 'shorter'], 'auf deutsch', never);
    expect(followUp?.form).toMatchObject({ isShorter: true, language: 'de' });
  });

  it('keeps every wish about a text, in order', () => {
    const { wishes } = threadOf(['Write a note: the VPN moves.', 'softer', 'add that Mehmet helps'], 'shorter', never);
    expect(wishes).toEqual(['softer', 'add that Mehmet helps', 'shorter']);
  });

  it('corrects what was said before', () => {
    const thread = threadOf(['45 people, 1,900 each. Too much?'], 'make it 52 people', never);
    expect(thread).toMatchObject({
      focus: '52 people, 1,900 each. Too much?',
      followUp: { kind: 'changed', replaced: { old: '45', made: '52' } },
    });
  });

  it('asks for the downside of the option that was spoken of', () => {
    const { followUp } = threadOf(['Do we merge the teams?', 'option 2'], 'whats the downside of it', never);
    expect(followUp).toMatchObject({ kind: 'price', option: { number: 2 } });
  });
});
