import type { Ask } from '../api/contract.js';

import { RunningAnswer } from './running-answer.js';

/** Answers of this tab that need not be read again when the reader comes back to them. */
const MAX_OPEN = 12;
const open = new Map<string, RunningAnswer>();

/** Asks; the answer is found by its id from then on. */
export function ask(question: Ask, onAccepted: (id: string) => void): RunningAnswer {
  return RunningAnswer.ask(question, (running, id) => {
    keep(id, running);
    onAccepted(id);
  });
}

/** The answer with that id, read from the service where this tab has not got it whole. */
export function answerOf(id: string): RunningAnswer {
  const known = open.get(id);
  if (known !== undefined && known.phase.peek() !== 'failed' && known.phase.peek() !== 'stopped') return known;
  return reopen(id);
}

export function reopen(id: string): RunningAnswer {
  const running = RunningAnswer.open(id);
  keep(id, running);
  return running;
}

function keep(id: string, running: RunningAnswer): void {
  open.delete(id);
  open.set(id, running);
  for (const [oldest, other] of open) {
    if (open.size <= MAX_OPEN) return;
    open.delete(oldest);
    other.stop();
  }
}
