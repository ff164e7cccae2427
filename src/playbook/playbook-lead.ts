import type { Framework } from '../frameworks/index.js';
import { speechOf } from './content/speech.js';
import { tradeOf } from './content/alternative-trades.js';
import type { ChallengeType } from './challenges.js';
import { rootsOf, shortName, type FrameworkPassages } from './framework-passages.js';
import { passagesFor, type QuestionAnalysis } from './question-analysis.js';
import { KIND_PHRASES } from './content/playbook-phrases.js';
import { countWords, firstSentence, firstWords, quotableText, shortened } from './quotable-text.js';
import type { QuestionReading } from './question-reading.js';
import type { QuotedFinding } from './quoted-findings.js';
import { fillSlots } from './content/situation.js';
import type { BriefAction } from './brief.js';

/** How much an answer leaves out to stay readable; each level keeps what the one before kept, or less. */
export interface DetailLevel {
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
  /** The persona's own first words. */
  readonly hasOpening: boolean;
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
  /** The frameworks the text really uses. */
  readonly uses: readonly Framework[];
}

const MAX_STEP_WORDS = 22;
const MAX_MEASURE_WORDS = 18;
/** Two texts that begin alike for so many characters are one. */
const OPENING_LENGTH = 28;

/**
 * Writes the lead persona's sections.
 *
 * @param actions What {@link writeActions} gave, whatever the economy.
 */
export function writeLead(
  given: QuestionAnalysis,
  economy: DetailLevel,
  actions: readonly BriefAction[],
): LeadSections {
  const main = passagesFor(given, 0);
  const second = economy.hasSecondFramework ? passagesFor(given, 1) : undefined;
  const diagnosis = writeDiagnosis(given, economy, main, second);
  const options = writeOptions(given, economy, main);
  const recommendation = writeRecommendation(given, economy, main);
  const challenges = writeChallenges(given, economy);
  const said = [diagnosis, options, ...actions.flatMap(({ what, measure }) => [what, measure])];
  return {
    opening: economy.hasOpening ? speechOf(given.request.lead).openers[given.reading.kind] : '',
    asked: writeAsked(given, economy),
    diagnosis,
    findings: writeFindings(given, economy, said),
    options,
    recommendation,
    actions,
    challenges: challenges.map(({ text }) => text),
    challengeTypes: challenges.filter(({ isActivated }) => isActivated).map(({ type }) => type),
    reversal: writeReversal(given, economy, main),
    uses: [main, second].flatMap((passages) => (passages === undefined ? [] : [passages.framework])),
  };
}

/** Quotes and prose without a single number of our own. */
function writeAsked(given: QuestionAnalysis, economy: DetailLevel): string {
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
  const earlier = writeEarlier(request, economy);
  if (earlier !== '') lines.push(earlier);
  if (!reading.isEnglish) lines.push('I answer in English and quote you as you wrote.');
  return `**What you are asking.** ${lines.join(' ')}`;
}

/** What the question goes back to is always said; that it has a conversation, where there is room. */
function writeEarlier({ history, reference }: QuestionAnalysis['request'], economy: DetailLevel): string {
  const earlier = reference ?? (economy.hasHistory ? history.at(-1) : undefined);
  const quote = earlier === undefined ? '' : plainWords(earlier.question, 14);
  if (quote === '') return '';
  const topic = plainWords(reference?.topic ?? '', 6);
  if (topic !== '') return `As we said about “${topic}”, where you asked “${quote}”.`;
  return reference === undefined ? `This continues from “${quote}”.` : `I take this to go on from “${quote}”.`;
}

function plainWords(text: string, most: number): string {
  return firstWords(quotableText(text.slice(0, 2_000)).replaceAll('\u2029', ' '), most);
}

function writeDiagnosis(
  given: QuestionAnalysis,
  economy: DetailLevel,
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
  const question = main?.take('questions', economy.passageWords);
  if (question !== undefined) sentences.push(`${phrases.settle} ${italic(question)}`);
  const secondQuestion = second?.take('questions', economy.passageWords);
  if (second !== undefined && secondQuestion !== undefined) {
    sentences.push(`${fill(phrases.second, shortName(second.framework), '')} ${italic(secondQuestion)}`);
  }
  return `**Diagnosis.** ${sentences.filter((sentence) => sentence !== '').join(' ')}`;
}

