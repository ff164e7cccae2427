import type { CaseModel, CaseScores } from '../case-model.js';
import type { FollowUp } from './follow-up.js';
import { isNewMatter } from './new-matter.js';
import type { Thread } from './thread.js';

/**
 * Advice needs a reading at least this likely, or so many times as likely as the next one: of left-out phrasings that are
 * read like that, three of four are read rightly.
 */
const SURE = 0.4;
const SURE_TIMES_THE_NEXT = 1.7;
const CLEAR = { least: 0.25, timesTheNext: 2.4 } as const;
/** Of a matter that was told in two messages or more: what each of them says points the same way. */
const TOLD = { least: 0.24, timesTheNext: 1.5 } as const;
/** Replies by which an unclear matter is read again. */
const MAX_ADDS = 4;
/** Of what a reply speaks of besides the matter. */
const CLEAR_ASIDE = 0.6;
/** Words of a reply that says alone what an unclear matter is about. */
const WORDS_OF_A_MATTER = 4;
/** Of the likeliest reading of a message that hardly says what it is about. */
const HARDLY = 0.2;
/** Words of a reply that may speak of something besides the matter. */
const WORDS_OF_AN_ASIDE = 6;
/** Of a reading that is worth saying back. */
const MIN_READING = 0.04;
const MAX_READINGS = 3;
/** Of a third one. */
const MIN_THIRD_READING = 0.08;

/** The situation that a conversation is about. */
export interface Matter {
  readonly scores: CaseScores;
  /** Whether the likeliest one is likely enough to advise on, or the asker has picked it. */
  readonly isSure: boolean;
  /** Another situation, which the last reply speaks of besides. */
  readonly aside?: string;
  /** Whether it is the last reply that made it clear. */
  readonly isCleared: boolean;
}

/** Reads a conversation for its situation: an unclear one is read again with each reply. */
export class MatterReader {
  constructor(private readonly model: CaseModel) {}

  /** @param hasAlternatives Whether the asker weighs alternatives of their own: an option is one of these then. */
  read({ focus, followUp, replies }: Thread, hasAlternatives: boolean): Matter {
    const scores = this.model.score(focus);
    if (isLikely(scores) && (!isBare(focus) || replies.length === 0))
      return { scores, isSure: true, isCleared: false, ...this.#besides(scores, followUp) };
    return this.#retold(focus, scores, hasAlternatives ? replies.filter(({ kind }) => kind !== 'option') : replies);
  }

  /** With what was added reply by reply, or by a reply alone; or as the asker picks among the readings. */
  #retold(focus: string, first: CaseScores, replies: readonly FollowUp[]): Matter {
    let scores = first;
    let told = focus;
    for (const [at, { asked, kind, option }] of replies.slice(-MAX_ADDS).entries()) {
      const isCleared = at === Math.min(replies.length, MAX_ADDS) - 1;
      if (kind === 'option') {
        const picked = option === undefined ? undefined : readingsOf(scores).at(Math.max(0, option.number - 1));
        if (picked === undefined) continue;
        return { scores: { ...scores, cases: [picked] }, isSure: true, isCleared };
      }
      if (!ADDS.has(kind)) continue;
      told = `${told}\n${asked}`;
      const more = this.model.score(told);
      const own = this.model.score(asked);
      // A reply alone tells the matter where the first message hardly did.
      const isTold = (surenessOf(first) < HARDLY || isBare(focus)) && wordsIn(asked) >= WORDS_OF_A_MATTER;
      const likely = [...(isToldClearly(more) ? [more] : []), ...(isTold && isLikely(own) ? [own] : [])];
      const [surest] = likely.toSorted((one, other) => surenessOf(other) - surenessOf(one));
      if (surest !== undefined) return { scores: surest, isSure: true, isCleared };
      scores = surenessOf(more) >= surenessOf(scores) ? more : scores;
    }
    // What is sensitive in it, the message that brought it up has said.
    return { scores: { ...first, cases: scores.cases }, isSure: isLikely(first), isCleared: false };
  }

  /** The situation that a reply speaks of, where it is clearly another one than the matter's. */
  #besides({ cases: [known] }: CaseScores, followUp: FollowUp | undefined): { aside?: string } {
    if (followUp?.kind !== 'further') return {};
    if (wordsIn(followUp.asked) < WORDS_OF_AN_ASIDE) return {};
    const own = this.model.score(followUp.asked);
    const [first] = own.cases;
    const isClear = first !== undefined && isLikely(own) && first.confidence >= CLEAR_ASIDE && first.id !== known?.id;
    return isClear ? { aside: first.id } : {};
  }

  /** Whether a message brings up another matter than the one so far. */
  isNew(message: string, { focus, text }: Pick<Thread, 'focus' | 'text'>): boolean {
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

/** Kinds that tell more about the matter. */
const ADDS: ReadonlySet<string> = new Set(['further', 'changed', 'contradicted', 'about', 'blocked', 'refused']);

const wordsIn = (text: string): number => text.trim().split(/\s+/).length;
/** A few words, “is that normal?”, are about nothing before a reply says of what. */
const isBare = (text: string): boolean => wordsIn(text) <= WORDS_OF_NOTHING;
const WORDS_OF_NOTHING = 3;
const surenessOf = ({ cases: [first] }: CaseScores): number => first?.confidence ?? 0;

/** Whether the likeliest situation is likely enough to advise on. */
export function isLikely({ cases: [first, second] }: Pick<CaseScores, 'cases'>): boolean {
  if (first === undefined) return false;
  const next = second?.confidence ?? 0;
  return (
    (first.confidence >= SURE && first.confidence >= next * SURE_TIMES_THE_NEXT) ||
    (first.confidence >= CLEAR.least && first.confidence >= next * CLEAR.timesTheNext)
  );
}

function isToldClearly({ cases: [first, second] }: CaseScores): boolean {
  const next = second?.confidence ?? 0;
  return first !== undefined && first.confidence >= TOLD.least && first.confidence >= next * TOLD.timesTheNext;
}

/** The readings that are said back where none is sure, best first. */
export function readingsOf({ cases }: Pick<CaseScores, 'cases'>): CaseScores['cases'] {
  return cases
    .filter(({ confidence }, at) => confidence >= (at < 2 ? MIN_READING : MIN_THIRD_READING))
    .slice(0, MAX_READINGS);
}
