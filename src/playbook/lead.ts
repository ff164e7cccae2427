import type { Framework } from '../frameworks/index.js';
import { PHRASES, fillSlots, speechOf, tradeOf, type ChallengeType } from './content/content.js';
import { rootsOf, shortName, type FrameworkPassages } from './framework-passages.js';
import { passagesFor, type QuestionAnalysis } from './question-analysis.js';
import { countWords, firstSentence, firstWords, plainText, shortened } from './question/quotable-text.js';
import { distinct, type ParsedQuestion } from './question/parsed-question.js';
import type { QuotedFinding } from './quoted-findings.js';
import type { BriefAction } from './brief.js';

/** What an answer includes; each level includes at most what the one before does. */
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
  /** The opening of the persona. */
  readonly hasOpening: boolean;
  readonly options: 2 | 3;
}

/** The sections of the lead persona; an omitted one is an empty string. */
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
  /** The frameworks used in the text. */
  readonly uses: readonly Framework[];
}

const MAX_STEP_WORDS = 22;
const MAX_MEASURE_WORDS = 18;
/** Texts with a common beginning of this length are the same. */
const SAME_OPENING_LENGTH = 28;

/**
 * Writes the lead persona's sections.
 *
 * @param actions From {@link writeActions}; the same at every level of detail.
 */
export function writeLead(
  analysis: QuestionAnalysis,
  detail: DetailLevel,
  actions: readonly BriefAction[],
): LeadSections {
  const main = passagesFor(analysis, 0);
  const second = detail.hasSecondFramework ? passagesFor(analysis, 1) : undefined;
  const diagnosis = writeDiagnosis(analysis, detail, main, second);
  const options = writeOptions(analysis, detail, main);
  const recommendation = writeRecommendation(analysis, detail, main);
  const challenges = writeChallenges(analysis, detail);
  const said = [diagnosis, options, ...actions.flatMap(({ what, measure }) => [what, measure])];
  return {
    opening: detail.hasOpening ? speechOf(analysis.request.lead).openers[analysis.parsed.kind] : '',
    asked: writeAsked(analysis, detail),
    diagnosis,
    findings: writeFindings(analysis, detail, said),
    options,
    recommendation,
    actions,
    challenges: challenges.map(({ text }) => text),
    challengeTypes: challenges.filter(({ isActivated }) => isActivated).map(({ type }) => type),
    reversal: writeReversal(analysis, detail, main),
    uses: [main, second].flatMap((passages) => (passages === undefined ? [] : [passages.framework])),
  };
}

/** Quotes, and prose without numbers. */
function writeAsked(analysis: QuestionAnalysis, detail: DetailLevel): string {
  const { parsed, subject, request } = analysis;
  const phrases = PHRASES.kinds[parsed.kind];
  const lines: string[] = [];
  if (parsed.context !== '') lines.push(`“${parsed.context}”`);
  if (parsed.ask !== '') lines.push(`“${parsed.ask}”`);
  lines.push(`${phrases.underneath} ${subject.core}.`);
  const mentioned = `${parsed.context} ${parsed.ask}`.toLowerCase();
  const isMentioned = (fact: string) => mentioned.includes(fact.toLowerCase());
  const all = [...parsed.quantities, ...parsed.groups, ...parsed.names, ...parsed.stakeholders];
  const unmentioned = distinct(all.filter((fact) => !isMentioned(fact)));
  const isPart = (fact: string) =>
    unmentioned.some((other) => other !== fact && other.toLowerCase().includes(fact.toLowerCase()));
  const facts = unmentioned.filter((fact) => !isPart(fact)).map((fact) => `“${fact}”`);
  if (facts.length > 0) lines.push(`${phrases.facts} ${facts.slice(0, detail.facts).join(', ')}.`);
  const { constraint, deadline } = parsed;
  if (deadline !== undefined && !isMentioned(deadline)) lines.push(`Your clock: “${deadline}”.`);
  if (constraint !== undefined && !isMentioned(constraint)) lines.push(`I treat “${constraint}” as fixed.`);
  const earlier = writeEarlier(request, detail);
  if (earlier !== '') lines.push(earlier);
  if (!parsed.isEnglish) lines.push('I answer in English and quote you as you wrote.');
  return `**What you are asking.** ${lines.join(' ')}`;
}

