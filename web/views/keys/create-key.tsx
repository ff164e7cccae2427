import { useSignal } from '@preact/signals';

import type { KeyRequest, NewKey } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { Curl } from '../../components/curl.js';
import { Panel } from '../../components/panel.js';
import { ProblemView } from '../../components/problem-view.js';

type Entitlement = KeyRequest['entitlements'][number];

const ENTITLEMENTS: readonly (readonly [Entitlement, string])[] = [
  ['ask', 'ask questions, read answers and conversations'],
  ['critical', 'ask in the class of 100 ms'],
  ['auditor', 'read the audit trail'],
  ['admin', 'make and revoke keys'],
];
const LIFETIMES: readonly (readonly [days: number, label: string])[] = [
  [30, '30 days'],
  [90, '90 days'],
  [365, 'a year'],
  [0, 'until it is revoked'],
];

/** Makes a key; what it may is no more than what its maker may. */
export function CreateKey({ onMade }: { readonly onMade: (key: NewKey) => void }) {
  const label = useSignal('');
  const granted = useSignal<readonly Entitlement[]>(['ask']);
  const days = useSignal(90);
  const isBusy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const body = {
    label: label.value.trim(),
    entitlements: granted.value,
    ...(days.value === 0 ? {} : { expiresInDays: days.value }),
  };
  const isReady = body.label !== '' && granted.value.length > 0 && !isBusy.value;
  const create = async () => {
    isBusy.value = true;
    error.value = undefined;
    try {
      onMade(await api.post<NewKey>('/v1/keys', body));
      label.value = '';
    } catch (failure) {
      error.value = failure;
    } finally {
      isBusy.value = false;
    }
  };
  const grant = (one: Entitlement, isGranted: boolean) => {
    granted.value = ENTITLEMENTS.map(([name]) => name).filter((name) =>
      name === one ? isGranted : granted.value.includes(name),
    );
  };
  return (
    <Panel title="Create a key" class="create-key">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) void create();
        }}
      >
        <label class="field">
          What it is for
          <input
            data-first-field
            maxLength={120}
            value={label.value}
            placeholder="for example: Open WebUI of the platform team"
            onInput={({ currentTarget }) => (label.value = currentTarget.value)}
          />
        </label>
        <fieldset>
          <legend>It may</legend>
          {ENTITLEMENTS.map(([name, does]) => (
            <label key={name} class="check">
              <input
                type="checkbox"
                checked={granted.value.includes(name)}
                onChange={({ currentTarget }) => grant(name, currentTarget.checked)}
              />
              <span>
                <code>{name}</code>: {does}
              </span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          Valid for
          <select value={days.value} onChange={({ currentTarget }) => (days.value = Number(currentTarget.value))}>
            {LIFETIMES.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="button button-main" disabled={!isReady}>
          Create
        </button>
      </form>
      {error.value === undefined ? null : <ProblemView error={error.value} />}
      <Curl method="POST" path="/v1/keys" body={body} />
    </Panel>
  );
}
