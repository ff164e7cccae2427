import { isFollowUp, NO_HISTORY, resolveReference, type Reference } from '../../conversations/index.js';
import type { Clock } from '../../core/index.js';
import type { Detection, FrameworkCatalog, FrameworkDetector, FrameworkLibrary } from '../../frameworks/index.js';
import type { Enhancer, PlannedEnhancement } from '../../mcp/index.js';
import type { PlanShape } from '../../optimizer/index.js';
import type { PersonaRouter, Route, RouteRequest } from '../../personas/index.js';
import type { PlaybookEngine, QuestionReading } from '../../playbook/index.js';

import type { Ask } from '../messages/ask.js';
import type { Question } from './question.js';

/** What a question is answered from. */
export interface Grounds {
  /** The earlier question of its conversation that it refers to. */
  readonly reference: Reference | undefined;
  /** True where the question says too little by itself, so that the earlier one says what it is about. */
  readonly isReferenceDecisive: boolean;
  /** What was detected in the question or, where its reference is decisive, in the earlier one. */
  readonly detection: Detection;
}

/** What is known about a question once it has been read. */
export interface Analysis {
  readonly question: Question;
  /** Library and detector are of one edition, even if a reload happens meanwhile. */
  readonly library: FrameworkLibrary;
  /** What was detected in the question itself. */
  readonly detection: Detection;
  readonly grounds: Grounds;
  /** Lane, form, situation and facts. */
  readonly reading: QuestionReading;
  readonly route: Route;
  /** Calls to MCP servers that can help. */
  readonly enhancements: readonly PlannedEnhancement[];
}

/** Leads where nothing but care for the people counts. */
const SPEAKS_FOR_PEOPLE = 'diego';

/** Reads a question: detects frameworks, resolves what it refers to, routes it to personas, plans MCP calls. Pure. */
export class QuestionReader {
  constructor(
    private readonly frameworks: FrameworkCatalog,
    private readonly router: PersonaRouter,
    private readonly enhancer: Pick<Enhancer, 'planFor'>,
    private readonly playbook: Pick<PlaybookEngine, 'read' | 'withView'>,
    private readonly clock: Clock,
  ) {}

  read(question: Question): Analysis {
    const { ask, context, history = NO_HISTORY } = question;
    const { detector, library } = this.frameworks.current;
    const own = context.timeline.measure('detect', () => detector.detect(question.speech.masked));
    const reading = context.timeline.measure('read', () =>
      this.playbook.read({
        question: question.speech.text,
        earlier: history.turns.map((turn) => turn.question),
        isStrategic: own.strategic,
        hasRole: ask.role !== undefined,
        frameworks: library.all(),
        today: new Date(this.clock.epochMs()),
      }),
    );
    const detection = within(reading, own);
    const grounds = groundsOf(question, detection, reading, detector);
    const { reference, isReferenceDecisive } = grounds;
    const route = context.timeline.measure('route', () =>
      this.#routed(reading, question, {
        text: question.speech.text,
        detection: grounds.detection,
        history: history.turns.flatMap(({ lead, frameworks: ids }) =>
          lead === null ? [] : [{ lead, frameworks: ids }],
        ),
        ...(reference === undefined ? {} : { reference: { ...reference, isDecisive: isReferenceDecisive } }),
        ...(ask.role === undefined ? {} : { role: ask.role }),
        ...(ask.personas === undefined ? {} : { requested: ask.personas }),
      }),
    );
    const enhancements = reading.lane === 'sensitive' ? [] : this.#planned(question, grounds, route);
    return { question, library, detection, grounds, reading, route, enhancements };
  }

  /** A sensitive question has one speaker: who was asked for first, else who speaks for people. */
  #routed(reading: QuestionReading, { ask }: Question, request: RouteRequest): Route {
    if (reading.lane !== 'sensitive') return this.#supported(reading, ask, this.router.route(request));
    const id = ask.personas?.[0] ?? SPEAKS_FOR_PEOPLE;
    return { lead: { id, score: 1, reasons: ['a sensitive situation has one speaker'] }, support: [] };
  }

  /** Support is given by those who were asked for, and by those with something of their own to add. */
  #supported(reading: QuestionReading, { personas = [] }: Ask, route: Route): Route {
    const adding = new Set(
      this.playbook.withView(
        reading,
        route.support.map(({ id }) => id),
      ),
    );
    return { ...route, support: route.support.filter(({ id }) => adding.has(id) || personas.includes(id)) };
  }

  #planned({ ask, speech }: Question, { detection }: Grounds, { lead }: Route): readonly PlannedEnhancement[] {
    if (ask.enhance === 'never' || lead === null) return [];
    const frameworks = detection.frameworks.map(({ id }) => id);
    return this.enhancer.planFor({ question: speech.text, frameworks, persona: lead.id });
  }
}

/** What decides the class of an `auto` request. */
export function shapeOf({ route, enhancements }: Analysis): PlanShape {
  return { personas: route.lead === null ? 0 : 1 + route.support.length, enhancements: enhancements.length };
}

/** What the lane leaves of a detection. */
function within({ lane }: QuestionReading, detection: Detection): Detection {
  if (lane === 'advice') return detection.strategic ? detection : { ...detection, strategic: true };
  return { ...detection, strategic: lane === 'sensitive', frameworks: [], runnersUp: [] };
}

/** @param detector Of the edition that made `detection`. */
function groundsOf(
  { history = NO_HISTORY, speech }: Question,
  detection: Detection,
  { followUp, lane }: QuestionReading,
  detector: Pick<FrameworkDetector, 'detect'>,
): Grounds {
  const isUnderspecified = detection.frameworks.length === 0;
  const continues = lane === 'advice' && (followUp !== undefined || (isUnderspecified && isFollowUp(speech.text)));
  const reference = resolveReference(speech.text, history, continues);
  const isReferenceDecisive =
    lane === 'advice' && reference !== undefined && reference.lead !== null && isUnderspecified && continues;
  if (!isReferenceDecisive) return { reference, isReferenceDecisive, detection };
  const { frameworks } = detector.detect(reference.question);
  return { reference, isReferenceDecisive, detection: { ...detection, strategic: true, frameworks } };
}
