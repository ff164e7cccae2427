import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { isAbort } from './problem.js';
import { apiKey } from './session.js';

/** What a view knows of something it loads. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'error'; readonly error: unknown }
  | { readonly state: 'ready'; readonly value: T };

export interface Resource<T> {
  readonly loaded: Loaded<T>;
  readonly reload: () => void;
  /** Puts a newer value in its place, without loading. */
  readonly set: (value: T) => void;
}

/**
 * Loads something when the view appears, when `inputs` change, with another key, and when the connection is back.
 *
 * @param load Is to pass the signal on: it aborts when the result is no longer wanted.
 */
export function useResource<T>(load: (signal: AbortSignal) => Promise<T>, inputs: readonly unknown[]): Resource<T> {
  const loaded = useSignal<Loaded<T>>({ state: 'loading' });
  const round = useSignal(0);
  useEffect(() => {
    const abort = new AbortController();
    if (loaded.peek().state !== 'ready') loaded.value = { state: 'loading' };
    const run = async () => {
      try {
        const value = await load(abort.signal);
        if (!abort.signal.aborted) loaded.value = { state: 'ready', value };
      } catch (error) {
        if (!abort.signal.aborted && !isAbort(error)) loaded.value = { state: 'error', error };
      }
    };
    void run();
    return () => abort.abort();
  }, [...inputs, round.value, apiKey.value]);
  const reload = () => {
    round.value++;
  };
  useEffect(() => {
    const retry = () => {
      if (loaded.peek().state === 'error') reload();
    };
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, []);
  return {
    loaded: loaded.value,
    reload,
    set: (value) => {
      loaded.value = { state: 'ready', value };
    },
  };
}
