import { asksForNothing, isEveryday } from './decline.js';
import type { Framework } from '../../frameworks/index.js';
import { isDraftRequest, isSummaryRequest, isTextRequest } from '../drafting/index.js';
import { namedFacts, readFacts } from '../facts/index.js';
import { CaseModel, type CaseScores } from './case-model.js';
import type { ConceptIndex } from './concept-index.js';
import { formOf } from './form.js';
import { wordsOf } from '../question/phrases.js';
import type { QuestionReading } from './question-reading.js';
import { SensitiveReader } from './sensitive-reader.js';
import type { FollowUp } from './conversation/follow-up.js';
import { isNewMatter } from './conversation/new-matter.js';
import { type Thread, threadOf } from './conversation/thread.js';

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
/** Replies by which an unclear matter is read again. */
const MAX_ADDS = 4;
/** Of what a reply speaks of besides the matter. */
const CLEAR_ASIDE = 0.34;
/** Words of a reply that says alone what an unclear matter is about. */
const WORDS_OF_A_MATTER = 4;
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
    const thread = threadOf(
      earlier,
      question,
      (message, before, isOpen) => isTextRequest(message) || (isOpen && this.#isOwnMatter(message, before)),
    );
    const { before, focus, followUp, text, wishes } = thread;
    const { scores, aside, clearedBy } = this.#scores(thread);
    // What is counted may be asked for in the message itself: “how many is that per person?”
    const facts = readFacts(followUp === undefined || text.endsWith(question) ? text : `${text}\n${question}`, today);
    const named = this.concepts.find(question, frameworks);
    const concepts = named.length > 0 || followUp === undefined ? named : this.concepts.find(focus, frameworks);
    const formIn = (message: string, alternatives: number) =>
      formOf({
        text: message,
        isDraft: isDraftRequest(message),
        isSummary: isSummaryRequest(message),
        namesConcept: this.concepts.find(message, frameworks).length > 0,
        alternatives,
      });
    const form = formIn(question, followUp === undefined ? facts.alternatives.length : 0);
    const focusForm = followUp === undefined ? form : formIn(focus, facts.alternatives.length);
    const isAdvice = followUp === undefined && form !== 'draft' && form !== 'summarise' && form !== 'explain';
    const sensitive = this.sensitive.read({ question, earlier, scores, isAdvice });
    const isText = form === 'draft' || form === 'summarise';
    // In a conversation a single letter may choose an option.
    const asksNothing = sensitive === undefined && !isText && asksForNothing(question, earlier.length > 0);
    const isOffTopic =
      sensitive === undefined &&
      earlier.length === 0 &&
      !isStrategic &&
      concepts.length === 0 &&
      ((!isText && isClearlyOffTopic(scores) && !isReckoned(text)) || isEveryday(question, isText || isLikely(scores)));
    return {
      lane: sensitive !== undefined ? 'sensitive' : isOffTopic || asksNothing ? 'off-topic' : 'advice',
      sensitive,
      form,
      followUp,
      cases: scores.cases,
      aside,
      isCleared: clearedBy !== undefined && clearedBy === followUp?.asked,
      isSure: isLikely(scores),
      focus,
      focusForm,
      before,
      wishes,
      text,
      words: wordsOf(text),
      facts,
      named: namedFacts(facts),
      concepts,
    };
  }

  /**
   * A matter that was not clear is read again with what was added to it, reply by reply, or by a reply alone; a reply to one
   * that was clear may speak of something else besides.
   */
  #scores({ adds, focus, followUp }: Thread): { scores: CaseScores; aside?: string; clearedBy?: string } {
    const scores = this.model.score(focus);
    if (isLikely(scores)) return { scores, ...this.#besides(scores, followUp) };
    let told = focus;
    for (const added of adds.slice(-MAX_ADDS)) {
      told = `${told}\n${added}`;
      const more = this.model.score(told);
      const own = this.model.score(added);
      const isTold = added.trim().split(/\s+/).length >= WORDS_OF_A_MATTER;
      const likely = [more, ...(isTold ? [own] : [])].filter((one) => isLikely(one));
      const [surest] = likely.toSorted((one, other) => surenessOf(other) - surenessOf(one));
      if (surest !== undefined) return { scores: surest, clearedBy: added };
    }
    return { scores };
  }

  /** The situation that a reply speaks of, where it is clearly another one than the matter's. */
  #besides({ cases: [known] }: CaseScores, followUp: FollowUp | undefined): { aside?: string } {
    if (followUp?.kind !== 'further') return {};
    const own = this.model.score(followUp.asked);
    const [first] = own.cases;
    const isClear = first !== undefined && isLikely(own) && first.confidence >= CLEAR_ASIDE && first.id !== known?.id;
    return isClear ? { aside: first.id } : {};
  }

  #isOwnMatter(message: string, { focus, text }: Pick<Thread, 'focus' | 'text'>): boolean {
    const before = this.model.score(focus);
    const scores = this.model.score(message);
    const [own] = scores.cases;
    return isNewMatter({
      message,
      said: text,
      isOther: own !== undefined && isLikely(scores) && own.id !== before.cases[0]?.id,
      confidence: own?.confidence ?? 0,
      isKnown: isLikely(before),
    });
  }
}

const surenessOf = ({ cases: [first] }: CaseScores): number => first?.confidence ?? 0;

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
