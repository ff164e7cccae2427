import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { lossOf } from '../../answers/plain-words.js';
import type { RequestClass, RunningAnswer } from '../../answers/running-answer.js';
import type { Answer, Ask } from '../../api/contract.js';
import { ProblemView } from '../../components/problem-view.js';
import { announce } from '../../components/toasts.js';

import { DifferenceView } from './difference-view.js';
import { Feedback } from './feedback.js';
import { GrowingLetter } from './growing-letter.js';
import { LetterActions } from './letter-actions.js';
import { Letter } from './letter.js';
import { Pipeline } from './pipeline.js';

export interface AnswerBodyProps {
  readonly running: RunningAnswer;
  /** Asks the same again, with something changed. */
  readonly again: (change: Partial<Ask>) => void;
  /** Reads the same answer again. */
  readonly reload: () => void;
}

/** An answer at any moment: awaited, growing, whole, replaced by a later version, stopped or failed. */
export function AnswerBody({ running, again, reload }: AnswerBodyProps) {
  const phase = running.phase.value;
  const answer = running.answer.value;
  const drafts = running.drafts.value;
  useEffect(() => {
    if (phase === 'final')
      announce(running.earlier.peek() === undefined ? 'The answer is there.' : 'A new version is there.');
    if (phase === 'partial') announce('A first version of the answer is there; more is coming.');
  }, [phase]);
  return (
    <div class="answer-body">
      <Connection attempt={running.attempt.value} />
      {phase === 'failed' && answer === undefined ? (
        <ProblemView
          error={running.error.value}
          retry={running.accepted.value === undefined && running.ask.value !== undefined ? () => again({}) : reload}
          acceptOffer={(level) => again({ class: level })}
        />
      ) : null}
      {phase === 'stopped' ? <Stopped again={() => again({ noCache: true })} reload={reload} /> : null}
      {answer === undefined && (phase === 'sending' || phase === 'running') ? (
        <>
          <Pipeline running={running} />
          <button type="button" class="button stop" onClick={() => running.stop()}>
            Stop
          </button>
        </>
      ) : null}
      {answer === undefined && drafts.length > 0 ? (
        <div class="sheet">
          <GrowingLetter drafts={running.drafts} />
        </div>
      ) : null}
      {answer === undefined ? null : <Versions running={running} answer={answer} again={again} />}
    </div>
  );
}

function Versions({
  running,
  answer,
  again,
}: { readonly running: RunningAnswer; readonly answer: Answer } & Pick<AnswerBodyProps, 'again'>) {
  const earlier = running.earlier.value;
  const showsChanges = useSignal(false);
  return (
    <>
      {running.phase.value === 'partial' ? (
        <div class="notice notice-warn" role="status">
          <p>
            <b>This first version left on time.</b> What was late is being finished; the next version appears here by
            itself.
          </p>
        </div>
      ) : null}
      {earlier === undefined ? null : (
        <div class="notice notice-good version-note">
          <p>
            <b>Version {answer.version}.</b> What was late has arrived.
          </p>
          <button
            type="button"
            class="button"
            aria-pressed={showsChanges.value}
            onClick={() => (showsChanges.value = !showsChanges.value)}
          >
            {showsChanges.value ? 'Show the letter' : 'Show what changed'}
          </button>
        </div>
      )}
      <article
        key={answer.version}
        class={`sheet${earlier === undefined ? '' : ' sheet-new'}`}
        aria-label={answer.version > 1 ? `Answer, version ${answer.version}` : 'Answer'}
      >
        {earlier !== undefined && showsChanges.value ? (
          <DifferenceView before={earlier.answer.markdown} after={answer.answer.markdown} />
        ) : (
          <Letter answer={answer} at={running.askedAt.value}>
            <Losses degradations={answer.receipt.degradations} />
            <LetterActions answer={answer} question={running.question.value ?? ''} />
          </Letter>
        )}
      </article>
      <div class="under-letter">
        <Ways running={running} answer={answer} again={again} />
        {answer.answer.lead === null ? null : <Feedback id={answer.id} />}
      </div>
    </>
  );
}

function Losses({ degradations }: Pick<Answer['receipt'], 'degradations'>) {
  if (degradations.length === 0) return null;
  return (
    <section class="losses" aria-label="What is missing">
      <h3>What is missing from this version</h3>
      <ul>
        {degradations.map((loss) => (
          <li key={loss.component + loss.effect}>{lossOf(loss)}</li>
        ))}
      </ul>
    </section>
  );
}

/** How else the same could be asked. */
function Ways({
  running,
  answer,
  again,
}: { readonly running: RunningAnswer; readonly answer: Answer } & Pick<AnswerBodyProps, 'again'>) {
  if (running.question.value === undefined || !running.isOver.value) return null;
  const longer = longerClass(answer.receipt.class);
  return (
    <div class="ways">
      {answer.answer.lead === null ? (
        <button
          type="button"
          class="button button-main"
          onClick={() => again({ conversationId: answer.conversationId })}
        >
          Answer anyway
        </button>
      ) : null}
      <button type="button" class="button-quiet" onClick={() => again({ noCache: true })}>
        Ask again, afresh
      </button>
      {longer === undefined ? null : (
        <button type="button" class="button-quiet" onClick={() => again({ class: longer, noCache: true })}>
          Ask in class {longer}
        </button>
      )}
    </div>
  );
}

function Connection({ attempt }: { readonly attempt: number }) {
  if (attempt === 0) return null;
  return (
    <div class="notice notice-warn" role="status">
      <p>The connection is lost. Nothing of the answer is: it goes on where it was when the connection is back.</p>
    </div>
  );
}

function Stopped({ again, reload }: { readonly again: () => void; readonly reload: () => void }) {
  return (
    <div class="notice" role="status">
      <p>
        <b>Stopped.</b> The service finishes what it had begun; you can still read it.
      </p>
      <button type="button" class="button" onClick={reload}>
        Read it after all
      </button>
      <button type="button" class="button-quiet" onClick={again}>
        Ask again
      </button>
    </div>
  );
}

/** By the length of their deadlines. */
const CLASSES: readonly RequestClass[] = ['critical', 'strategic', 'enhanced', 'multi-persona'];

function longerClass(level: RequestClass): RequestClass | undefined {
  return CLASSES[CLASSES.indexOf(level) + 1];
}
