import { isTextRequest } from '../../drafting/index.js';
import { changedForm } from './answer-form.js';
import { corrected } from './correction.js';
import { type FollowUp, followUpOf } from './follow-up.js';
import { isAnnounced } from './new-matter.js';
import { newsOf } from './news.js';
import { toldInPassing } from './told-in-passing.js';

/** What a message is about, with what was said before it in the conversation. */
export interface Thread {
  /** The message that brought up the situation, with facts as they were corrected; the message itself where it stands alone. */
  readonly focus: string;
  /** Everything said about the matter, oldest first: from it facts are read. */
  readonly text: string;
  /** The same without the last message. */
  readonly before: string;
  /** What the message asks of the answer before; undefined where it stands alone. */
  readonly followUp: FollowUp | undefined;
  /** Replies since the matter came up, oldest first: they may make it clearer, or pick one of its readings. */
  readonly replies: readonly FollowUp[];
  /** Wishes about the text or the answer so far, oldest first: each changes what the ones before it left. */
  readonly wishes: readonly string[];
}

/**
 * Whether a message brings up another matter than the one so far, as its own words tell.
 *
 * @param isOpen Whether nothing in it asks for something about the answer before.
 */
export type StandsAlone = (message: string, before: Pick<Thread, 'focus' | 'text'>, isOpen: boolean) => boolean;

/** Follows a conversation to the matter that its last message is about. */
export function threadOf(earlier: readonly string[], message: string, standsAlone: StandsAlone): Thread {
  let thread: Thread | undefined;
  for (const said of [...earlier, message]) thread = continued(thread, said, standsAlone);
  return thread ?? opening(message);
}

const opening = (said: string, text = said): Thread => ({
  focus: said,
  text,
  before: text,
  followUp: undefined,
  replies: [],
  wishes: [],
});

/** Kinds that may bring up a matter of their own. */
const OPEN: ReadonlySet<string> = new Set(['further', 'changed', 'contradicted', 'refused', 'timing']);
/** Kinds that add something said to the matter. */
const TELLS: ReadonlySet<string> = new Set([...OPEN, 'about', 'blocked', 'cost', 'who', 'measure', 'tried', 'others']);

function continued(thread: Thread | undefined, said: string, standsAlone: StandsAlone): Thread {
  if (thread === undefined) return opening(said);
  const read = followUpOf(said);
  const isText = isTextRequest(thread.focus);
  const news = isText || isAnnounced(said) ? undefined : newsOf(said, thread.text);
  // News about the same people: what was said before still holds.
  if (
    read === undefined ||
    standsAlone(said, thread, OPEN.has(read.kind) && news === undefined && read.candidates === undefined)
  )
    return { ...opening(said), text: `${thread.text}\n${said}`, before: thread.text };
  const amended = corrected(thread.text, said);
  if (news !== undefined && amended?.isOutright !== true) {
    const followUp = { ...read, kind: 'changed' as const, news };
    return {
      ...thread,
      text: `${thread.text}\n${said}`,
      before: thread.text,
      followUp,
      replies: [...thread.replies, followUp],
    };
  }
  if (
    amended !== undefined &&
    (amended.isOutright === true || TELLS.has(read.kind) || (read.kind === 'same' && !read.form.isAny))
  ) {
    const { made, old } = amended;
    const focus = corrected(thread.focus, said)?.text ?? thread.focus;
    const followUp = { ...read, kind: 'changed' as const, replaced: { made, old } };
    return {
      ...thread,
      focus,
      text: amended.text,
      before: thread.text,
      followUp,
      replies: [...thread.replies, followUp],
    };
  }
  const since = thread.followUp?.news;
  const inThread = inContext(read, thread.followUp);
  const followUp = since !== undefined && WORDS.has(read.kind) ? { ...inThread, since } : inThread;
  const told = isText && TOLD_OF_A_TEXT.has(read.kind) ? toldInPassing(said) : '';
  return {
    focus: told === '' ? thread.focus : `${thread.focus} ${told}`,
    text: TELLS.has(read.kind) && isStatement(said) ? `${thread.text}\n${said}` : thread.text,
    before: thread.text,
    followUp,
    // A wish about the form says nothing about the matter.
    replies: read.kind === 'same' ? thread.replies : [...thread.replies, read],
    wishes: [...thread.wishes, said],
  };
}
/** Replies that ask for words: what has happened is said in them. */
const WORDS: ReadonlySet<string> = new Set(['words', 'others']);
/** Replies about a text that may tell what belongs in it. */
const TOLD_OF_A_TEXT: ReadonlySet<string> = new Set(['same', 'further', 'changed', 'contradicted']);

/** A wish about the form goes to the answer before, whatever that was about, and keeps the form that it had. */
function inContext(read: FollowUp, before: FollowUp | undefined): FollowUp {
  if (before === undefined) return read;
  // “Option 2.” “And the downside of it?”
  if (read.kind === 'price' && before.option !== undefined) return { ...read, option: before.option };
  if (read.kind !== 'same') return read;
  return { ...before, form: changedForm(before.form, read.form) };
}

/** What asks says no fact. */
const isStatement = (said: string): boolean =>
  !said.includes('?') &&
  !/^\W*(?:and |but |so |ok )*(?:what|how|why|who|where|which|when|was|wie|warum|wer|que|como|comment|pourquoi)\b/i.test(
    said,
  );
