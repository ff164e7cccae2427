import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Problem } from '../api/contract.js';
import { OfflineError, ProblemError } from '../api/problem.js';
import { isKeyNeeded } from '../api/session.js';

export interface ProblemViewProps {
  readonly error: unknown;
  readonly retry?: (() => void) | undefined;
  /** Asks again in the class that the service offers. */
  readonly acceptOffer?: ((level: NonNullable<Problem['offer']>['class']) => void) | undefined;
  /** Further ways on. */
  readonly children?: ComponentChildren;
}

/** Problems that another key solves. */
const KEY_PROBLEMS = new Set(['UNAUTHENTICATED', 'NOT_ENTITLED', 'CLASS_NOT_ENTITLED']);

/** What went wrong, whole: the reason, what to do, when to try again, and what to quote to an operator. */
export function ProblemView({ error, retry, acceptOffer, children }: ProblemViewProps) {
  if (!(error instanceof ProblemError)) return <Unreachable error={error} retry={retry} />;
  const { problem } = error;
  const { code, detail, errors = [], offer, requestId, title } = problem;
  return (
    <section class="problem" role="alert">
      <h2>{title}</h2>
      <p>{sentence(detail)}</p>
      {errors.length === 0 ? null : (
        <ul>
          {errors.map(({ field, expected, found }) => (
            <li key={field}>
              <code>{field}</code>: {expected}, found {found}
            </li>
          ))}
        </ul>
      )}
      <div class="problem-ways">
        {offer === undefined || acceptOffer === undefined ? null : (
          <button type="button" class="button" onClick={() => acceptOffer(offer.class)}>
            Ask in class {offer.class} (about {duration(offer.predictedMs)})
          </button>
        )}
        {KEY_PROBLEMS.has(code) ? (
          <button type="button" class="button" onClick={() => (isKeyNeeded.value = true)}>
            {code === 'UNAUTHENTICATED' ? 'Enter a key' : 'Use another key'}
          </button>
        ) : null}
        {retry === undefined ? null : <RetryButton retry={retry} afterMs={problem.retryAfterMs ?? 0} />}
        {children}
      </div>
      <p class="problem-facts">
        <code>{code}</code>
        {requestId === '' ? null : (
          <>
            {' · request '}
            <code>{requestId}</code>
          </>
        )}
      </p>
    </section>
  );
}

function Unreachable({ error, retry }: { readonly error: unknown; readonly retry: (() => void) | undefined }) {
  const isOffline = error instanceof OfflineError;
  return (
    <section class="problem" role="alert">
      <h2>{isOffline ? 'No connection to the service' : 'This page failed'}</h2>
      <p>
        {isOffline
          ? 'It may be restarting, or this device has lost the network. What you wrote is kept; the page tries again when the connection is back.'
          : 'Something in the page itself went wrong. Reloading it is safe: every answer is kept under its address.'}
      </p>
      <div class="problem-ways">{retry === undefined ? null : <RetryButton retry={retry} afterMs={0} />}</div>
    </section>
  );
}

/** Counts down to when a retry makes sense. */
function RetryButton({ retry, afterMs }: { readonly retry: () => void; readonly afterMs: number }) {
  const leftMs = useSignal(afterMs);
  useEffect(() => {
    leftMs.value = afterMs;
    if (afterMs === 0) return undefined;
    const end = Date.now() + afterMs;
    const timer = setInterval(() => {
      leftMs.value = Math.max(0, end - Date.now());
      if (leftMs.value === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [afterMs]);
  const isWaiting = leftMs.value > 0;
  return (
    <button type="button" class="button" disabled={isWaiting} onClick={() => retry()}>
      {isWaiting ? `Try again in ${Math.ceil(leftMs.value / 1_000)} s` : 'Try again'}
    </button>
  );
}

/** "850 ms", "1.2 s". */
export function duration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
