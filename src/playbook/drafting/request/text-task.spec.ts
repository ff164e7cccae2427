import { describe, expect, it } from '@jest/globals';

import { textTaskOf } from './text-task.js';

describe('textTaskOf', () => {
  it.each([
    'Agenda for the kickoff of the badge project. 90 min, Thursday 14:00. Points: scope, timeline, roles.',
    'can u write the thank you to the night crew. they moved 340 servers in 11 hrs',
    'Speech, 2 minutes, for the retirement of Dorothea after 31 years. She wrote the payroll system.',
    'Tell our sales people in writing that they cannot promise the offline mode any more. 3 deals have it already.',
    'Hi, help me with the reminder to all leads, 5 of 14 did not send the matrix, deadline was 2 October',
    'What do I write in the farewell card of an intern, she (Mei) fixed the CSV import',
    '3 sentences for the annual report about the outage: 19 hours on 12 July, loss 0.7M, valve replaced',
    'i need to apologise to my team, i shouted at them on tuesday because the demo slipped, which was not their fault, and the scope comes in writing now',
    'Two sentences to the customer: the import is fixed since 9:40, 214 orders were sent again, nothing is lost.',
    'Bitte eine Absage an Frau Tekin: Wir haben jemanden mit mehr Erfahrung genommen.',
    'Rédige un mail à Mme Perrault : la livraison arrive le 6 mai.',
    'Pide por escrito a dirección dos licencias más, 4.600 € al año, respuesta antes del 20 de mayo.',
  ])('takes for a draft: %s', (text) => {
    expect(textTaskOf(text)).toBe('draft');
  });

  it.each([
    "One sentence for the ticket: 'since Tuesday the printer in Lodz prints every label twice, 400 a day, line 4 stands still'",
    'what happened in this sprint, for non-techies:\nfix(cart): rounding of VAT\nfeat(cart): pay with Twint\nchore: bump node\nrevert: new start page (conversion -4%)',
    "Turn into a 60 word changelog entry for admins: 'Cleanup moved to 03:00 UTC. Retention is 14 instead of 30 days, unless pinned.'",
    "I missed the meeting, what matters for me? 'Decision: release moves from 12 to 19 June. Tests on iPad dropped. Sam gives access.'",
    'For the board, five lines max: ARR 9.4M, +31% yoy, plan was 40. Net retention 104. Churn in the small segment. Outage on 3 Feb, 5h. Cash 7.1M, burn 0.45M.',
    'Abstract of my report, 80 words tops: We tested three databases with 20 million documents on the same hardware. One was fastest with 38 ms but needs 96 GB. One lost writes.',
  ])('takes for a summary: %s', (text) => {
    expect(textTaskOf(text)).toBe('summary');
  });

  it.each([
    'Should I write my boss an email about this?',
    'I have to tell my best engineer that he will not be promoted. How?',
    'Our status mail takes three hours each week, what can we cut?',
    "My boss wrote: 'we need to talk about your numbers before the board meeting on Thursday, be prepared'. How do I react?",
    'In two paragraphs: what is zero trust, and what do I tell the mayor it costs us?',
    'We need a better process for postmortems, 3 of 5 actions are never done.',
  ])('takes for neither: %s', (text) => {
    expect(textTaskOf(text)).toBeUndefined();
  });
});
