import { speechOf } from './speech.js';
import type { ChallengeType } from './challenges.js';
import { shortName, type FrameworkPassages } from './framework-passages.js';
import { passagesFor, type PlaybookCase } from './playbook-case.js';
import { KIND_PHRASES } from './playbook-phrases.js';
import { countWords, firstSentence, firstWords, quotableText, shortened } from './quotable-text.js';
import { fillSlots } from './situation.js';
import type { BriefAction } from '../brief.js';

/** How much an answer leaves out to stay readable; each level keeps what the one before kept, or less. */
export interface Economy {
  readonly challenges: number;
  readonly findings: number;
  readonly findingWords: number;
  readonly passageWords: number;
  readonly facts: number;
  readonly hasSecondFramework: boolean;
  /** Whether an implied framework is introduced by what it is for. */
  readonly hasPurpose: boolean;
  readonly hasAdvice: boolean;
  readonly hasPitfall: boolean;
  readonly hasMisfit: boolean;
  readonly hasHistory: boolean;
  readonly options: 2 | 3;
}

/** What the lead persona writes, by section; empty sections are empty strings. */
export interface LeadSections {
  readonly opening: string;
  readonly asked: string;
  readonly diagnosis: string;
  readonly findings: string;
  readonly options: string;
  readonly recommendation: string;
  readonly actions: readonly BriefAction[];
  readonly challenges: readonly string[];
  readonly challengeTypes: readonly ChallengeType[];
  readonly reversal: string;
  /** How many of the case's frameworks the text really uses. */
  readonly frameworks: number;
}

const MOST_STEP_WORDS = 22;

/** Writes the lead persona's sections. */
export function writeLead(given: PlaybookCase, economy: Economy): LeadSections {
  const main = passagesFor(given, 0);
  const second = economy.hasSecondFramework ? passagesFor(given, 1) : undefined;
  const diagnosis = writeDiagnosis(given, economy, main, second);
  const challenges = writeChallenges(given, economy);
  return {
    opening: speechOf(given.request.lead).openers[given.reading.kind],
    asked: writeAsked(given, economy),
    diagnosis,
    findings: writeFindings(given, economy),
    options: writeOptions(given, economy, main),
    recommendation: writeRecommendation(given, economy, main),
    actions: writeActions(given, economy, main),
    challenges: challenges.map(({ text }) => text),
    challengeTypes: challenges.filter(({ isActivated }) => isActivated).map(({ type }) => type),
    reversal: writeReversal(given, economy, main),
    frameworks: second === undefined ? 1 : 2,
  };
}

/** Quotes and prose without a single number of our own. */
function writeAsked(given: PlaybookCase, economy: Economy): string {
  const { reading, subject, request } = given;
  const phrases = KIND_PHRASES[reading.kind];
  const lines: string[] = [];
  if (reading.context !== '') lines.push(`“${reading.context}”`);
  if (reading.ask !== '') lines.push(`“${reading.ask}”`);
  lines.push(`${phrases.underneath} ${subject.core}.`);
  const mentioned = `${reading.context} ${reading.ask}`.toLowerCase();
  const facts = [
    ...new Map(
      [...reading.quantities, ...reading.groups, ...reading.names, ...reading.stakeholders]
        .filter((fact) => !mentioned.includes(fact.toLowerCase()))
        .map((fact) => [fact.toLowerCase(), fact]),
    ).values(),
  ].filter(
    (fact, at, all) => !all.some((other, index) => index !== at && other.toLowerCase().includes(fact.toLowerCase())),
  );
  if (facts.length > 0) lines.push(`${phrases.facts} ${quoteList(facts.slice(0, economy.facts))}.`);
  if (reading.deadline !== undefined && !mentioned.includes(reading.deadline.toLowerCase())) {
    lines.push(`Your clock: “${reading.deadline}”.`);
  }
  if (reading.constraint !== undefined && !mentioned.includes(reading.constraint.toLowerCase())) {
    lines.push(`I treat “${reading.constraint}” as fixed.`);
  }
  const earlier = request.history.at(-1);
  if (earlier !== undefined && economy.hasHistory) {
    const quote = firstWords(quotableText(earlier.question.slice(0, 2_000)).replaceAll('\u2029', ' '), 14);
    if (quote !== '') lines.push(`This continues from “${quote}”.`);
  }
  if (!reading.isEnglish) lines.push('I answer in English and quote you as you wrote.');
  return `**What you are asking.** ${lines.join(' ')}`;
}

