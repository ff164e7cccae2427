import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { lossOf, OUTCOMES } from '../../answers/plain-words.js';
import type { RunningAnswer } from '../../answers/running-answer.js';
import { personaName } from '../../api/library.js';
import { duration } from '../../components/problem-view.js';

/** What has happened so far, against the deadline. */
export function Pipeline({ running }: { readonly running: RunningAnswer }) {
  const accepted = running.accepted.value;
  const steps: [string, string][] = [];
  if (accepted !== undefined)
    steps.push(['Accepted', `in class ${accepted.class}, within ${duration(accepted.deadlineMs)}`]);
  if (running.frameworks.value.length > 0) {
    steps.push(['Frameworks', running.frameworks.value.map(({ name }) => name).join(', ')]);
  }
  if (running.personas.value.length > 0) {
    steps.push([
      'Personas',
      running.personas.value.map(({ id, role }) => `${personaName(id)}${role === 'lead' ? ' leads' : ''}`).join(', '),
    ]);
  }
  for (const { server, outcome, durationMs } of running.enhancements.value) {
    steps.push([server, `${OUTCOMES[outcome]} after ${duration(durationMs)}`]);
  }
  const isWriting = running.drafts.value.length > 0;
  return (
    <section class="pipeline" aria-label="Progress">
      <DeadlineBar deadlineMs={accepted?.deadlineMs} askedAt={running.askedAt.value} />
      <ol class="list-plain steps">
        {steps.map(([name, what]) => (
          <li key={name}>
            <b>{name}</b> {what}
          </li>
        ))}
        <li class="step-now">
          <span role="status">
            {isWriting ? 'Writing the letter…' : accepted === undefined ? 'Asking…' : 'Reading the question…'}
          </span>
        </li>
      </ol>
      {running.degradations.value.map((loss) => (
        <p key={loss.component + loss.effect} class="note">
          {lossOf(loss)}
        </p>
      ))}
    </section>
  );
}

interface DeadlineBarProps {
  readonly deadlineMs: number | undefined;
  readonly askedAt: number | undefined;
}

/** Fills up to the deadline. */
function DeadlineBar({ deadlineMs, askedAt }: DeadlineBarProps) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  if (deadlineMs === undefined || askedAt === undefined) return null;
  const elapsedMs = Math.max(0, now.value - askedAt);
  const isOver = elapsedMs > deadlineMs;
  return (
    <div class="deadline-live">
      <div
        class="deadline"
        role="progressbar"
        aria-label="Time until the deadline"
        aria-valuemin={0}
        aria-valuemax={deadlineMs}
        aria-valuenow={Math.min(elapsedMs, deadlineMs)}
        aria-valuetext={`${duration(elapsedMs)} of ${duration(deadlineMs)}`}
      >
        <span class="deadline-used" style={{ width: `${Math.min(100, (elapsedMs / deadlineMs) * 100)}%` }} />
      </div>
      <span class="note number" aria-hidden="true">
        {isOver ? 'past the deadline' : `${(elapsedMs / 1_000).toFixed(1)} of ${duration(deadlineMs)}`}
      </span>
    </div>
  );
}
