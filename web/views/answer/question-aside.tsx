import { useSignal } from '@preact/signals';

import type { DetectedFramework, RunnerUp } from '../../api/contract.js';
import { frameworkName } from '../../api/library.js';
import { EvidenceText, FrameworkEntries, percent, type Lit } from '../../components/evidence-text.js';

/** A longer question is folded, characters. */
const MAX_OPEN_LENGTH = 900;

export interface QuestionAsideProps {
  readonly question: string | undefined;
  readonly frameworks: readonly DetectedFramework[];
  readonly role: string | undefined;
}

/** The question beside its answer, with the words that decided. */
export function QuestionAside({ question, frameworks, role }: QuestionAsideProps) {
  const lit: Lit = useSignal<number | undefined>(undefined);
  const isWhole = useSignal(false);
  const isFolded = !isWhole.value && (question?.length ?? 0) > MAX_OPEN_LENGTH;
  return (
    <section class="asked" aria-label="Your question">
      <p class="asked-by note">You asked{role === undefined ? '' : ` as ${role}`}</p>
      <h1 tabIndex={-1} class={`asked-question${isFolded ? ' is-folded' : ''}`}>
        {question === undefined ? (
          'Your question'
        ) : (
          <EvidenceText
            text={isFolded ? question.slice(0, MAX_OPEN_LENGTH) : question}
            frameworks={frameworks}
            lit={lit}
          />
        )}
      </h1>
      {isFolded ? (
        <button type="button" class="button-quiet" onClick={() => (isWhole.value = true)}>
          Show all {question?.length.toLocaleString('en')} characters
        </button>
      ) : null}
      {frameworks.length === 0 ? null : (
        <>
          <h2 class="aside-heading">Frameworks your words point to</h2>
          <FrameworkEntries frameworks={frameworks} lit={lit} />
        </>
      )}
    </section>
  );
}

/** What else was considered, and why it lost. */
export function RunnersUp({ runnersUp }: { readonly runnersUp: readonly RunnerUp[] }) {
  if (runnersUp.length === 0) return null;
  return (
    <section class="runners-up" aria-label="Considered, not used">
      <h2 class="aside-heading">Considered, not used</h2>
      <ul class="list-plain">
        {runnersUp.map(({ id, confidence, why }) => (
          <li key={id}>
            <span>
              <b>{frameworkName(id)}</b> <span class="number">{percent(confidence)}</span>
            </span>
            <span class="note">{why}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
