import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import type { Detection } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { isAbort } from '../../api/problem.js';
import { apiKey } from '../../api/session.js';
import { Curl } from '../../components/curl.js';
import { EvidenceText, FrameworkEntries } from '../../components/evidence-text.js';
import { Panel } from '../../components/panel.js';
import { ProblemView } from '../../components/problem-view.js';

/** After the last key, milliseconds. */
const PAUSE_MS = 300;
/** As the service reads. */
const MAX_TEXT_LENGTH = 32_768;
const EXAMPLE = 'Our three squads keep waiting on the infra group for every deploy.';

interface Found {
  readonly text: string;
  readonly detection: Detection;
}

/** A text of the reader, and the frameworks it points to, with the words that say so. */
export function TryText() {
  const text = useSignal('');
  const found = useSignal<Found | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const round = useSignal(0);
  const lit = useSignal<number | undefined>(undefined);
  const detect = async (asked: string, signal: AbortSignal) => {
    try {
      const detection = await api.post<Detection>('/v1/frameworks/detect', { text: asked }, { signal });
      found.value = { text: asked, detection };
      error.value = undefined;
    } catch (failure) {
      if (!isAbort(failure)) error.value = failure;
    }
  };
  useEffect(() => {
    if (text.value.trim() === '') {
      found.value = undefined;
      error.value = undefined;
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void detect(text.value, abort.signal);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [text.value, round.value, apiKey.value]);
  return (
    <Panel title="Try a text" class="try-text" note="Paste what was said or written. Nothing of it is recorded.">
      <div class="try-columns">
        <div>
          <label class="field">
            Text
            <textarea
              rows={5}
              maxLength={MAX_TEXT_LENGTH}
              value={text.value}
              placeholder={EXAMPLE}
              onInput={({ currentTarget }) => (text.value = currentTarget.value)}
            />
          </label>
          {text.value === '' ? (
            <button type="button" class="button-quiet" onClick={() => (text.value = EXAMPLE)}>
              Try the example
            </button>
          ) : (
            <button type="button" class="button-quiet" onClick={() => (text.value = '')}>
              Clear
            </button>
          )}
        </div>
        <div class="try-result" aria-live="polite">
          <Result found={found.value} error={error.value} retry={() => round.value++} lit={lit} />
        </div>
      </div>
      {found.value === undefined ? null : (
        <Curl method="POST" path="/v1/frameworks/detect" body={{ text: found.value.text }} />
      )}
    </Panel>
  );
}

interface ResultProps {
  readonly found: Found | undefined;
  readonly error: unknown;
  readonly retry: () => void;
  readonly lit: Parameters<typeof EvidenceText>[0]['lit'];
}

function Result({ found, error, retry, lit }: ResultProps) {
  if (error !== undefined) return <ProblemView error={error} retry={retry} />;
  if (found === undefined) return <p class="note">Its frameworks appear here, with the words that point to them.</p>;
  const { detection, text } = found;
  const { frameworks, runnersUp, strategic } = detection;
  return (
    <>
      <p class="try-read">
        <EvidenceText text={text} frameworks={frameworks} lit={lit} />
      </p>
      {frameworks.length === 0 ? (
        <p class="note">
          {strategic
            ? 'A question for a leader, but no framework is likely enough.'
            : 'This does not read like a question for a leader.'}
        </p>
      ) : (
        <FrameworkEntries frameworks={frameworks} lit={lit} />
      )}
      {runnersUp.length === 0 ? null : (
        <details>
          <summary class="note">Considered and not chosen</summary>
          <ul>
            {runnersUp.map(({ id, why }) => (
              <li key={id}>
                <a href={`/library?f=${id}`}>{id.replaceAll('-', ' ')}</a>: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