/** A reference is always disclosed; a conversation without one, where there is room. */
function writeEarlier({ history, reference }: QuestionAnalysis['request'], detail: DetailLevel): string {
  const plainWords = (text: string, words: number) => firstWords(plainText(text, 2_000), words);
  const earlier = reference ?? (detail.hasHistory ? history.at(-1) : undefined);
  const quote = earlier === undefined ? '' : plainWords(earlier.question, 14);
  if (quote === '') return '';
  const topic = plainWords(reference?.topic ?? '', 6);
  if (topic !== '') return `As we said about “${topic}”, where you asked “${quote}”.`;
  return reference === undefined ? `This continues from “${quote}”.` : `I take this to go on from “${quote}”.`;
}

function writeDiagnosis(
  analysis: QuestionAnalysis,
  detail: DetailLevel,
  main: FrameworkPassages | undefined,
  second: FrameworkPassages | undefined,
): string {
  const { parsed, frameworks, subject, slots } = analysis;
  const phrases = PHRASES.kinds[parsed.kind];
  const sentences: string[] = [];
  const detected = frameworks[0];
  if (detected === undefined || main === undefined) {
    sentences.push(phrases.none);
  } else {
    const { framework, kind, quote } = detected;
    const isQuoted = quote === '' || `${parsed.context} ${parsed.ask}`.includes(quote.replace(/…$/, ''));
    const template = isQuoted ? (kind === 'implied' ? phrases.impliedByAsk : phrases.explicitInAsk) : phrases[kind];
    sentences.push(fill(template, shortName(framework), quote));
    if (detected.earlierTurns > 0) {
      sentences.push(`We have used ${shortName(framework)} earlier in this conversation, so I go on from there.`);
    } else if (kind === 'implied' && detail.hasPurpose) {
      sentences.push(purposeOf(framework.summary));
    }
  }
  sentences.push(fillSlots(subject.insight, slots));
  const question = main?.take('questions', detail.passageWords);
  if (question !== undefined) sentences.push(`${phrases.settle} ${italic(question)}`);
  const secondQuestion = second?.take('questions', detail.passageWords);
  if (second !== undefined && secondQuestion !== undefined) {
    sentences.push(`${fill(phrases.second, shortName(second.framework), '')} ${italic(secondQuestion)}`);
  }
  return `**Diagnosis.** ${sentences.filter((sentence) => sentence !== '').join(' ')}`;
}

/** Findings are quoted and attributed, not interpreted; one that is part of another section is omitted. */
function writeFindings(analysis: QuestionAnalysis, detail: DetailLevel, said: readonly string[]): string {
  const fresh = analysis.findings.filter(({ text }) => !isSaid(text, said));
  // Complete passages before truncated ones.
  const urgency = ({ isFromOperator, words }: QuotedFinding) =>
    isFromOperator ? 0 : words <= detail.findingWords ? 1 : 2;
  // A finding of the operator's servers is included at every level of detail.
  const room = Math.max(detail.findings, Math.min(1, fresh.filter(({ isFromOperator }) => isFromOperator).length));
  const chosen = fresh.toSorted((a, b) => urgency(a) - urgency(b)).slice(0, room);
  const quotes = chosen.map(({ text, source, server }) => {
    const by = `via ${server}`;
    return `> “${firstWords(text, detail.findingWords)}” (${source === '' ? by : `${source}, ${by}`})`;
  });
  return quotes.length === 0 ? '' : `**From the sources consulted**\n\n${quotes.join('\n>\n')}`;
}

/** Whether one of the parts contains the beginning of `text`, except its first letter, whose case may differ. */
function isSaid(text: string, parts: readonly string[]): boolean {
  const opening = text.slice(1, SAME_OPENING_LENGTH);
  return parts.some((part) => part.includes(opening));
}

function writeOptions(analysis: QuestionAnalysis, detail: DetailLevel, main: FrameworkPassages | undefined): string {
  const { situation, parsed } = analysis;
  const all = [0, 1, 2] as const;
  const chosen = situation.choice.option;
  if (parsed.alternatives !== undefined) {
    const own = parsed.alternatives.map((name) => ownOption(name, main, detail));
    return numbered([...own, optionOf(analysis, chosen)]);
  }
  const shown = detail.options === 3 ? all : all.filter((at) => at === chosen || at === (chosen === 0 ? 1 : 0));
  return numbered(shown.map((at) => optionOf(analysis, at)));
}

