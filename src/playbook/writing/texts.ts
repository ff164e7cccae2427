import {
  type Draft,
  isDraftRequest,
  isSummaryRequest,
  reviseDraft,
  writeDraft,
  writeSummary,
} from '../drafting/index.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import type { QuestionReading } from '../reading/question-reading.js';
import { mailOf, mailTo, reportOf } from './case-message.js';
import type { CaseWriter } from './case-writer.js';

/** The text drafted or summarised before, changed by every wish since, in their order; undefined where there is none. */
export function revisedText({ facts, focus, wishes }: QuestionReading, role: string | undefined): Draft | undefined {
  const about = { text: focus, facts, ...(role === undefined ? {} : { role }) };
  const written = isSummaryRequest(focus)
    ? writeSummary({ ...about, wishes })
    : isDraftRequest(focus)
      ? writeDraft(about)
      : undefined;
  return written === undefined ? undefined : wishes.reduce(reviseDraft, written);
}

/** Of a situation whose words may go out as a mail. */
const MIN_SENT = 0.45;

/**
 * A message that a reply asks for, from the case and what the asker has told, with the wishes about it, the one that asked
 * for it included; undefined where none is asked for, or nothing is known to write.
 */
export function messageIn(
  { cases, facts, text, wishes }: QuestionReading,
  { asked, kind }: FollowUp,
  writer: CaseWriter | undefined,
): Draft | undefined {
  if (kind !== 'report' && kind !== 'mail') return undefined;
  // Words of a case are sent only where it is surely the asker's: else the mail says what was told.
  const isSure = writer !== undefined && (cases[0]?.confidence ?? 0) >= MIN_SENT;
  const message = kind === 'report' ? reportOf(text, writer) : isSure ? mailTo(writer) : mailOf(text, facts.language);
  return message === undefined
    ? undefined
    : wishes.slice(Math.max(0, wishes.lastIndexOf(asked))).reduce(reviseDraft, message);
}

/** The news of a death to colleagues, where it says what to write: what else is to be done stands in one line below. */
export function obituaryText(question: string, { facts, form, sensitive }: QuestionReading): string | undefined {
  if (sensitive?.id !== 'death-of-colleague' || form !== 'draft') return undefined;
  const draft = writeDraft({ text: question, facts });
  return draft === undefined
    ? undefined
    : `${draft.markdown}\n\n*Before it goes out: HR and the family agree to what it says, those who were close hear it in person first, and it names where to find help.*`;
}