function writeDiagnosis(
  given: PlaybookCase,
  economy: Economy,
  main: FrameworkPassages | undefined,
  second: FrameworkPassages | undefined,
): string {
  const { reading, frameworks, subject, slots } = given;
  const phrases = KIND_PHRASES[reading.kind];
  const sentences: string[] = [];
  const detected = frameworks[0];
  if (detected === undefined || main === undefined) {
    sentences.push(phrases.none);
  } else {
    const { framework, kind, quote } = detected;
    const isQuoted = quote === '' || `${reading.context} ${reading.ask}`.includes(quote.replace(/…$/, ''));
    const template = isQuoted ? (kind === 'implied' ? phrases.impliedByAsk : phrases.explicitInAsk) : phrases[kind];
    sentences.push(fill(template, shortName(framework), quote));
    if (detected.earlierTurns > 0) {
      sentences.push(`We have used ${shortName(framework)} earlier in this conversation, so I go on from there.`);
    } else if (kind === 'implied' && economy.hasPurpose) {
      sentences.push(purposeOf(framework.summary));
    }
  }
  sentences.push(fillSlots(subject.insight, slots));
  const question = main?.take('questions');
  if (question !== undefined) sentences.push(`${phrases.settle} ${italic(shortened(question, economy.passageWords))}`);
  const secondQuestion = second?.take('questions');
  if (second !== undefined && secondQuestion !== undefined) {
    sentences.push(
      `${fill(phrases.second, shortName(second.framework), '')} ${italic(shortened(secondQuestion, economy.passageWords))}`,
    );
  }
  return `**Diagnosis.** ${sentences.filter((sentence) => sentence !== '').join(' ')}`;
}

/** Findings are quoted and attributed, never interpreted. */
function writeFindings(given: PlaybookCase, economy: Economy): string {
  const quotes: string[] = [];
  for (const finding of given.request.findings.slice(0, economy.findings)) {
    const text = firstWords(quotableText(finding.text.slice(0, 4_000)).replaceAll('\u2029', ' '), economy.findingWords);
    const source = firstWords(
      quotableText((finding.source ?? finding.title).slice(0, 300)).replaceAll('\u2029', ' '),
      12,
    );
    if (text === '') continue;
    const by = `via ${quotableText(finding.server.slice(0, 60))}`;
    quotes.push(`> “${text}” (${source === '' ? by : `${source}, ${by}`})`);
  }
  return quotes.length === 0 ? '' : `**From the sources consulted**\n\n${quotes.join('\n>\n')}`;
}

function writeOptions(given: PlaybookCase, economy: Economy, main: FrameworkPassages | undefined): string {
  const { situation, reading } = given;
  const all = [0, 1, 2] as const;
  const chosen = situation.choice.option;
  if (reading.alternatives !== undefined) {
    const [one, other] = reading.alternatives;
    const tests = [
      main?.take('questions'),
      'What has to stop to make room for it, and what would undoing it cost after half a year?',
    ];
    const asked = tests.filter((test) => test !== undefined).map(italic);
    return `**Options**\n\n1. **${one}** and\n2. **${other}**: put the same questions to both. ${asked.join(' ')}\n3. **${optionName(given, chosen)}**, before or in place of either. ${optionTrade(given, chosen)}`;
  }
  const kept = economy.options === 3 ? all : all.filter((at) => at === chosen || at === (chosen === 0 ? 1 : 0));
  const lines = kept.map((at, position) => `${position + 1}. **${optionName(given, at)}.** ${optionTrade(given, at)}`);
  return `**Options**\n\n${lines.join('\n')}`;
}

function optionName({ situation, slots }: PlaybookCase, at: 0 | 1 | 2): string {
  return fillSlots(situation.options[at].name, slots);
}

function optionTrade({ situation, slots }: PlaybookCase, at: 0 | 1 | 2): string {
  const { gain, cost } = situation.options[at];
  return `For: ${fillSlots(gain, slots)}. Against: ${fillSlots(cost, slots)}.`;
}

/** The sentence that takes a side; the integrated recommendation reuses it. */
export function chosenOption(given: PlaybookCase): string {
  const { situation, slots } = given;
  const choice = `${lowerFirst(optionName(given, situation.choice.option))}, because ${fillSlots(situation.choice.because, slots)}`;
  if (given.reading.alternatives === undefined) return choice;
  const [one, other] = given.reading.alternatives;
  return `choose between “${one}” and “${other}” on the answers to those questions and on nothing else. If they leave it open, ${choice}`;
}

function writeRecommendation(given: PlaybookCase, economy: Economy, main: FrameworkPassages | undefined): string {
  const { reading, request, advice } = given;
  const sentences = [`${speechOf(request.lead).recommends} ${chosenOption(given)}.`];
  if (advice !== undefined && economy.hasAdvice) sentences.push(advice);
  const pitfall = economy.hasPitfall ? main?.take('pitfalls') : undefined;
  if (pitfall !== undefined) {
    sentences.push(`${KIND_PHRASES[reading.kind].pitfall} ${lowerFirst(shortened(pitfall, economy.passageWords))}`);
  }
  return `**Recommendation.** ${sentences.join(' ')}`;
}

