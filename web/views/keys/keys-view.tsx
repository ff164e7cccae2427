import { useSignal } from '@preact/signals';

import type { ApiKey, ApiKeyList, NewKey } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { Curl } from '../../components/curl.js';
import { Dialog } from '../../components/dialog.js';
import { Page } from '../../components/page.js';
import { ProblemView } from '../../components/problem-view.js';
import { Await, Empty } from '../../components/states.js';
import { Table } from '../../components/table.js';
import { toast } from '../../components/toasts.js';

import { CreateKey } from './create-key.js';
import { NewKeyDialog } from './new-key-dialog.js';

type Ask = { readonly verb: 'rotate' | 'revoke'; readonly key: ApiKey };

/** Keys of the tenant: who may ask, and what. */
export function KeysView() {
  const keys = useResource((signal) => api.get<ApiKeyList>('/v1/keys', { signal }), []);
  const made = useSignal<NewKey | undefined>(undefined);
  const asked = useSignal<Ask | undefined>(undefined);
  const onMade = (key: NewKey) => {
    made.value = key;
    keys.reload();
  };
  return (
    <Page
      title="Keys"
      intro="A key says on which account a program asks, and what it may do. Only its hash is stored: the key itself is shown once."
    >
      <Await resource={keys} what="keys">
        {({ keys: all }) => (
          <>
            <CreateKey onMade={onMade} />
            {all.length === 0 ? (
              <Empty title="No key yet">
                <p>
                  Keys in <code>director.yaml</code> are not listed here. Create one for each program that asks, so that
                  each can be revoked by itself.
                </p>
              </Empty>
            ) : (
              <KeyTable keys={all} ask={(ask) => (asked.value = ask)} />
            )}
          </>
        )}
      </Await>
      {made.value === undefined ? null : <NewKeyDialog made={made.value} close={() => (made.value = undefined)} />}
      {asked.value === undefined ? null : (
        <Confirm
          key={asked.value.key.id + asked.value.verb}
          ask={asked.value}
          close={() => (asked.value = undefined)}
          onMade={onMade}
          onRevoked={keys.reload}
        />
      )}
      <Curl path="/v1/keys" command={['keys', 'list']} />
    </Page>
  );
}

function KeyTable({ keys, ask }: { readonly keys: readonly ApiKey[]; readonly ask: (ask: Ask) => void }) {
  return (
    <Table<ApiKey>
      caption="Keys, latest first"
      rows={keys.toReversed()}
      keyOf={({ id }) => id}
      columns={[
        { title: 'For', isName: true, cell: ({ label }) => label },
        { title: 'Begins with', cell: ({ prefix }) => <code>{prefix}_…</code> },
        { title: 'May', cell: ({ entitlements }) => entitlements.join(', ') },
        { title: 'State', cell: (key) => <State of={key} /> },
        { title: 'Created', cell: ({ createdAt }) => day(createdAt) },
        { title: 'Expires', cell: ({ expiresAt }) => (expiresAt === null ? 'never' : day(expiresAt)) },
        {
          title: 'Change',
          cell: (key) =>
            key.revokedAt === null && (key.expiresAt ?? Infinity) > Date.now() ? (
              <span class="row-actions">
                <button
                  type="button"
                  class="button-quiet"
                  aria-label={`Rotate ${key.label}`}
                  onClick={() => ask({ verb: 'rotate', key })}
                >
                  Rotate
                </button>
                <button
                  type="button"
                  class="button-quiet"
                  aria-label={`Revoke ${key.label}`}
                  onClick={() => ask({ verb: 'revoke', key })}
                >
                  Revoke
                </button>
              </span>
            ) : null,
        },
      ]}
    />
  );
}

function State({ of: { expiresAt, revokedAt } }: { readonly of: ApiKey }) {
  const now = Date.now();
  if (revokedAt !== null) return <span class="tag tag-bad">revoked {day(revokedAt)}</span>;
  if (expiresAt !== null && expiresAt <= now) return <span class="tag tag-bad">expired</span>;
  // As one that was rotated.
  if (expiresAt !== null && expiresAt - now < DAY_MS) {
    return <span class="tag tag-warn">valid until {time(expiresAt)}</span>;
  }
  if (expiresAt !== null && expiresAt - now < 7 * DAY_MS) return <span class="tag tag-warn">expires soon</span>;
  return <span class="tag tag-good">valid</span>;
}

const DAY_MS = 86_400_000;
const day = (at: number) => new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium' });
const time = (at: number) => new Date(at).toLocaleTimeString('en-GB', { timeStyle: 'short' });

interface ConfirmProps {
  readonly ask: Ask;
  readonly close: () => void;
  readonly onMade: (key: NewKey) => void;
  readonly onRevoked: () => void;
}

/** Says what a change means before it is made: it cannot be undone. */
function Confirm({ ask: { key, verb }, close, onMade, onRevoked }: ConfirmProps) {
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const run = async () => {
    isBusy.value = true;
    try {
      const path = `/v1/keys/${key.id}`;
      if (verb === 'rotate') {
        const made = await api.post<NewKey>(`${path}/rotate`, {});
        close();
        onMade(made);
      } else {
        await api.remove(path);
        close();
        toast(`The key for ${key.label} is revoked`);
        onRevoked();
      }
    } catch (failure) {
      error.value = failure;
      isBusy.value = false;
    }
  };
  return (
    <Dialog
      title={verb === 'rotate' ? `Rotate the key for ${key.label}?` : `Revoke the key for ${key.label}?`}
      close={close}
    >
      <div class="key-form">
        <p>
          {verb === 'rotate'
            ? 'A new key with the same rights takes its place. The present one stays valid for an hour, so that programs can be changed without an interruption.'
            : 'Every replica refuses it within five seconds. Programs that use it get 401 until they have another one. This cannot be undone.'}
        </p>
        {error.value === undefined ? null : <ProblemView error={error.value} retry={() => void run()} />}
        <div class="problem-ways">
          <button type="button" class="button button-main" disabled={isBusy.value} onClick={() => void run()}>
            {verb === 'rotate' ? 'Rotate' : 'Revoke'}
          </button>
          <button type="button" class="button" onClick={close}>
            Leave it
          </button>
        </div>
        <Curl
          method={verb === 'rotate' ? 'POST' : 'DELETE'}
          path={`/v1/keys/${key.id}${verb === 'rotate' ? '/rotate' : ''}`}
        />
      </div>
    </Dialog>
  );
}
