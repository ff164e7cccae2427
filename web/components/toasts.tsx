import { signal } from '@preact/signals';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** How long a message stands, milliseconds. */
const SHOWN_MS = 4_000;

const toasts = signal<readonly Toast[]>([]);
const spoken = signal('');
let next = 1;

/** Says something to screen readers only. */
export function announce(text: string): void {
  spoken.value = '';
  queueMicrotask(() => (spoken.value = text));
}

/**
 * Shows a message for a while.
 *
 * @returns a function that takes it away.
 */
export function toast(text: string, action?: Toast['action'], shownMs = SHOWN_MS): () => void {
  const id = next++;
  const remove = () => {
    toasts.value = toasts.value.filter((one) => one.id !== id);
  };
  toasts.value = [...toasts.value.slice(-2), { id, text, ...(action === undefined ? {} : { action }) }];
  announce(text);
  setTimeout(remove, shownMs);
  return remove;
}

/** Where messages stand; once on the page. */
export function Toasts() {
  return (
    <>
      <div class="visually-hidden" role="status" aria-live="polite">
        {spoken.value}
      </div>
      <div class="toasts">
        {toasts.value.map(({ id, text, action }) => (
          <div key={id} class="toast">
            <span>{text}</span>
            {action === undefined ? null : (
              <button type="button" class="button-quiet" onClick={action.run}>
                {action.label}
              </button>
            )}
          </div>
        ))}
      </div>
    </>
  );
}
