import { useSignal } from '@preact/signals';

import { apiKey, isKeyNeeded, isKeyRefused, setKey } from '../api/session.js';
import { Dialog } from '../components/dialog.js';

/** Asks for the key of this tab, when the service wants one or when the reader opens it. */
export function KeyDialog() {
  const draft = useSignal('');
  if (!isKeyNeeded.value) return null;
  const save = (event: Event) => {
    event.preventDefault();
    const key = draft.value.trim();
    draft.value = '';
    if (key !== '') setKey(key);
  };
  return (
    <Dialog title="Your key" close={() => (isKeyNeeded.value = false)}>
      <form class="key-form" onSubmit={save}>
        <p>{explanation()}</p>
        <label>
          Key or token
          <input
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={draft.value}
            onInput={({ currentTarget }) => (draft.value = currentTarget.value)}
          />
        </label>
        <p class="note">It stays in this tab until you close it, and is sent to this service only.</p>
        <div class="problem-ways">
          <button type="submit" class="button button-main">
            Use this key
          </button>
          {apiKey.value === undefined ? null : (
            <button type="button" class="button" onClick={() => setKey(undefined)}>
              Forget the present one
            </button>
          )}
        </div>
      </form>
    </Dialog>
  );
}

function explanation(): string {
  if (isKeyRefused.value) {
    return 'The service does not accept the key of this tab (any more). It may have been revoked, or have expired.';
  }
  if (apiKey.value !== undefined) return 'A key is set for this tab. Another one takes its place.';
  return 'Where keys are required, an administrator makes one under Keys, or with “claude-director keys create”.';
}
