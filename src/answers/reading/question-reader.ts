import { isFollowUp, NO_HISTORY, resolveReference, type Reference } from '../../conversations/index.js';
import type { Detection, FrameworkCatalog, FrameworkDetector, FrameworkLibrary } from '../../frameworks/index.js';
import type { Enhancer, PlannedEnhancement } from '../../mcp/index.js';
import type { PlanShape } from '../../optimizer/index.js';
import type { PersonaRouter, Route } from '../../personas/index.js';

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
  readonly route: Route;
  /** Calls to MCP servers that can help. */
  readonly enhancements: readonly PlannedEnhancement[];
}

/** Reads a question: detects frameworks, resolves what it refers to, routes it to personas, plans MCP calls. Pure. */
export class QuestionReader {
  constructor(
    private readonly frameworks: FrameworkCatalog,
    private readonly router: PersonaRouter,
    private readonly enhancer: Pick<Enhancer, 'planFor'>,
  ) {}

  read(question: Question): Analysis {
    const { ask, context, history = NO_HISTORY } = question;
    const { detector, library } = this.frameworks.current;
    const { detection, grounds } = context.timeline.measure('detect', () => {
      const own = detector.detect(question.speech.masked);
      return { detection: own, grounds: groundsOf(question, own, detector) };
    });
    const { reference, isReferenceDecisive } = grounds;
    const route = context.timeline.measure('route', () =>
      this.router.route({
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
    return { question, library, detection, grounds, route, enhancements: this.#planned(question, grounds, route) };
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

/** @param detector Of the edition that made `detection`. */
function groundsOf(
  { history = NO_HISTORY, speech }: Question,
  detection: Detection,
  detector: Pick<FrameworkDetector, 'detect'>,
): Grounds {
  const isUnderspecified = detection.frameworks.length === 0;
  const reference = resolveReference(speech.text, history, isUnderspecified);
  const isReferenceDecisive =
    reference !== undefined && reference.lead !== null && isUnderspecified && isFollowUp(speech.text);
  if (!isReferenceDecisive) return { reference, isReferenceDecisive, detection };
  const { frameworks } = detector.detect(reference.question);
  return { reference, isReferenceDecisive, detection: { ...detection, strategic: true, frameworks } };
}
