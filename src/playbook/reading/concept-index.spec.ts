import { describe, expect, it } from '@jest/globals';

import { loadFrameworkLibrary } from '../../frameworks/index.js';
import { ConceptIndex } from './concept-index.js';
import { askedTerm } from './explain-request.js';

const frameworks = loadFrameworkLibrary().all();
const index = new ConceptIndex();
const found = (text: string) => index.find(text, frameworks);

describe('ConceptIndex', () => {
  it.each([
    ['What does MTTR stand for?', ['mttr']],
    ["what's an ADR", ['architecture-decision-records']],
    ['Somebody from HR keeps saying ADKAR. What does it stand for?', ['adkar']],
    ['strangler fig, explain like i am the product manager', ['strangler-fig']],
    ['why do people say premature optimization is the root of all evil?', ['premature-optimization']],
    ['¿Qué es un RFC interno y cuándo merece la pena?', ['rfc']],
    ["C'est quoi un chemin critique ?", ['critical-path']],
    ['Was ist ein Mob Programming, und taugt das für eine Behörde?', ['mob-programming']],
    ["Was bedeutet Bias-Variance... nein, ich meine 'Model Drift'?", ['model-drift']],
    ["What does 'you build it you run it' demand from a team of four?", ['you-build-it']],
    ['My CFO asked what technical debt is and I gave a bad answer.', ['technical-debt']],
    ['GROW model: how would a talk with Pavel look like?', ['grow-model']],
    ['Kanban WIP limits: why would limiting work make us faster?', ['wip-limit']],
    ['Dunbar', ['dunbar']],
  ])('finds what is asked for in %s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it.each([
    ['difference between OKR and KPI please', ['okr', 'kpi']],
    ["how does the planning fallacy differ from Hofstadter's law", ['planning-fallacy', 'hofstadters-law']],
    ['Modular monolith vs microservices in plain words for our CFO', ['modular-monolith', 'microservices']],
  ])('finds all that are to be told apart in %s', (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it.each(['What is a spike in agile?', 'what does RAG mean', 'Explain SAFe to our works council'])(
    'takes an ambiguous name where a sentence asks for it: %s',
    (text) => {
      expect(found(text)).toHaveLength(1);
    },
  );

  it.each([
    'How do we cut technical debt before the audit?',
    'We saw a spike in resignations and no one knows why. Ideas?',
    'Is it safe to let two people share the lead role?',
    'What is the best way to reduce churn?',
    'What is our runway with 1.2M and a burn of 90k a month?',
    'Our ML model must be explained to the regulator, no lineage. What when?',
    'Should we move from Scrum to Kanban?',
    'Why does no one review my pull requests?',
    'My two leads cannot agree on monorepo vs polyrepo, 14 engineers. Decide or let them?',
  ])('takes no question about a matter for one about a word: %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('reads a body when it is asked for, and a short one of another language', () => {
    expect(index.get('error-budget')).toMatchObject({ name: 'Error budget' });
    expect(index.get('no-such-thing')).toBeUndefined();
    expect(index.inLanguage('error-budget', 'de')?.means).toContain('43 Minuten');
    expect(index.inLanguage('error-budget', 'en')).toBeUndefined();
  });
});

describe('askedTerm', () => {
  it.each([
    ['What does FROBNIK stand for?', 'FROBNIK'],
    ['What is a zebra matrix?', 'zebra matrix'],
    ['What is a zebra matrix, in two sentences, for our head of sales?', 'zebra matrix'],
    ['Was bedeutet Flurfunkindex?', 'Flurfunkindex'],
    ["Explain 'quantum ladder' to my CFO", 'quantum ladder'],
  ])('takes the word from %s', (text, term) => {
    expect(askedTerm(text)).toBe(term);
  });

  it.each(['What is going on here?', 'What do I do about Tom?', 'My team is slow.'])('finds none in %s', (text) => {
    expect(askedTerm(text)).toBeUndefined();
  });
});

describe('a request for an explanation', () => {
  it('points back to what was named in another sentence', () => {
    expect(
      found('My boss says “work on the constraint”. Theory of constraints, I think? Explain what that’d mean for us.'),
    ).toEqual(['theory-of-constraints']);
    expect(
      found('Kannst du mir Conway’s Law für unsere Lage erklären? Wir haben Teams in Leipzig und Krakau.'),
    ).toEqual(['conways-law']);
  });

  it('is also whether something is of use, and how it is done', () => {
    expect(
      found('Everyone talks about Wardley maps. We sell groceries. Is it useful to me, and how would I do one in 2 h?'),
    ).toEqual(['wardley-mapping']);
  });

  it('is none where a name stands in notes about something else', () => {
    const notes =
      'Skip-level notes, nine talks this week, I run a department of forty. Want themes for my own managers, anonymous: ' +
      '1 likes the team. 2 says code review takes three days. 3 doesn’t know what staff means here. 4 review again.';
    expect(found(notes)).toEqual([]);
  });

  it('knows words that are said in meetings', () => {
    expect(found('CFO asked me for our cost to serve per customer and I nodded. What is it?')).toEqual([
      'cost-to-serve',
    ]);
    expect(found('blue green vs canary vs rolling deploy, for our head of ops')).toEqual([
      'blue-green',
      'canary',
      'rolling-deployment',
    ]);
  });
});