function writeActions(given: PlaybookCase, economy: Economy, main: FrameworkPassages | undefined): BriefAction[] {
  const { situation, slots, horizons, frameworks, reading } = given;
  const own = situation.moves.map(({ what, measure }) => ({
    what: fillSlots(what, slots),
    measure: fillSlots(measure, slots),
  }));
  const steps = main?.nextSteps(passedSteps(frameworks[0]?.earlierTurns)) ?? [];
  const fromSteps = steps.map((step) => ({
    what: `${step.name}: ${lowerFirst(trimStop(shortened(firstSentence(step.how), Math.min(MOST_STEP_WORDS, economy.passageWords))))}`,
    measure: trimStop(shortened(main?.take('measures', step.roots) ?? '', economy.passageWords)),
  }));
  const [one, other] = fromSteps.filter(({ measure }) => measure !== '');
  // Who has to win people over ends on the approach's own last move; otherwise the framework's steps follow on its first.
  const closesOnPeople = ['persuade', 'people', 'decide'].includes(reading.kind);
  const chosen = [own[0], one ?? own[1], closesOnPeople ? own[2] : (other ?? own[2])].filter(
    (move) => move !== undefined,
  );
  return chosen
    .slice(0, 3)
    .map(({ what, measure }, at) => ({ when: horizons[at] ?? horizons[2], what, measure: lowerFirst(measure) }));
}

/** What a challenge is about when no words of the asker invited it. */
const CHALLENGE_SUBJECTS: Readonly<Record<Exclude<ChallengeType, 'assumption_test'>, string>> = {
  root_cause_probe: 'A word on the cause you have in mind.',
  alternative_exploration: 'Hold this against my own recommendation.',
  evidence_demand: 'A word on what would count as proof.',
  constraint_validation: 'A word on the limits you work within.',
  stakeholder_validation: 'A word on the people you need.',
};

interface WrittenChallenge {
  readonly type: ChallengeType;
  readonly text: string;
  readonly isActivated: boolean;
}

function writeChallenges(given: PlaybookCase, economy: Economy): WrittenChallenge[] {
  const { challenges, reading, request, frameworks } = given;
  const spoken = speechOf(request.lead).challenges;
  const activated = challenges
    .slice(0, economy.challenges)
    .map(({ type, quote }) => ({ type, text: `You write “${quote}”. ${spoken[type]}`, isActivated: true }));
  if (activated.length > 0 || economy.challenges === 0 || countWords(reading.text) < 4) return activated;
  const basis = frameworks[0]?.quote || firstWords(reading.context, 12).replace(/[.!?]+$/, '');
  const usual = KIND_PHRASES[reading.kind].challenge;
  // A question assumes nothing by itself; what can be tested is a statement.
  const isStatement = basis !== '' && !(reading.ask.endsWith('?') && reading.ask.includes(basis.replace(/…$/, '')));
  const type = usual === 'assumption_test' && !isStatement ? 'alternative_exploration' : usual;
  const subject = type === 'assumption_test' ? `Much of this rests on “${basis}”.` : CHALLENGE_SUBJECTS[type];
  return [{ type, text: `${subject} ${spoken[type]}`, isActivated: false }];
}

function writeReversal(given: PlaybookCase, economy: Economy, main: FrameworkPassages | undefined): string {
  const { situation, slots, reading } = given;
  const sentences = [`I would advise differently if ${fillSlots(situation.reversal, slots)}.`];
  const misfit = economy.hasMisfit ? main?.take('misfits') : undefined;
  if (main !== undefined && misfit !== undefined) {
    sentences.push(
      `${fill(KIND_PHRASES[reading.kind].misfit, shortName(main.framework), '')} ${lowerFirst(shortened(misfit, economy.passageWords))}`,
    );
  }
  return `**What would change this.** ${sentences.join(' ')}`;
}

/** Renders actions as the list a leader copies into their notes. */
export function renderActions(actions: readonly BriefAction[]): string {
  const lines = actions.map(({ when, what, measure }) => `- **${capitalise(when)}:** ${what}. *Measure: ${measure}.*`);
  return `**Actions**\n\n${lines.join('\n')}`;
}

/** First letter in lower case, unless the word is a name or an acronym. */
export function lowerFirst(text: string): string {
  return /^[A-Z](?:[a-z’']+[ ,:-]|[ ])/.test(text) && !/^(?:I|OKRs?|Kotter|Porter|Conway|Rumelt|Wardley)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

/** What a framework is for: the second sentence of its summary where that speaks of “it”, else the first. */
function purposeOf(summary: string): string {
  const first = firstSentence(summary);
  const second = summary.slice(first.length).trim();
  return /^(?:It|Its|They) /.test(second) ? second : first;
}

function passedSteps(earlierTurns: number | undefined): number {
  return (earlierTurns ?? 0) * 2;
}

function fill(template: string, name: string, quote: string): string {
  return template.replace('{name}', () => name).replace('{quote}', () => quote);
}

function italic(text: string): string {
  return `*${text}*`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function trimStop(text: string): string {
  return text.replace(/\.$/, '');
}

function quoteList(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(', ');
}
