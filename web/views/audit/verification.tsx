import { useSignal } from '@preact/signals';

import type { AuditVerification } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { CopyButton } from '../../components/copy-button.js';
import { Curl } from '../../components/curl.js';
import { Panel } from '../../components/panel.js';
import { ProblemView } from '../../components/problem-view.js';

/** Follows the chain from its first event to its last, when asked to. */
export function Verification() {
  const verdict = useSignal<AuditVerification | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const isBusy = useSignal(false);
  const verify = async () => {
    isBusy.value = true;
    error.value = undefined;
    try {
      verdict.value = await api.get<AuditVerification>('/v1/audit/verification');
    } catch (failure) {
      error.value = failure;
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <Panel
      title="Is the trail whole?"
      class="verification"
      actions={
        <button type="button" class="button" disabled={isBusy.value} onClick={() => void verify()}>
          {isBusy.value ? 'Verifying…' : 'Verify'}
        </button>
      }
    >
      <div role="status">{verdict.value === undefined ? null : <Verdict verdict={verdict.value} />}</div>
      {error.value === undefined ? null : <ProblemView error={error.value} retry={() => void verify()} />}
      <Curl path="/v1/audit/verification" command={['audit', 'verify']} />
    </Panel>
  );
}

function Verdict({ verdict: { break: found, events, head } }: { readonly verdict: AuditVerification }) {
  if (found !== null) {
    return (
      <p class="is-bad">
        <strong>Broken at event {found.seq}.</strong> {BREAKS[found.reason]} Compare with an export or a backup, and
        keep this database as it is.
      </p>
    );
  }
  return (
    <>
      <p>
        <span class="tag tag-good">Whole</span> {events} events follow from each other.
      </p>
      <p class="note wraps">
        Head: <code>{head}</code> <CopyButton text={head} name="Copy the head" /> Keep it elsewhere: a trail that was
        rewritten later no longer contains it.
      </p>
    </>
  );
}

const BREAKS: Readonly<Record<NonNullable<AuditVerification['break']>['reason'], string>> = {
  missing: 'An event is missing there.',
  changed: 'The event is not as it was written.',
  truncated: 'Events at the end are missing.',
  emptied: 'The trail begins later than the first conversation: its beginning was removed.',
  rewritten: 'An event that is known does not exist any more.',
};
