import type { ComponentChildren } from 'preact';

import type { Resource } from '../api/resource.js';

import { ProblemView } from './problem-view.js';

/** Nothing is there yet, and how to change that. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Appears only when a wait becomes noticeable. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <p class="loading" role="status">
      Loading {what}…
    </p>
  );
}

export interface AwaitProps<T> {
  readonly resource: Resource<T>;
  /** What is loaded, as in "Loading conversations…". */
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded, or that it loads, or why it cannot be. */
export function Await<T>({ resource: { loaded, reload }, what, children }: AwaitProps<T>) {
  if (loaded.state === 'loading') return <Loading what={what} />;
  if (loaded.state === 'error') return <ProblemView error={loaded.error} retry={reload} />;
  return <>{children(loaded.value)}</>;
}