/** Findings are quoted and attributed, never interpreted; what is said elsewhere in the answer is not said again. */
function writeFindings(given: QuestionAnalysis, economy: DetailLevel, said: readonly string[]): string {
  const fresh = given.findings.filter(({ text }) => !isSaid(text, said));
  // A whole passage says more than the beginning of a longer one.
  const urgency = ({ isFromOperator, words }: QuotedFinding) =>
    isFromOperator ? 0 : words <= economy.findingWords ? 1 : 2;
  // However short the answer, what is known of this very case is not left out.
  const room = Math.max(economy.findings, Math.min(1, fresh.filter(({ isFromOperator }) => isFromOperator).length));
  const chosen = fresh.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, room);
  const quotes = chosen.map(({ text, source, server }) => {
    const by = `via ${server}`;
    return `> “${firstWords(text, economy.findingWords)}” (${source === '' ? by : `${source}, ${by}`})`;
  });
  return quotes.length === 0 ? '' : `**From the sources consulted**\n\n${quotes.join('\n>\n')}`;
}

/** Whether one of the parts holds the beginning of `text`, whose first letter may have become small or a capital there. */
function isSaid(text: string, parts: readonly string[]): boolean {
  const opening = text.slice(1, OPENING_LENGTH);
  return parts.some((part) => part.includes(opening));
}

function writeOptions(given: QuestionAnalysis, economy: DetailLevel, main: FrameworkPassages | undefined): string {
  const { situation, reading } = given;
  const all = [0, 1, 2] as const;
  const chosen = situation.choice.option;
  if (reading.alternatives !== undefined) {
    const own = reading.alternatives.map((name, at) => `${at + 1}. ${ownOption(name, main, economy)}`);
    return `**Options**\n\n${own.join('\n')}\n3. **${optionName(given, chosen)}.** ${optionTrade(given, chosen)}`;
  }
  const kept = economy.options === 3 ? all : all.filter((at) => at === chosen || at === (chosen === 0 ? 1 : 0));
  const lines = kept.map((at, position) => `${position + 1}. **${optionName(given, at)}.** ${optionTrade(given, at)}`);
  return `**Options**\n\n${lines.join('\n')}`;
}

/** One of the asker's own alternatives, with what is known about its kind. */
function ownOption(name: string, main: FrameworkPassages | undefined, economy: DetailLevel): string {
  const trade = tradeOf(name);
  if (trade !== undefined) return `**${capitalise(name)}.** For: ${trade.gain}. Against: ${trade.cost}.`;
  const test = main?.take('questions', economy.passageWords) ?? 'What stops to make room for it?';
  return `**${capitalise(name)}.** What decides it: ${italic(test)}`;
}

function optionName({ situation, slots }: QuestionAnalysis, at: 0 | 1 | 2): string {
  return fillSlots(situation.options[at].name, slots);
}

function optionTrade({ situation, slots }: QuestionAnalysis, at: 0 | 1 | 2): string {
  const { gain, cost } = situation.options[at];
  return `For: ${fillSlots(gain, slots)}. Against: ${fillSlots(cost, slots)}.`;
}

/** The sentence that takes a side; the integrated recommendation reuses it. */
export function chosenOption(given: QuestionAnalysis): string {
  const { situation, slots } = given;
  const choice = `${lowerFirst(optionName(given, situation.choice.option))}, because ${fillSlots(situation.choice.because, slots)}`;
  if (given.reading.alternatives === undefined) return choice;
  const [one, other] = given.reading.alternatives;
  const [first, second] = [tradeOf(one), tradeOf(other)];
  if (first === undefined || second === undefined || first.undo === second.undo) {
    return `let the questions above decide between “${one}” and “${other}”, and nothing else. Meanwhile, ${choice}`;
  }
  const easier = first.undo < second.undo ? one : other;
  const roots = rootsOf(optionName(given, situation.choice.option));
  const coversBoth = [one, other].every((own) => rootsOf(own).some((root) => roots.includes(root)));
  return coversBoth || given.situation.isEvent === true
    ? `better than either, ${choice}. If it has to be one of the two, take “${easier}”: that one can still be undone`
    : `“${easier}” first. Of the two it is the one you can still undo, and it earns the facts for the other. Alongside it, ${choice}`;
}

