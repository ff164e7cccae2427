import type { Finding } from '../core/index.js';
import type { DetectedFramework, Framework } from '../frameworks/index.js';
import { adviceFor, askerLevel, horizonsFor } from './question/asker-level.js';
import { speechOf, type PHRASES, type Situation } from './content/content.js';
import { clauseAround, findChallenges, type ActivatedChallenge } from './question/challenges.js';
import { FrameworkPassages, rootsOf, shortName, wordsInNames, type Roots } from './framework-passages.js';
import type { EarlierQuestion, Persona } from '../personas/index.js';
import { quotableText } from './question/quotable-text.js';
import { quotedFindings, type QuotedFinding } from './quoted-findings.js';
import { parseQuestion, type ParsedQuestion } from './question/parsed-question.js';
import { approachTo, recognizeSituation } from './situation-recognition.js';

/** The part of a detection that the engine uses. */
type DetectedEvidence = Pick<DetectedFramework, 'kind' | 'evidence'>;

/** The input of a playbook answer. */
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
  /** The earlier question that this one refers to. */
  readonly reference?: EarlierQuestion & { readonly topic: string | null };
  /** Personas whose contribution is missing; disclosed. */
  readonly absent?: readonly Persona[];
  /** The reason for a reduced answer; disclosed in plain words. */
  readonly reduced?: keyof typeof PHRASES.reduced;
}

/** A framework of the answer, with its evidence. */
export interface AppliedFramework {
  readonly framework: Framework;
  readonly kind: 'explicit' | 'implied';
  /** Quotable; empty without evidence. */
  readonly quote: string;
  /** Number of earlier turns that used it. */
  readonly earlierTurns: number;
}

/** A request and everything derived from it once, for all section writers. */
export interface QuestionAnalysis {
  readonly request: BriefRequest;
  readonly parsed: ParsedQuestion;
  /** The subject of the question. */
  readonly subject: Situation;
  /** The situation whose advice applies. */
  readonly situation: Situation;
  readonly frameworks: readonly AppliedFramework[];
  readonly challenges: readonly ActivatedChallenge[];
  readonly horizons: readonly [string, string, string];
  readonly advice: string | undefined;
  readonly slots: Readonly<Record<string, string | undefined>>;
  readonly roots: Roots;
  /** Best first. */
  readonly findings: readonly QuotedFinding[];
  /** Breaks ties between equally fitting passages. */
  readonly turn: number;
}

const QUOTE_LENGTH = 160;
const WAITED_FOR =
  /\b(?:wait\w*|depend\w*|block\w*|stuck) (?:for|on|by|behind) (?:the |our )?([\p{L}\p{N}-]+ (?:group|team|squad|office))\b/iu;
const MAX_FRAMEWORKS = 2;

/** Parses the question and derives what the section writers share. */
export function analyzeQuestion(request: BriefRequest): QuestionAnalysis {
  const detected = request.frameworks.slice(0, MAX_FRAMEWORKS);
  const found = detected.map((one) => bestQuote(one.detected.evidence));
  const quotes = found.filter((quote) => quote !== '');
  const names = detected.map(({ framework }) => wordsInNames(framework));
  const parsed = parseWithReference(request, quotes, (word) => names.some((words) => words.has(word)));
  const frameworks = detected.map(({ framework, detected: { kind } }, at) => ({
    framework,
    kind,
    quote: wholeClause(parsed.near, found[at] ?? ''),
    earlierTurns: request.history.filter((turn) => turn.frameworks.includes(framework.id)).length,
  }));
  const roots = new Set(rootsOf(parsed.near));
  const level = askerLevel(request.role, parsed.text);
  const speech = speechOf(request.lead);
  const subject = recognizeSituation({
    text: parsed.near,
    emphasized: [parsed.ask, parsed.context, ...quotes],
    frameworks: frameworks.map(({ framework }) => framework.id),
    home: speech.home,
  });
  return {
    request,
    parsed,
    frameworks,
    subject,
    situation: approachTo(subject, parsed.kind),
    challenges: findChallenges(parsed.near),
    horizons: horizonsFor(level, parsed.deadline),
    advice: adviceFor(level, parsed.kind),
    slots: slotsOf(parsed),
    roots,
    findings: quotedFindings(
      request.findings,
      roots,
      detected.map(({ framework }) => shortName(framework)),
    ),
    turn: request.history.length + ['decide', 'diagnose', 'plan', 'persuade', 'measure', 'people'].indexOf(parsed.kind),
  };
}

/** An underspecified question is parsed together with the one it refers to; its ask stays its own. */
function parseWithReference(
  { question, reference }: BriefRequest,
  quotes: readonly string[],
  isExcluded: (lower: string) => boolean,
): ParsedQuestion {
  const own = parseQuestion(question, quotes, isExcluded);
  if (reference?.isDecisive !== true) return own;
  const { ask, context, kind, alternatives, deadline } = own;
  const whole = parseQuestion(`${reference.question}\n\n${question}`, quotes, isExcluded);
  return { ...whole, ask, context, kind, alternatives, deadline: deadline ?? whole.deadline };
}

/** Unused passages of one framework of the answer. */
export function passagesFor(
  { frameworks, roots, turn }: QuestionAnalysis,
  index: number,
): FrameworkPassages | undefined {
  const framework = frameworks[index]?.framework;
  return framework === undefined ? undefined : new FrameworkPassages(framework, roots, turn);
}

/** The clause around a quote. */
function wholeClause(text: string, quote: string): string {
  const at = quote === '' ? -1 : text.indexOf(quote);
  return (at < 0 ? quote : clauseAround(text, at, quote.length)).replace(/[.,;:?!]+$/, '');
}

/** The longest readable piece of evidence; a quote across an end of sentence is cut there. */
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

/** The group that others wait for, if the question states one. */
function waitedFor({ groups, near }: ParsedQuestion): string | undefined {
  const name = WAITED_FOR.exec(near)?.[1];
  return name !== undefined && groups.includes(name) ? name : undefined;
}

function slotsOf(parsed: ParsedQuestion): Record<string, string | undefined> {
  const counted = parsed.quantities.find((quantity) => /\b(?:teams|squads|groups|tribes)$/i.test(quantity));
  // A single group is more often the relevant one than a plural.
  const group = waitedFor(parsed) ?? parsed.groups.find((name) => !/s$/i.test(name)) ?? parsed.groups[0] ?? counted;
  const sponsor = parsed.stakeholders.find(
    (name) => !/^(?:customers|unions?|investors|regulators?|auditors?)$/i.test(name),
  );
  return {
    team: group === undefined ? undefined : `your ${group}`,
    amount: parsed.amount === undefined ? undefined : `the ${parsed.amount}`,
    sponsor:
      sponsor === undefined || /^(?:the |finance|legal|procurement|sales|marketing|hr)/i.test(sponsor)
        ? sponsor
        : `the ${sponsor}`,
  };
}
