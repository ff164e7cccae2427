import { describe, expect, it } from '@jest/globals';

import { readFacts } from '../../facts/index.js';
import { writeDraft } from '../write-draft.js';
import { forReader } from './asides.js';

const TODAY = new Date('2026-11-30');
const draft = (text: string) => writeDraft({ text, facts: readFacts(text, TODAY) })?.markdown ?? '';

describe('forReader', () => {
  it.each([
    'I argued against the cut and lost',
    "We don't really want to switch",
    'Between us we need the cash.',
    'My boss wants to leave them but that is not for them to know',
    "Last winter two people ignored it, don't mention it",
    'Entre nous c’est la faute du prestataire.',
    'No quiero que parezca que vamos tarde',
    'Honestly the first batch was a mess but that’s internal.',
    "Don't offer discounts",
    'Counsel is still checking that',
    'Not begging please',
    'German is fine',
    'Wir duzen',
    'I need him as a friend next quarter so no lecture',
    'Ich sage es ihm morgen um neun',
    "She doesn't know it yet",
    'Laut HR darf der Grund nicht drinstehen',
    'Nächstes Jahr kommt vielleicht eine Stelle, versprechen darf ich aber nichts',
    'Ton calme, pas de langue de bois',
    "Slack length, from me (Ilse), don't pretend it's good news",
    'People will be furious',
    'Half the audience is sales and they are still angry',
    "He'll read every word twice",
  ])('keeps back: %s', (sentence) => {
    expect(forReader(sentence)).toBe('');
  });

  it.each([
    'Old laptops go back by 30 June.',
    'We moved the date because 8 % of the records were wrong.',
    'I decided it, Ines and Paul helped me prepare it.',
    'Our customers get 20 days more.',
    'Legal signs on Friday.',
    "Don't deploy before Monday.",
    'No weekend work is planned.',
    'Our support is fast, friendly, and cheap.',
  ])('tells: %s', (sentence) => {
    expect(forReader(sentence)).toBe(sentence);
  });

  it('leaves out wishes about the text and keeps what is asked for', () => {
    expect(forReader('Firm, not a rant, and I want a date from him.')).toBe('I want a date from him.');
  });

  it('leaves out an aside in brackets and keeps the sentence', () => {
    expect(forReader('The mail went to an old address (maybe leave that out?).')).toBe(
      'The mail went to an old address.',
    );
    expect(forReader('Also Ada steps back (the reason is private, pls dont allude).')).toBe('Also Ada steps back.');
    expect(forReader('Ada steps back (the reason is private')).toBe('Ada steps back');
    expect(forReader('Facts: the export was wrong.')).toBe('the export was wrong.');
  });
});

describe('writeDraft, asked as people speak', () => {
  it('refuses with the reason, the earliest date and what is possible', () => {
    const made = draft(
      'friendly no to the head of sales, he promised the audit export by friday. tests need 3 weeks, earliest 20 June, we could give him a CSV by thursday. his boss is on cc',
    );
    expect(made).toContain("We can't deliver the audit export by Friday.");
    expect(made).toContain('The earliest date I can give you is 20 June.');
    expect(made).toContain('What we can do: give you a CSV by Thursday.');
    expect(made).not.toMatch(/\bcc\b|He promised/);
  });

  it('counts from a notice that came too late', () => {
    const made = draft(
      'Reply to our telephony vendor. They announced an 8% price rise from 1 May, notice came 3 weeks before, contract says 60 days. We pay £4k/mo. We would accept 4%.',
    );
    expect(made).toContain('cannot take effect before 9 June');
    expect(made).toContain('£4k a month');
    expect(made).not.toContain('accept');
  });

  it('asks for a meeting without the quarrel behind it', () => {
    const made = draft(
      "Draft a slack message to my skip level asking for 20 mins. My manager gives our team's launch slots to his friends and I've raised it with him twice.",
    );
    expect(made).toContain('Could I have 20 minutes with you');
    expect(made).toContain("I've raised it with my manager twice.");
    expect(made).not.toContain('friends');
  });

  it('says no to an offer', () => {
    expect(
      draft('say no to a recruiter who offers me a post at a rival. I may want it later so keep the door open'),
    ).toContain("Thank you for thinking of me for a post at a rival. I won't take it up now.");
  });

  it('speaks to other departments in their words', () => {
    const made = draft(
      '3 minute talk for the all hands. Topic: why the web team will spend June on repairs (upgrading from PHP 7, making deploys 50 min -> 5). Audience is sales, they think we only fix things. I get nervous.',
    );
    expect(made).toMatch(/^Many of you think we only fix things\./);
    expect(made).toContain('from 50 to 5 minutes');
    expect(made).toContain('only newer versions get security fixes');
    expect(made).not.toMatch(/nervous|Audience/);
  });

  it('puts someone up for promotion in the third person, with the doubt in the open', () => {
    const made = draft(
      "Promo blurb for Noa, mid -> senior: built the import now used by 4 teams; cut costs by 30k; mentors two. Weak spot: she hasn't run an incident.",
    );
    expect(made).toContain('Noa built the import now used by 4 teams.');
    expect(made).toContain('She cut costs by 30k.');
    expect(made).toContain("The doubt that will be raised: she hasn't run an incident.");
    expect(made).not.toContain('you');
  });

  it('writes to customers when, what, why, and that it is regretted', () => {
    const made = draft(
      'Post-incident note to customers. Monday 10:05 to 11:20 CET, payments failed for 1 in 8 shops. Cause: a full disk. Our customers are bakers and it was Easter week so they are furious.',
    );
    expect(made).toContain('On Monday, from 10:05 to 11:20 CET, payments failed for 1 in 8 shops.');
    expect(made).toContain('fell in Easter week');
    expect(made).not.toMatch(/furious|bakers|Next update/);
  });

  it('is asked for in French and German', () => {
    expect(
      draft(
        'Je dois annoncer à mon équipe (9 personnes) que le budget formation passe de 900 à 400 €. Aidez-moi à écrire ce que je dis en réunion demain.',
      ),
    ).toBe('Le budget formation passe de 900 à 400 €.');
    expect(
      draft(
        'Kannst du mir eine Slack-Nachricht an den CTO schreiben? Ich brauche 15 Minuten diese Woche, es geht um die Stelle im Betrieb.',
      ),
    ).toContain('15 Minuten');
  });
});
