import type { Finding } from '../core/index.js';
import type { DetectedFramework, Framework } from '../frameworks/index.js';
import { adviceFor, askerLevel, horizonsFor } from './asker-level.js';
import { speechOf } from './content/speech.js';
import { clauseAround, findChallenges, type ActivatedChallenge } from './challenges.js';
import { FrameworkPassages, rootsOf, shortName, wordsInNames, type Roots } from './framework-passages.js';
import type { Persona } from '../personas/index.js';
import type { EarlierQuestion } from '../personas/index.js';
import type { REDUCED_ANSWER } from './content/playbook-phrases.js';
import { quotableText } from './quotable-text.js';
import { quotedFindings, type QuotedFinding } from './quoted-findings.js';
import { readQuestion, type QuestionReading } from './question-reading.js';
import { approachTo, recognizeSituation } from './situation-recognition.js';
import type { Situation } from './content/situation.js';

/** What the engine needs of a detected framework. */
type DetectedEvidence = Pick<DetectedFramework, 'kind' | 'evidence'>;

/** Everything a playbook answer is made from. */
export interface BriefRequest {
  readonly question: string;
  readonly role?: string;
  /** Earlier questions of the conversation, oldest first, with the ids of the frameworks that answered them. */
  readonly history: readonly { readonly question: string; readonly frameworks: readonly string[] }[];
  readonly lead: Persona;
  readonly support: readonly Persona[];
  /** Best first; may be empty for a strategic question no framework fits. */
  readonly frameworks: readonly { readonly framework: Framework; readonly detected: DetectedEvidence }[];
  readonly findings: readonly Finding[];
  /** What of the conversation the question goes back to. */
  readonly reference?: EarlierQuestion & { readonly topic: string | null };
  /** Personas who were asked and are late; disclosed. */
  readonly absent?: readonly Persona[];
  /** Why the answer is less than usual; disclosed in plain words. */
  readonly reduced?: keyof typeof REDUCED_ANSWER;
}

/** A framework of the case with the words that showed it. */
export interface CaseFramework {
  readonly framework: Framework;
  readonly kind: 'explicit' | 'implied';
  /** Quotable; empty when the detector gave none. */
  readonly quote: string;
  /** Turns of the conversation that used it already. */
  readonly earlierTurns: number;
}

/** A request, read and weighed once; every section writer works from it. */
export interface QuestionAnalysis {
  readonly request: BriefRequest;
  readonly reading: QuestionReading;
  /** What the question is about. */
  readonly subject: Situation;
  /** What to do about it. */
  readonly situation: Situation;
  readonly frameworks: readonly CaseFramework[];
  readonly challenges: readonly ActivatedChallenge[];
  readonly horizons: readonly [string, string, string];
  readonly advice: string | undefined;
  readonly slots: Readonly<Record<string, string | undefined>>;
  readonly roots: Roots;
  /** Worth quoting, best first. */
  readonly findings: readonly QuotedFinding[];
  /** Breaks ties between equally fitting passages. */
  readonly turn: number;
}

const QUOTE_LENGTH = 160;
const WAITED_FOR =
  /\b(?:wait\w*|depend\w*|block\w*|stuck) (?:for|on|by|behind) (?:the |our )?([\p{L}\p{N}-]+ (?:group|team|squad|office))\b/iu;
const MAX_FRAMEWORKS = 2;