function numbered(options: readonly string[]): string {
  return `**Options**\n\n${options.map((option, at) => `${at + 1}. ${option}`).join('\n')}`;
}

/** One of the asker's alternatives, with its trade-off. */
function ownOption(name: string, main: FrameworkPassages | undefined, detail: DetailLevel): string {
  const trade = tradeOf(name);
  if (trade !== undefined) return `**${capitalize(name)}.** For: ${trade.gain}. Against: ${trade.cost}.`;
  const test = main?.take('questions', detail.passageWords) ?? 'What stops to make room for it?';
  return `**${capitalize(name)}.** What decides it: ${italic(test)}`;
}

function optionOf({ situation, slots }: QuestionAnalysis, at: 0 | 1 | 2): string {
  const { name, gain, cost } = situation.options[at];
  return fillSlots(`**${name}.** For: ${gain}. Against: ${cost}.`, slots);
}

/** The recommended option as a sentence; also part of the integrated recommendation. */
export function chosenOption(analysis: QuestionAnalysis): string {
  const { parsed, situation, slots } = analysis;
  const name = fillSlots(situation.options[situation.choice.option].name, slots);
  const choice = `${lowerFirst(name)}, because ${fillSlots(situation.choice.because, slots)}`;
  if (parsed.alternatives === undefined) return choice;
  const [one, other] = parsed.alternatives;
  const [first, second] = [tradeOf(one), tradeOf(other)];
  if (first === undefined || second === undefined || first.undo === second.undo) {
    return `let the questions above decide between “${one}” and “${other}”, and nothing else. Meanwhile, ${choice}`;
  }
  const easier = first.undo < second.undo ? one : other;
  const roots = rootsOf(name);
  const coversBoth = [one, other].every((own) => rootsOf(own).some((root) => roots.includes(root)));
  return coversBoth || situation.isEvent === true
    ? `better than either, ${choice}. If it has to be one of the two, take “${easier}”: that one can still be undone`
    : `“${easier}” first. Of the two it is the one you can still undo, and it earns the facts for the other. Alongside it, ${choice}`;
}

function writeRecommendation(
  analysis: QuestionAnalysis,
  detail: DetailLevel,
  main: FrameworkPassages | undefined,
): string {
  const { parsed, request, advice } = analysis;
  const sentences = [`${speechOf(request.lead).recommends} ${chosenOption(analysis)}.`];
  if (advice !== undefined && detail.hasAdvice) sentences.push(advice);
  const pitfall = detail.hasPitfall ? main?.take('pitfalls', detail.passageWords) : undefined;
  if (pitfall !== undefined) sentences.push(`${PHRASES.kinds[parsed.kind].pitfall} ${lowerFirst(pitfall)}`);
  return `**Recommendation.** ${sentences.join(' ')}`;
}

/** The actions, with their measures; the same at every level of detail. */
export function writeActions(analysis: QuestionAnalysis): BriefAction[] {
  const main = passagesFor(analysis, 0);
  const { situation, slots, horizons, frameworks, parsed } = analysis;
  const own = situation.moves.map(({ what, measure }) => ({
    what: fillSlots(what, slots),
    measure: fillSlots(measure, slots),
  }));
  const steps = main?.nextSteps((frameworks[0]?.earlierTurns ?? 0) * 2) ?? [];
  const fromSteps = steps.map((step) => {
    const how = shortened(firstSentence(step.how), MAX_STEP_WORDS);
    return {
      // A name alone is no action.
      what: how === undefined ? '' : `${step.name}: ${lowerFirst(trimStop(how))}`,
      measure: trimStop(main?.take('measures', MAX_MEASURE_WORDS, step.roots) ?? ''),
    };
  });
  const [one, other] = fromSteps.filter(({ what, measure }) => what !== '' && measure !== '');
  // Questions about people end with the situation's own last move, others with the framework's steps.
  const closesOnPeople = ['persuade', 'people', 'decide'].includes(parsed.kind);
  // Between two alternatives of the asker the situation decides, not the framework.
  const middle = parsed.alternatives === undefined ? (one ?? own[1]) : own[1];
  const last = closesOnPeople ? own[2] : ((parsed.alternatives === undefined ? other : one) ?? own[2]);
  const chosen = [own[0], middle, last].filter((move) => move !== undefined);
  return chosen.map(({ what, measure }, at) => ({
    when: horizons[at] ?? horizons[2],
    what,
    measure: lowerFirst(measure),
  }));
}

