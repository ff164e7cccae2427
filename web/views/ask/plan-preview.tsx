import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { api } from '../../api/client.js';
import type { Ask, Plan } from '../../api/contract.js';
import { personaName, words } from '../../api/library.js';
import { EvidenceText, FrameworkEntries, percent } from '../../components/evidence-text.js';
import { duration } from '../../components/problem-view.js';

/** After the last key, milliseconds. */
const PAUSE_MS = 400;
/** A shorter text says too little to be read. */
const MIN_LENGTH = 12;
/** Longer texts are read, but not shown again. */
const MAX_SHOWN_LENGTH = 1_200;

/** While one writes: how the question is read, who would answer it and how fast. */
export function PlanPreview({ ask }: { readonly ask: Signal<Ask> }) {
  const shown = useSignal<{ readonly plan: Plan; readonly text: string } | undefined>(undefined);
  const lit = useSignal<number | undefined>(undefined);
  const message = JSON.stringify(ask.value);
  useEffect(() => {
    const { question } = ask.peek();
    if (question.trim().length < MIN_LENGTH) {
      shown.value = undefined;
      return undefined;
    }
    const abort = new AbortController();
    const show = async () => {
      const result = await plan(ask.peek(), abort.signal);
      if (!abort.signal.aborted) shown.value = result === undefined ? undefined : { plan: result, text: question };
    };
    const timer = setTimeout(() => void show(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [message]);
  if (shown.value === undefined) return null;
  const { plan: found, text } = shown.value;
  return (
    <section class="plan" aria-label="How your question is read">
      <p class="plan-line">{sentenceOf(found)}</p>
      {found.frameworks.length === 0 || text.length > MAX_SHOWN_LENGTH ? null : (
        <div class="plan-evidence">
          <p class="plan-text">
            <EvidenceText text={text} frameworks={found.frameworks} lit={lit} />
          </p>
          <FrameworkEntries frameworks={found.frameworks} lit={lit} />
        </div>
      )}
    </section>
  );
}

function sentenceOf({ admissible, class: level, enhancements, personas, predictedMs, reading, strategic }: Plan) {
  if (!strategic)
    return 'This does not read like a question about leading engineering work, yet. You can ask it anyway.';
  const { lead, support } = personas;
  return (
    <>
      {reading.situation === null ? (
        'No situation is certain yet. '
      ) : (
        <>
          Reads as <b>{words(reading.situation).toLowerCase()}</b> ({percent(reading.confidence)}).{' '}
        </>
      )}
      {lead === null ? null : (
        <span title={lead.reasons.join('; ')}>
          <b>{personaName(lead.id)}</b> would answer
          {support.length === 0 ? '' : `, with ${support.map(({ id }) => personaName(id)).join(' and ')}`}
        </span>
      )}
      {enhancements.length === 0
        ? ''
        : `, helped by ${[...new Set(enhancements.map(({ server }) => server))].join(' and ')}`}
      , in class {level}
      {predictedMs === null ? '' : `, in about ${duration(predictedMs)}`}.
      {admissible ? '' : ' Right now the service is too busy for this class.'}
    </>
  );
}

/** A plan is a courtesy: where it cannot be had, nothing is shown. */
async function plan(ask: Ask, signal: AbortSignal): Promise<Plan | undefined> {
  try {
    return await api.post<Plan>('/v1/plan', ask, { signal });
  } catch {
    return undefined;
  }
}
