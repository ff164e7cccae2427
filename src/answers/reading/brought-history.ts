import { ANSWERED_ELSEWHERE, EMPTY_SUMMARY, foldTurn, type History, type NewTurn } from '../../conversations/index.js';
import { readSpeech } from '../../text/index.js';

import type { Analysis } from './question-reader.js';

/** An earlier question of a conversation that a client keeps itself. */
export interface EarlierQuestion {
  readonly question: string;
  /** What came of it where it was answered here; undefined for one that was asked elsewhere. */
  readonly answered?: Pick<NewTurn, 'answerId' | 'lead' | 'frameworks'> | undefined;
}

/** Of those asked elsewhere, so many of the latest are read, and so much of each: it is done for every question anew. */
const READ_ANEW = { questions: 4, length: 2_000 } as const;
const UNREAD = { answerId: ANSWERED_ELSEWHERE, lead: null, frameworks: [] } as const;

/**
 * The history that earlier questions make.
 *
 * @param said Oldest first.
 * @param read Reads a question that was asked elsewhere, after those before it.
 */
export function readHistory(
  said: readonly EarlierQuestion[],
  read: (question: string, history: History) => Pick<Analysis, 'detection' | 'route'>,
): History {
  let history: History = { turns: [], summary: EMPTY_SUMMARY };
  for (const [at, { question, answered }] of said.entries()) {
    const { text } = readSpeech(question);
    const isRead = said.length - at <= READ_ANEW.questions;
    const outcome = answered ?? (isRead ? cameOf(read(beginningOf(text), latestOf(history))) : UNREAD);
    const turn: NewTurn = { question: text, ...outcome, frameworks: [...outcome.frameworks] };
    history = { turns: [...history.turns, turn], summary: foldTurn(history.summary, turn) };
  }
  return history;
}

/** What an earlier question is read after. */
function latestOf({ turns, summary }: History): History {
  const latest = turns.slice(-READ_ANEW.questions).map((turn) => ({ ...turn, question: beginningOf(turn.question) }));
  return { turns: latest, summary };
}

function beginningOf(text: string): string {
  return text.slice(0, READ_ANEW.length);
}

function cameOf({ detection, route }: Pick<Analysis, 'detection' | 'route'>): Omit<NewTurn, 'question'> {
  return {
    answerId: ANSWERED_ELSEWHERE,
    lead: route.lead?.id ?? null,
    frameworks: detection.frameworks.map(({ id }) => id),
  };
}
