import { foldText } from '../../text/index.js';
import { asksForNothing, isEveryday } from './decline.js';
import type { Framework } from '../../frameworks/index.js';
import { isDraftRequest, isSummaryRequest } from '../drafting/index.js';
import { namedFacts, readFacts } from '../facts/index.js';
import { CaseModel, type CaseScores } from './case-model.js';
import type { ConceptIndex } from './concept-index.js';
import { formOf } from './form.js';
import { wordsOf } from '../question/phrases.js';
import type { QuestionReading } from './question-reading.js';
import { SensitiveReader } from './sensitive-reader.js';
import { type Thread, threadOf } from './thread.js';

export interface ReadingRequest {
  readonly question: string;
  /** Earlier questions of the conversation, oldest first. */
  readonly earlier: readonly string[];
  /** Whether the detector takes the text for a leader's question. */
  readonly isStrategic: boolean;
  /** The library: an explanation may be asked of any of them. */
  readonly frameworks: readonly Pick<Framework, 'id' | 'aliases' | 'ambiguous'>[];
  readonly today: Date;
}

/**
 * Advice needs a reading at least this likely, or so many times as likely as the next one: of left-out phrasings that are
 * read like that, three of four are read rightly.
 */
const SURE = 0.4;
const CLEAR = { least: 0.2, timesTheNext: 2.4 } as const;
/** A short message with one of these words speaks of what was said before: "he reports to the CPO, not me". */
const REFERS =
  /\b(?:he|she|they|him|her|them|his|hers|their|theirs|it|that|those|these|decided|er|sie|ihm|ihn|ihr|ihnen|das|el|ella|ellos|eso|lo|le|il|elle|ils|elles|ca|cela|lui|leur)\b/;
const WORDS_OF_A_REFERENCE = 12;
const MAX_REFERRING = 400;
/** Clearly something else. */
const CLEARLY_OFF_TOPIC = 0.5;

/** Understands questions: lane, form, situation, facts. Pure; one text at a time. */
export class SituationReader {
  private readonly sensitive: SensitiveReader;

  constructor(
    private readonly concepts: ConceptIndex,
    private readonly model = new CaseModel(),
  ) {
    this.sensitive = new SensitiveReader(model);
  }

  /** `area/id` of every case that can be recognized. */
  get keys(): readonly string[] {
    return this.model.keys;
  }

  read({ question, earlier, frameworks, isStrategic, today }: ReadingRequest): QuestionReading {
    const thread = threadOf(earlier, question, (message, focus) => this.#isOwnMatter(message, focus));
    const { focus, followUp, text } = thread;
    const scores = this.#scores(thread, question);
    const facts = readFacts(text, today);
    const concepts = this.concepts.find(question, frameworks);
    const form = formOf({
      text: question,
      isDraft: isDraftRequest(question),
      isSummary: isSummaryRequest(question),
      namesConcept: concepts.length > 0,
      alternatives: followUp === undefined ? facts.alternatives.length : 0,
    });
    const isAdvice = followUp === undefined && form !== 'draft' && form !== 'summarise' && form !== 'explain';
    const sensitive = this.sensitive.read({ question, earlier, scores, isAdvice });
    const asksNothing = sensitive === undefined && asksForNothing(question);
    const isOffTopic =
      sensitive === undefined &&
      earlier.length === 0 &&
      !isStrategic &&
      concepts.length === 0 &&
      form !== 'summarise' &&
      ((isClearlyOffTopic(scores) && !isReckoned(text)) || isEveryday(question, isLikely(scores)));
    return {
      lane: sensitive !== undefined ? 'sensitive' : isOffTopic || asksNothing ? 'off-topic' : 'advice',
      sensitive,
      form,
      followUp,
      cases: scores.cases,
      isSure: isLikely(scores),
      focus,
      text,
      words: wordsOf(text),
      facts,
      named: namedFacts(facts),
      concepts,
    };
  }

  /** A matter that was not clear is read again with what is added to it. */
  #scores({ focus, followUp }: Thread, question: string): CaseScores {
    const scores = this.model.score(focus);
    const adds = followUp?.kind === 'further' || followUp?.kind === 'changed' || followUp?.kind === 'contradicted';
    return adds && !isLikely(scores) ? this.model.score(`${focus}\n${question}`) : scores;
  }

  #isOwnMatter(message: string, focus: string): boolean {
    const before = this.model.score(focus);
    const { text } = foldText(message.slice(0, MAX_REFERRING));
    const isReference = text.trim().split(/\s+/).length <= WORDS_OF_A_REFERENCE && REFERS.test(text);
    if (isReference && isLikely(before)) return false;
    const scores = this.model.score(message);
    const [own] = scores.cases;
    return own !== undefined && isLikely(scores) && own.id !== before.cases[0]?.id;
  }
}

/** Whether the likeliest situation is likely enough to advise on. */
function isLikely({ cases: [first, second] }: Pick<CaseScores, 'cases'>): boolean {
  if (first === undefined) return false;
  const next = second?.confidence ?? 0;
  return (
    (first.confidence >= SURE && first.confidence >= next * 1.5) ||
    (first.confidence >= CLEAR.least && first.confidence >= next * CLEAR.timesTheNext)
  );
}

function isClearlyOffTopic({ cases, offTopic }: CaseScores): boolean {
  const likeliest = cases[0]?.confidence ?? 0;
  return offTopic >= CLEARLY_OFF_TOPIC && likeliest < SURE;
}

/** A sum that someone runs is not declined, whatever it is about: three numbers, or two of an organization that says “we”. */
function isReckoned(text: string): boolean {
  const numbers = text.match(/\d+(?:[.,]\d+)*/g)?.length ?? 0;
  return numbers > 2 || (numbers === 2 && OURS.test(text));
}
const OURS = /\b(?:we|our|us|wir|uns|unser\w*|nous|nos|notre|nosotros|nuestr\w+|tenemos|pagamos)\b/i;
