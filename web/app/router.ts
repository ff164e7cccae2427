import { computed, signal } from '@preact/signals';

/** Where the page is: the path and the query of its address. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) });

/** The place that is shown. Views read it; {@link go} and the browser's own buttons change it. */
export const place = signal<Place>(here());
export const path = computed(() => place.value.path);

let isNew = false;

/** Whether the path has changed since this was last asked: what is shown then takes the focus. */
export function hasArrived(): boolean {
  const was = isNew;
  isNew = false;
  return was;
}

/**
 * Goes to another place of the console.
 *
 * @param options.replace Whether the current place leaves the history.
 * @param options.quiet   Whether the focus stays where it is.
 */
export function go(to: string, { replace = false, quiet = false } = {}): void {
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  arrive(quiet);
}

function arrive(quiet: boolean): void {
  const there = here();
  if (!quiet && there.path !== place.peek().path) isNew = true;
  place.value = there;
}

/** Makes links within the console change the view without loading the page again. */
export function startRouter(isView: (path: string) => boolean): void {
  addEventListener('popstate', () => arrive(false));
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null || link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.hash !== '' && link.pathname === location.pathname) return;
    if (!isView(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
