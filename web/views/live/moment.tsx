import type { RecentAnswerPage } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { Panel } from '../../components/panel.js';
import { Await } from '../../components/states.js';

import { clock } from './plot.js';

/** Around a point of a plot, milliseconds. */
const AROUND_MS = 5_000;

/** Answers of the moment that was picked in a plot, as far as they were given to the holder of this key. */
export function Moment({ at, close }: { readonly at: number; readonly close: () => void }) {
  const recent = useResource((signal) => api.get<RecentAnswerPage>('/v1/answers?limit=100', { signal }), [at]);
  return (
    <Panel
      title={`Answers around ${clock(at)}`}
      class="moment"
      actions={
        <button type="button" class="button-quiet" onClick={close}>
          Close
        </button>
      }
    >
      <Await resource={recent} what="answers">
        {({ items }) => {
          const near = items.filter((one) => Math.abs(one.at - at) <= AROUND_MS);
          return near.length === 0 ? (
            <p class="note">
              None of your latest hundred answers was given within five seconds of it. Those of other keys are in their
              own lists; the audit trail has them all.
            </p>
          ) : (
            <ul class="list-plain moment-answers">
              {near.map((one) => (
                <li key={`${one.id}${one.at}`}>
                  <a href={`/a/${one.id}`}>{one.question}</a>{' '}
                  <span class="note">{clock(one.at)}, receipt below it</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Await>
    </Panel>
  );
}
