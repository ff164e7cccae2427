import { type FollowUp, followUpOf } from './follow-up.js';

/** What a message is about, with what was said before it in the conversation. */
export interface Thread {
  /** The message that brought up the situation; the message itself where it stands alone. */
  readonly focus: string;
  /** Everything said about the matter, oldest first: from it facts are read. */
  readonly text: string;
  /** What the message asks of the answer before; undefined where it stands alone. */
  readonly followUp: FollowUp | undefined;
}

/**
 * Follows a conversation to the matter that its last message is about.
 *
 * @param standsAlone Whether a message that might continue the matter brings up another one, as its own words tell.
 */
export function threadOf(
  earlier: readonly string[],
  message: string,
  standsAlone: (message: string, focus: string) => boolean,
): Thread {
  let thread: Thread | undefined;
  for (const said of [...earlier, message]) thread = continued(thread, said, standsAlone);
  return thread ?? { focus: message, text: message, followUp: undefined };
}

function continued(
  before: Thread | undefined,
  said: string,
  standsAlone: (message: string, focus: string) => boolean,
): Thread {
  const followUp = before === undefined ? undefined : followUpOf(said);
  if (before === undefined || followUp === undefined) return { focus: said, text: said, followUp: undefined };
  const isOpen = followUp.kind === 'further' || followUp.kind === 'changed' || followUp.kind === 'contradicted';
  if (isOpen && standsAlone(said, before.focus)) {
    // News about the same people: what was said before still holds.
    return { focus: said, text: `${before.text}\n${said}`, followUp: undefined };
  }
  const text = followUp.kind === 'changed' ? `${before.text}\n${said}` : before.text;
  return { focus: before.focus, text, followUp };
}