/** Reads the question and gathers what the section writers share. */
export function analyzeQuestion(request: BriefRequest): QuestionAnalysis {
  const detected = request.frameworks.slice(0, MAX_FRAMEWORKS);
  const found = detected.map((one) => bestQuote(one.detected.evidence));
  const quotes = found.filter((quote) => quote !== '');
  const names = detected.map(({ framework }) => wordsInNames(framework));
  const reading = readWithReference(request, quotes, (word) => names.some((words) => words.has(word)));
  const frameworks = detected.map(({ framework, detected: { kind } }, at) => ({
    framework,
    kind,
    quote: wholeClause(reading.near, found[at] ?? ''),
    earlierTurns: request.history.filter((turn) => turn.frameworks.includes(framework.id)).length,
  }));
  const roots = new Set(rootsOf(reading.near));
  const level = askerLevel(request.role, reading.text);
  const speech = speechOf(request.lead);
  const subject = recognizeSituation({
    text: reading.near,
    telling: [reading.ask, reading.context, ...quotes],
    frameworks: frameworks.map(({ framework }) => framework.id),
    home: speech.home,
  });
  return {
    request,
    reading,
    frameworks,
    subject,
    situation: approachTo(subject, reading.kind),
    challenges: findChallenges(reading.near),
    horizons: horizonsFor(level, reading.deadline),
    advice: adviceFor(level, reading.kind),
    slots: slotsOf(reading),
    roots,
    findings: quotedFindings(
      request.findings,
      roots,
      detected.map(({ framework }) => shortName(framework)),
    ),
    turn:
      request.history.length + ['decide', 'diagnose', 'plan', 'persuade', 'measure', 'people'].indexOf(reading.kind),
  };
}

/** A question that says too little is read with what it goes back to; what it asks stays its own. */
function readWithReference(
  { question, reference }: BriefRequest,
  quotes: readonly string[],
  isExcluded: (lower: string) => boolean,
): QuestionReading {
  const own = readQuestion(question, quotes, isExcluded);
  if (reference?.isDecisive !== true) return own;
  const { ask, context, kind, alternatives, deadline } = own;
  const whole = readQuestion(`${reference.question}\n\n${question}`, quotes, isExcluded);
  return { ...whole, ask, context, kind, alternatives, deadline: deadline ?? whole.deadline };
}

/** Passages of one framework of the case, none handed out yet. */
export function passagesFor(given: QuestionAnalysis, index: number): FrameworkPassages | undefined {
  const framework = given.frameworks[index]?.framework;
  return framework === undefined ? undefined : new FrameworkPassages(framework, given.roots, given.turn);
}

/** The clause around a quote, so that it reads as the asker said it. */
function wholeClause(text: string, quote: string): string {
  const at = quote === '' ? -1 : text.indexOf(quote);
  return (at < 0 ? quote : clauseAround(text, at, quote.length)).replace(/[.,;:?!]+$/, '');
}

/** The longest readable piece of evidence says most; a quote that crosses a sentence end is cut there. */
function bestQuote(evidence: readonly { readonly quote: string }[]): string {
  let best = '';
  for (const { quote } of evidence.slice(0, 5)) {
    if (quote.length > QUOTE_LENGTH) continue;
    for (const piece of quotableText(quote).split(/\u2029|[.?!]+(?: |$)/)) {
      const readable = piece.replace(/[,;:]+$/, '').trim();
      if (readable.length > best.length) best = readable;
    }
  }
  return best;
}

/** The group that others wait for, where the asker says so. */
function waitedFor({ groups, near }: QuestionReading): string | undefined {
  const name = WAITED_FOR.exec(near)?.[1];
  return name !== undefined && groups.includes(name) ? name : undefined;
}

function slotsOf(reading: QuestionReading): Record<string, string | undefined> {
  const counted = reading.quantities.find((quantity) => /\b(?:teams|squads|groups|tribes)$/i.test(quantity));
  // One group is more often the one that matters than several of a kind.
  const group = waitedFor(reading) ?? reading.groups.find((name) => !/s$/i.test(name)) ?? reading.groups[0] ?? counted;
  const sponsor = reading.stakeholders.find(
    (name) => !/^(?:customers|unions?|investors|regulators?|auditors?)$/i.test(name),
  );
  return {
    team: group === undefined ? undefined : `your ${group}`,
    amount: reading.amount === undefined ? undefined : `the ${reading.amount}`,
    sponsor:
      sponsor === undefined || /^(?:the |finance|legal|procurement|sales|marketing|hr)/i.test(sponsor)
        ? sponsor
        : `the ${sponsor}`,
  };
}