/** Introductions of challenges that no words of the asker invited. */
const CHALLENGE_SUBJECTS: Readonly<Record<Exclude<ChallengeType, 'assumption_test'>, string>> = {
  root_cause_probe: 'A word on the cause you have in mind.',
  alternative_exploration: 'Hold this against my own recommendation.',
  evidence_demand: 'A word on what would count as proof.',
  constraint_validation: 'A word on the limits you work within.',
  stakeholder_validation: 'A word on the people you need.',
};

/** The challenge of a question without a statement to test. */
function challengeWithoutStatement({ amount, constraint, kind, stakeholders }: ParsedQuestion): ChallengeType {
  if (kind === 'people') return 'stakeholder_validation';
  if (constraint !== undefined || amount !== undefined) return 'constraint_validation';
  return stakeholders.length > 0 ? 'stakeholder_validation' : 'alternative_exploration';
}

interface WrittenChallenge {
  readonly type: ChallengeType;
  readonly text: string;
  readonly isActivated: boolean;
}

function writeChallenges(analysis: QuestionAnalysis, detail: DetailLevel): WrittenChallenge[] {
  const { challenges, parsed, request, frameworks } = analysis;
  const spoken = speechOf(request.lead).challenges;
  const activated = challenges
    .slice(0, detail.challenges)
    .map(({ type, quote }) => ({ type, text: `You write “${quote}”. ${spoken[type]}`, isActivated: true }));
  if (activated.length > 0 || detail.challenges === 0 || countWords(parsed.text) < 4) return activated;
  const context = firstWords(parsed.context, 12).replace(/[.!?]+$/, '');
  // Evidence is quoted in the diagnosis.
  const basis = frameworks[0]?.quote.includes(context) === true ? '' : context;
  const usual = PHRASES.kinds[parsed.kind].challenge;
  // Only a statement can be tested.
  const isFact = parsed.quantities.some((quantity) => basis.includes(quantity));
  const isStatement =
    basis !== '' && !isFact && !(parsed.ask.endsWith('?') && parsed.ask.includes(basis.replace(/…$/, '')));
  const type = usual === 'assumption_test' && !isStatement ? challengeWithoutStatement(parsed) : usual;
  const subject = type === 'assumption_test' ? `Much of this rests on “${basis}”.` : CHALLENGE_SUBJECTS[type];
  return [{ type, text: `${subject} ${spoken[type]}`, isActivated: false }];
}

function writeReversal(analysis: QuestionAnalysis, detail: DetailLevel, main: FrameworkPassages | undefined): string {
  const { situation, slots, parsed } = analysis;
  const sentences = [`I would advise differently if ${fillSlots(situation.reversal, slots)}.`];
  const misfit = detail.hasMisfit ? main?.take('misfits', detail.passageWords) : undefined;
  if (main !== undefined && misfit !== undefined) {
    sentences.push(`${fill(PHRASES.kinds[parsed.kind].misfit, shortName(main.framework), '')} ${lowerFirst(misfit)}`);
  }
  return `**What would change this.** ${sentences.join(' ')}`;
}

/** The actions as a Markdown list. */
export function renderActions(actions: readonly BriefAction[]): string {
  const lines = actions.map(({ when, what, measure }) => `- **${capitalize(when)}:** ${what}. *Measure: ${measure}.*`);
  return `**Actions**\n\n${lines.join('\n')}`;
}

/** With its first letter in lower case, unless the first word is a name or an acronym. */
export function lowerFirst(text: string): string {
  return /^[A-Z](?:[a-z’']+[ ,:-]|[ ])/.test(text) && !/^(?:I|OKRs?|Kotter|Porter|Conway|Rumelt|Wardley)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

/** The purpose of a framework: the second sentence of its summary if its subject is “it”, else the first. */
function purposeOf(summary: string): string {
  const first = firstSentence(summary);
  const second = summary.slice(first.length).trim();
  return /^(?:It|Its|They) /.test(second) ? second : first;
}

function fill(template: string, name: string, quote: string): string {
  return template.replace('{name}', () => name).replace('{quote}', () => quote);
}

function italic(text: string): string {
  return `*${text}*`;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function trimStop(text: string): string {
  return text.replace(/\.$/, '');
}
