import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { readFacts } from '../facts/index.js';
import { isDraftRequest, isSummaryRequest, reviseDraft, writeDraft, writeSummary } from './index.js';
import { toReader } from './language/perspective.js';

const TODAY = new Date('2026-11-29');

interface Example {
  readonly text: string;
  readonly title: string;
  readonly markdown: string;
}
const examplesOf = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Example[];
const drafts = examplesOf('purposes/drafts.examples.json');
const summaries = examplesOf('summaries/summaries.examples.json');
const draft = (text: string) => writeDraft({ text, facts: readFacts(text, TODAY) });

describe('writeDraft', () => {
  it.each(drafts)('writes: $text', ({ text, title, markdown }) => {
    expect(isDraftRequest(text)).toBe(true);
    expect(isSummaryRequest(text)).toBe(false);
    expect(draft(text)).toEqual({ title, markdown });
  });

  it('leaves out who the reader is and how the text must sound, which its writer is told', () => {
    const text =
      'Write a polite no to a supplier (packaging, £40k a year) who wants a seat in our weekly planning. ' +
      'We can offer a call each month with our buyer. She is friendly but persistent. Must not sound like haggling.';
    const { markdown = '' } = draft(text) ?? {};
    expect(markdown).toMatch(/can't give you a seat/);
    expect(markdown).toContain('a call each month with our buyer');
    expect(markdown).not.toMatch(/£40k|packaging|persistent|haggling/);
  });

  it.each([
    'Should I write my boss an email about this?',
    'What is an error budget?',
    'How do I tell my team about the layoffs?',
    'Is it ok to send a mail at night?',
  ])('does not take "%s" for a text that is asked for', (text) => {
    expect(isDraftRequest(text)).toBe(false);
  });
});

describe('toReader', () => {
  it.each([
    ["She doesn't get the role, and her review is late.", "You don't get the role, and your review is late."],
    ['He writes good code and mentors two juniors.', 'You write good code and mentor two juniors.'],
    ["I promised him a raise and he's waiting.", "I promised you a raise and you're waiting."],
    ['I want to plan it with her on Thursday.', 'I want to plan it with you on Thursday.'],
    ["He's been late and still misses standup.", "You've been late and still misses standup."],
  ])('turns "%s"', (text, turned) => {
    expect(toReader(text, { isPlural: false })).toBe(turned);
  });
});

describe('reviseDraft', () => {
  const text =
    "Write a mail to Lena: she isn't getting the budget for the trip. Travel is frozen until June. Her talk was accepted and the team is proud. I want to look for a remote slot with her on Monday.";
  const first = draft(text);
  const revised = (instruction: string) => (first === undefined ? '' : reviseDraft(first, instruction).markdown);

  it('shortens without losing the decision or a date', () => {
    const made = revised('shorter please');
    expect(made.length).toBeLessThan(first?.markdown.length ?? 0);
    expect(made).toContain("You aren't getting the budget for the trip.");
    expect(made).toContain('June');
    expect(made).toContain('Monday');
    expect(made).not.toContain('proud');
  });

  it('makes it formal', () => {
    expect(revised('more formal')).toContain('Dear Lena,');
    expect(revised('more formal')).toContain('you are not getting the budget');
  });

  it('leaves out what is named', () => {
    expect(revised('without the talk')).not.toContain('talk was accepted');
    expect(revised('without the talk')).toContain('Travel is frozen until June.');
  });

  it('writes bullets, is firmer, is warmer, and goes to another reader', () => {
    expect(revised('as bullets')).toContain('- Travel is frozen until June');
    expect(revised('firmer')).toContain('I will look for a remote slot');
    expect(revised('warmer')).toContain('I know this is not what you hoped for.');
    expect(revised('to the CEO instead')).toContain('Dear [name],');
  });
});

describe('writeSummary', () => {
  it.each(summaries)('summarises: $text', ({ text, title, markdown }) => {
    expect(writeSummary({ text, facts: readFacts(text, TODAY) })).toEqual({ title, markdown });
    expect(isSummaryRequest(text)).toBe(true);
    expect(isDraftRequest(text)).toBe(false);
  });

  it.each(summaries)('keeps every number of: $text', ({ text, markdown }) => {
    const source = text
      .slice(text.search(/[:\n]/))
      .replaceAll(/\[?\b\d{1,2}:\d{2}\]?:? ?(?=[a-z@])|@\w+ \d{1,2}:\d{2}/g, '');
    for (const number of source.match(/\d[\d.,:]*\d|\d/g) ?? []) expect(markdown).toContain(number);
  });
});

describe('texts that are named, not asked for with a verb', () => {
  const today = new Date('2026-11-29');
  const written = (text: string) => writeDraft({ text, facts: readFacts(text, today) })?.markdown;

  it.each([
    ['teams message to all pls: the VPN is replaced on 3 March, new client in the store', '3 March'],
    ['Job ad, max 120 words: data engineer for wind farms, Python, Bremen, 60-75k, part time is fine.', '60-75k'],
    ['Performance feedback paragraph for Nadia: closed 40 tickets, late twice. Rating "good".', 'Nadia closed'],
    ['Write the ADR for me: we use Valkey instead of Redis. Downsides: fewer modules. Decision on 3 May.', '3 May'],
    ['Counter offer mail to Piet, he has 90k elsewhere. I can do 86k from 1 June.', '86k'],
    ['I have to tell a vendor (Optiro) that we are cancelling. The contract ends 31 May.', 'Hi Optiro'],
    ['Bitte eine Absage an den Bezirk: Wir können das Portal nicht bis zum 1. Mai liefern.', '1. Mai'],
    ['Redacta un correo para el cliente Solvia: la entrega se retrasa al 9 de mayo por su proveedor.', 'Hola, Solvia'],
    ['Haz un guion para decirle a Marta que su proyecto se cancela en mayo. La razón es dinero.', 'Tu proyecto'],
  ])('writes: %s', (text, part) => {
    expect(isDraftRequest(text)).toBe(true);
    expect(written(text)).toContain(part);
  });

  it('takes a question between alternatives for no draft', () => {
    expect(isDraftRequest('Bonus per team or per person? I need one recommendation.')).toBe(false);
  });

  it('takes a form without a source for no summary', () => {
    expect(isSummaryRequest("In two paragraphs: what's zero trust, and what do I tell the mayor it costs us?")).toBe(
      false,
    );
  });

  it('changes length, form and tone as asked', () => {
    const text = 'Apology to customers: on 7 May 230 invoices went to wrong addresses. The hotline is 0800 22.';
    const draft = writeDraft({ text, facts: readFacts(text, today) });
    if (draft === undefined) throw new Error('no draft');
    const revised = (instruction: string) => reviseDraft(draft, instruction).markdown;
    expect(revised('one line')).toBe(
      "I'm sorry: on 7 May 230 invoices went to wrong addresses; the hotline is 0800 22.",
    );
    expect(revised('make it a table')).toContain('| 2 | The hotline is 0800 22 |');
    expect(revised('add that refunds come by Friday')).toContain('Refunds come by Friday.');
    expect(revised('without the apology')).not.toMatch(/sorry|apolog/i);
    expect(revised('less formal')).toContain('Best,');
  });

  it('leaves out a part of the only sentence, and makes as many points as are asked for', () => {
    const text =
      'Draft a note to the team: from 1 March the daily moves to 9:45, cameras optional, Wednesdays no daily.';
    const draft = writeDraft({ text, facts: readFacts(text, TODAY) });
    if (draft === undefined) throw new Error('no draft');
    const short = reviseDraft(reviseDraft(draft, 'two sentences'), 'without the cameras').markdown;
    expect(short).toContain('9:45');
    expect(short).not.toContain('camera');
    const three = {
      title: 'Mail',
      markdown: 'Hi all,\n\nOne is done. Two is late. Three is new.\n\nBest,\n[your name]',
    };
    expect(reviseDraft(three, 'in 2 bullets').markdown.match(/^- /gm)).toHaveLength(2);
  });

  it('warms and firms a text in its own language', () => {
    const german = { title: 'Mail', markdown: 'Betreff: Umzug\n\nHallo zusammen,\n\nWir ziehen um.\n\nViele Grüße' };
    expect(reviseDraft(german, 'freundlicher').markdown).toContain('bin ich jederzeit da.');
    expect(reviseDraft(german, 'bestimmter').markdown).toContain('Das ist entschieden.');
  });
});
