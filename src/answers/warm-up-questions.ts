/**
 * What is rehearsed before the service is ready: each leads through other parts of reading and writing, so that what the
 * first questions need is compiled. The lengths, languages, forms and lanes of real ones count, not their subjects.
 */
export const WARM_UP_QUESTIONS: readonly string[] = [
  'How should our platform team and our product teams share the work on a migration with a fixed budget?',
  'Our three squads keep waiting on the infra group for every deploy. What do we change first?',
  'Should we build our own billing system or buy one? We have $2M and finance wants a decision by March.',
  'My best engineer has become cynical and two people asked to move to another team. How do I talk to him?',
  'Our cloud bill grew 40% to $300k a month while traffic grew 10%. The CFO wants a 20% cut by Q3. What do I do?',
  'How do I convince the board to fund a platform rewrite that customers will not see for a year?',
  'What is Team Topologies, and does it fit a company of 60 engineers?',
  'Write a short mail to my team that the release moves by two weeks, and why.',
  'We have a monolith of 1.2 million lines. Where do we start, and what do we measure in the first six weeks?',
  'Thanks, that helped a lot!',
  'Incidents doubled this quarter and two directors disagree about ownership. Should we pause features, and how long?',
  'Wie überzeuge ich unseren Vorstand, weniger Projekte gleichzeitig zu machen?',
  'Option A costs 120k and takes six months, option B costs 200k and takes three. Which one do we take?',
  'We acquired a company with 40 engineers and a different stack. Integrate them into our teams or leave them separate?',
  'An engineer told me that a manager makes remarks about her in meetings. What do I do today?',
  'How do we set OKRs for platform teams so that they mean something to the product groups they serve?',
  'Only 30% of our teams use the design system after six months. How do we measure whether it is worth it?',
  'I have to announce a reorganization for 120 people on Monday. Plan the week before for me.',
  'Our release train slips every month, QA finds most defects in the last three days, and sales has promised a feature that we moved twice. I have budget for three hires and the CEO wants a plan by the end of June. What would you do first?',
  'Is it time to hire a VP of Engineering, or to promote from within?',
];