function writeRecommendation(
  given: QuestionAnalysis,
  economy: DetailLevel,
  main: FrameworkPassages | undefined,
): string {
  const { reading, request, advice } = given;
  const sentences = [`${speechOf(request.lead).recommends} ${chosenOption(given)}.`];
  if (advice !== undefined && economy.hasAdvice) sentences.push(advice);
  const pitfall = economy.hasPitfall ? main?.take('pitfalls', economy.passageWords) : undefined;
  if (pitfall !== undefined) {
    sentences.push(`${KIND_PHRASES[reading.kind].pitfall} ${lowerFirst(pitfall)}`);
  }
  return `**Recommendation.** ${sentences.join(' ')}`;
}

/** The first moves, with what shows that they work; the same in every economy. */
export function writeActions(given: QuestionAnalysis): BriefAction[] {
  const main = passagesFor(given, 0);
  const { situation, slots, horizons, frameworks, reading } = given;
  const own = situation.moves.map(({ what, measure }) => ({
    what: fillSlots(what, slots),
    measure: fillSlots(measure, slots),
  }));
  const steps = main?.nextSteps(passedSteps(frameworks[0]?.earlierTurns)) ?? [];
  const fromSteps = steps.map((step) => {
    const how = shortened(firstSentence(step.how), MAX_STEP_WORDS);
    return {
      // A name alone is no act.
      what: how === undefined ? '' : `${step.name}: ${lowerFirst(trimStop(how))}`,
      measure: trimStop(main?.take('measures', MAX_MEASURE_WORDS, step.roots) ?? ''),
    };
  });
  const [one, other] = fromSteps.filter(({ what, measure }) => what !== '' && measure !== '');
  // Who has to win people over ends on the approach's own last move; otherwise the framework's steps follow on its first.
  const closesOnPeople = ['persuade', 'people', 'decide'].includes(reading.kind);
  // Between two ways of one's own, what tells them apart is the case, not the framework.
  const middle = reading.alternatives === undefined ? (one ?? own[1]) : own[1];
  const last = closesOnPeople ? own[2] : ((reading.alternatives === undefined ? other : one) ?? own[2]);
  const chosen = [own[0], middle, last].filter((move) => move !== undefined);
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

/** What to question where the asker states nothing that could be tested. */
function untested({ amount, constraint, kind, stakeholders }: QuestionReading): ChallengeType {
  if (kind === 'people') return 'stakeholder_validation';
  if (constraint !== undefined || amount !== undefined) return 'constraint_validation';
  return stakeholders.length > 0 ? 'stakeholder_validation' : 'alternative_exploration';
}

interface WrittenChallenge {
  readonly type: ChallengeType;
  readonly text: string;
  readonly isActivated: boolean;
}

function writeChallenges(given: QuestionAnalysis, economy: DetailLevel): WrittenChallenge[] {
  const { challenges, reading, request, frameworks } = given;
  const spoken = speechOf(request.lead).challenges;
  const activated = challenges
    .slice(0, economy.challenges)
    .map(({ type, quote }) => ({ type, text: `You write “${quote}”. ${spoken[type]}`, isActivated: true }));
  if (activated.length > 0 || economy.challenges === 0 || countWords(reading.text) < 4) return activated;
  const context = firstWords(reading.context, 12).replace(/[.!?]+$/, '');
  // What the diagnosis stands on has been quoted there.
  const basis = frameworks[0]?.quote.includes(context) === true ? '' : context;
  const usual = KIND_PHRASES[reading.kind].challenge;
  // A question assumes nothing by itself; what can be tested is a statement.
  const isFact = reading.quantities.some((quantity) => basis.includes(quantity));
  const isStatement =
    basis !== '' && !isFact && !(reading.ask.endsWith('?') && reading.ask.includes(basis.replace(/…$/, '')));
  const type = usual === 'assumption_test' && !isStatement ? untested(reading) : usual;
  const subject = type === 'assumption_test' ? `Much of this rests on “${basis}”.` : CHALLENGE_SUBJECTS[type];
  return [{ type, text: `${subject} ${spoken[type]}`, isActivated: false }];
}

function writeReversal(given: QuestionAnalysis, economy: DetailLevel, main: FrameworkPassages | undefined): string {
  const { situation, slots, reading } = given;
  const sentences = [`I would advise differently if ${fillSlots(situation.reversal, slots)}.`];
  const misfit = economy.hasMisfit ? main?.take('misfits', economy.passageWords) : undefined;
  if (main !== undefined && misfit !== undefined) {
    sentences.push(`${fill(KIND_PHRASES[reading.kind].misfit, shortName(main.framework), '')} ${lowerFirst(misfit)}`);
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
