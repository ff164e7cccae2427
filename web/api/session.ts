import { signal } from '@preact/signals';

/** Under this name the key of this tab is kept until the tab is closed. */
const KEY_NAME = 'director.key';

/** The API key of this tab; undefined where none is set. It leaves the tab only in `Authorization`. */
export const apiKey = signal<string | undefined>(stored());

/** Whether the service has refused a request for want of a valid key. */
export const isKeyNeeded = signal(false);

export function setKey(key: string | undefined): void {
  apiKey.value = key;
  isKeyNeeded.value = false;
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
