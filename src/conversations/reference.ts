import type { History } from './conversation-store.js';
import { recall, topicsIn, topicKey } from './records/summary.js';
import type { NewTurn } from './records/turn.js';

/** The part of a conversation that a question refers to. */
export interface Reference {
  /** What the question names again, as the earlier one words it; null when it only continues from it. */
  readonly topic: string | null;
  /** The earlier question, or its beginning. */
  readonly question: string;
  /** {@link ANSWERED_ELSEWHERE} where the answer is not of this service. */
  readonly answerId: string;
  /** Id of the lead persona of its answer. */
  readonly lead: string | null;
  /** Ids of the frameworks detected in it. */
  readonly frameworks: readonly string[];
}

/** A longer text is taken to be complete by itself. */
const MAX_WORDS = 40;
/** In a text of more words a pronoun mostly stands for something in the text itself. */
const MAX_WORDS_BY_PRONOUN = 14;

const OPENING = String.raw`^\W*(?:(?:and|but|so|ok(?:ay)?|then|right|well|now)\b[\s,]+)*`;
/** How a follow-up question begins, after such an opening. */
const QUESTIONS = [
  String.raw`then\b\W*$`,
  String.raw`why\b(?! (?:is|are|do|does|did|has|have) (?:the|our|my|a)\b)`,
  String.raw`how so\b`,
  String.raw`how (?:do|can|should|would|could|will) (?:we|i|you|they) (?:start|begin|proceed|go on|do (?:that|this|it|so)|get there|sequence|measure (?:that|this|it)|know)\b`,
  String.raw`how (?:about|long|much|many|soon|fast|often)\b`,
  String.raw`where (?:do|should|would|could) (?:we|i) (?:start|begin)\b`,
  String.raw`when (?:should|would|do|will) (?:we|i)\b`,
  String.raw`who (?:should|would|could|does|will|owns|leads|decides)\b`,
  String.raw`what (?:next|then|first|else|now|if|about|happens?|follows)\b`,
  String.raw`what(?:'s| is| are| would be) (?:the )?(?:next|first|risks?|alternatives?|downsides?|catch|trade-?offs?)\b`,
  String.raw`what (?:do|should|would|could|can) (?:we|i|you) (?:tell|do|say|try|change) (?:first|next|then|instead|about (?:that|this|it|them)|them)\b`,
  String.raw`what (?:do|should|would|could|can) (?:we|i) tell\b`,
  String.raw`(?:any|which) (?:risks?|alternatives?|other)\b`,
  String.raw`(?:can|could) you (?:elaborate|expand|go deeper|say more|explain)\b`,
  String.raw`(?:go on|tell me more|say more|more (?:detail|on))\b`,
];
const CONTINUATION = new RegExp(`${OPENING}(?:${QUESTIONS.join('|')})`, 'iu');
/** A question whose verb is in the turn before: "And the budget?" */
const ELLIPSIS = /^\W*(?:and|but|so|or) (?:the|our|my|your|their|for|with|if|in|on|at|under) [^.?!]{1,60}\?\s*$/iu;
/** Words that refer to the turn before. */
const PRONOUN =
  /\b(?:that|this|these|those|it|its|them|they|their|the (?:same|first|second|third|other|latter|former))\b/iu;
const AS_SAID =
  /\b(?:as (?:we|you|i) said|you (?:said|mentioned|suggested|recommended|proposed)|we (?:said|discussed|agreed|talked about)|(?:said|mentioned|discussed) (?:earlier|before|above)|your (?:(?:first|second|third|last|earlier|previous) )?(?:answer|advice|suggestion|recommendation|point|option|step)s?)\b/iu;
/** A question, and not merely an acknowledgement. */
const ASKS = new RegExp(
  String.raw`\?\s*$|${OPENING}(?:how|what|where|which|who|why|when|should|can|could|would|do|does|is|are|explain)\b`,
  'iu',
);

/**
 * What a question refers to: the latest turn about something that it names again, or, where it is underspecified, the
 * turn it continues from; undefined if it stands alone.
 *
 * @param continues Whether the question goes on from the turn before.
 * @remarks Pure, and bounded by the turns of the history.
 */
export function resolveReference(question: string, history: History, continues: boolean): Reference | undefined {
  const named = recall(history.summary, question);
  if (named !== undefined) {
    const whole = history.turns.find(({ answerId }) => answerId === named.answerId);
    return { ...named, question: whole?.question ?? named.question };
  }
  return continues ? standingTurn(history.turns) : undefined;
}

/** Whether a text is a follow-up of the turn before. */
export function isFollowUp(text: string): boolean {
  const words = text.trim().split(/\s+/, MAX_WORDS + 1).length;
  if (words > MAX_WORDS) return false;
  if (CONTINUATION.test(text) || ELLIPSIS.test(text)) return true;
  return ASKS.test(text) && (AS_SAID.test(text) || (words <= MAX_WORDS_BY_PRONOUN && PRONOUN.test(text)));
}

/** The latest turn that a persona answered; of a follow-up, the turn it continues from. */
function standingTurn(turns: readonly NewTurn[]): Reference | undefined {
  const at = turns.findLastIndex(({ lead }) => lead !== null);
  const turn = turns[at];
  if (turn === undefined) return undefined;
  const earlier = turns.slice(0, at);
  const source = turn.frameworks.length > 0 ? undefined : (namedBefore(turn, earlier) ?? continuedBy(turn, earlier));
  if (source !== undefined) return source;
  const { question, answerId, lead, frameworks } = turn;
  return { topic: null, question, answerId, lead, frameworks };
}

function continuedBy({ question }: NewTurn, earlier: readonly NewTurn[]): Reference | undefined {
  return isFollowUp(question) ? standingTurn(earlier) : undefined;
}

function namedBefore({ question }: NewTurn, earlier: readonly NewTurn[]): Reference | undefined {
  const named = new Set(topicsIn(question).map(topicKey));
  if (named.size === 0) return undefined;
  const source = earlier.findLast((turn) => topicsIn(turn.question).some((topic) => named.has(topicKey(topic))));
  if (source === undefined) return undefined;
  const topic = topicsIn(source.question).find((one) => named.has(topicKey(one))) ?? null;
  return {
    topic,
    question: source.question,
    answerId: source.answerId,
    lead: source.lead,
    frameworks: source.frameworks,
  };
}
