import { asksForNothing, isEveryday } from './decline.js';
import type { Framework } from '../../frameworks/index.js';
import { isDraftRequest, isSummaryRequest, isTextRequest } from '../drafting/index.js';
import { namedFacts, readFacts } from '../facts/index.js';
import { CaseModel, type CaseScores } from './case-model.js';
import type { ConceptIndex } from './concept-index.js';
import { formOf } from './form.js';
import { wordsOf } from '../question/phrases.js';
import type { QuestionReading } from './question-reading.js';
import { SensitiveReader, SERIOUS } from './sensitive-reader.js';
import { MatterReader } from './conversation/matter.js';
import { threadOf } from './conversation/thread.js';

export interface ReadingRequest {
  readonly question: string;
  /** Earlier questions of the conversation, oldest first. */
  readonly earlier: readonly string[];
  /** Whether the detector takes the text for a leader's question. */
  readonly isStrategic: boolean;
  /** Whether the asker says what they are: a few words of a hospital's CIO are about work. */
  readonly hasRole?: boolean;
  /** The library: an explanation may be asked of any of them. */
  readonly frameworks: readonly Pick<Framework, 'id' | 'aliases' | 'ambiguous'>[];
  readonly today: Date;
}

/** Least likelihood of a situation that is not declined. */
const SURE = 0.4;
/**
 * A sensitive situation is pointed to from this probability: of sensitive texts told obliquely that are answered as
 * ordinary ones it is reached by two of five, of ordinary ones by one in sixteen.
 */
const HINTED = 0.27;
/** Clearly something else. */
const CLEARLY_OFF_TOPIC = 0.5;
/** A text that is like no situation, and at all like those that ask for something else. */
const HARDLY_OFF_TOPIC = 0.1;
const UNPLACED = 0.3;
/** What is likelier sensitive than not is answered as an unclear question at least. */
const LIKELY_SENSITIVE = 0.5;

/** Understands questions: lane, form, situation, facts. Pure; one text at a time. */
export class SituationReader {
  private readonly sensitive: SensitiveReader;
  private readonly matters: MatterReader;

  constructor(
    private readonly concepts: ConceptIndex,
    private readonly model = new CaseModel(),
  ) {
    this.sensitive = new SensitiveReader(model);
    this.matters = new MatterReader(model);
  }

  /** `area/id` of every case that can be recognized. */
  get keys(): readonly string[] {
    return this.model.keys;
  }

  read({ question, earlier, frameworks, hasRole = false, isStrategic, today }: ReadingRequest): QuestionReading {
    const thread = threadOf(
      earlier,
      question,
      (message, before, isOpen) => isTextRequest(message) || (isOpen && this.matters.isNew(message, before)),
    );
    const { before, focus, followUp, text, wishes } = thread;
    // What is counted may be asked for in the message itself: “how many is that per person?”
    const facts = readFacts(
      followUp === undefined || followUp.kind === 'same' || text.endsWith(question) ? text : `${text}\n${question}`,
      today,
    );
    const { scores, aside, isCleared, isSure } = this.matters.read(thread, facts.alternatives.length > 1);
    const named = this.concepts.find(question, frameworks);
    const formIn = (message: string, alternatives: number) =>
      formOf({
        text: message,
        isDraft: isDraftRequest(message),
        isSummary: isSummaryRequest(message),
        concepts: this.concepts.find(message, frameworks).length,
        alternatives,
      });
    const form = formIn(question, followUp === undefined ? facts.alternatives.length : 0);
    const focusForm = followUp === undefined ? form : formIn(focus, facts.alternatives.length);
    // In a reply a term is explained where it is asked for, and not where it is said in passing.
    const namesConcept =
      named.length > 0 && (followUp === undefined || (form === 'explain' && followUp.kind === 'further'));
    const concepts = followUp === undefined || namesConcept ? named : this.concepts.find(focus, frameworks);
    const isAdvice = followUp === undefined && form !== 'draft' && form !== 'summarise' && form !== 'explain';
    const sensitive = this.sensitive.read({
      question,
      earlier,
      scores,
      isAdvice,
      isPlan: form === 'plan',
      isStrategic,
    });
    const isText = form === 'draft' || form === 'summarise';
    // In a conversation a single letter may choose an option.
    const asksNothing = sensitive === undefined && !isText && asksForNothing(question, earlier.length > 0);
    const isOffTopic =
      sensitive === undefined &&
      earlier.length === 0 &&
      !isStrategic &&
      concepts.length === 0 &&
      ((!isText && form !== 'plan' && isClearlyOffTopic(scores, hasRole) && !isReckoned(text)) ||
        isEveryday(question, isText || isSure));
    return {
      lane: sensitive !== undefined ? 'sensitive' : isOffTopic || asksNothing ? 'off-topic' : 'advice',
      sensitive,
      hinted: sensitive === undefined && isAdvice ? hintedBy(scores) : undefined,
      form,
      followUp,
      cases: scores.cases,
      aside,
      isCleared,
      isSure,
      focus,
      focusForm,
      before,
      wishes,
      text,
      words: wordsOf(text),
      facts,
      named: namedFacts(facts),
      concepts,
      namesConcept,
    };
  }
}

function hintedBy({ sensitive: { confidence, id, isClear } }: CaseScores): string | undefined {
  return isClear && confidence >= HINTED && id !== SERIOUS ? id : undefined;
}

/** Of a text that asks for no judgment: likely about something else, or about nothing that leaders bring. */
function isClearlyOffTopic({ cases, offTopic, sensitive }: CaseScores, hasRole: boolean): boolean {
  if (sensitive.confidence >= LIKELY_SENSITIVE) return false;
  const likeliest = cases[0]?.confidence ?? 0;
  if (offTopic >= CLEARLY_OFF_TOPIC && likeliest < SURE) return true;
  return !hasRole && offTopic >= HARDLY_OFF_TOPIC && likeliest < UNPLACED;
}

/** A sum that someone runs is not declined, whatever it is about: three numbers, or two of an organization that says “we”. */
function isReckoned(text: string): boolean {
  const numbers = text.match(/\d+(?:[.,]\d+)*/g)?.length ?? 0;
  return numbers > 2 || (numbers === 2 && OURS.test(text));
}
const OURS = /\b(?:we|our|us|wir|uns|unser\w*|nous|nos|notre|nosotros|nuestr\w+|tenemos|pagamos)\b/i;
