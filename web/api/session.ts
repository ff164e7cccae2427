import { signal } from '@preact/signals';

/** Under this name the key of this tab is kept until the tab is closed. */
const KEY_NAME = 'director.key';

/** The API key of this tab; undefined where none is set. It leaves the tab only in `Authorization`. */
export const apiKey = signal<string | undefined>(stored());

/** Whether the page asks for a key: the service has refused a request, or the reader wants to set one. */
export const isKeyNeeded = signal(false);
/** Whether the service has refused the key of this tab. */
export const isKeyRefused = signal(false);

export function setKey(key: string | undefined): void {
  apiKey.value = key;
  isKeyNeeded.value = false;
  isKeyRefused.value = false;
  try {
    if (key === undefined) sessionStorage.removeItem(KEY_NAME);
    else sessionStorage.setItem(KEY_NAME, key);
  } catch {
    // A browser that stores nothing keeps it in memory.
  }
}

function stored(): string | undefined {
  try {
    return sessionStorage.getItem(KEY_NAME) ?? undefined;
  } catch {
    return undefined;
  }
}
