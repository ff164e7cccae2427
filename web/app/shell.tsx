import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

import { apiKey, isKeyNeeded } from '../api/session.js';
import { Loading } from '../components/states.js';
import { Empty } from '../components/states.js';
import { Page } from '../components/page.js';
import { ProblemView } from '../components/problem-view.js';
import { Toasts } from '../components/toasts.js';

import { KeyDialog } from './key-dialog.js';
import { VIEWS, viewOf, type ViewDefinition, type ViewProps } from './registry.js';
import { hasArrived, path } from './router.js';
import { showHelp, ShortcutHelp } from './shortcuts.js';

/** Navigation, the view of the address, and what stands above all views. */
export function Shell() {
  const found = viewOf(path.value);
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <TopBar current={found?.view} />
      <Offline />
      <main id="main" tabIndex={-1}>
        {found === undefined ? <NotFound /> : <Shown key={path.value} view={found.view} id={found.id} />}
      </main>
      <Toasts />
      <KeyDialog />
      <ShortcutHelp />
    </>
  );
}

function TopBar({ current }: { readonly current: ViewDefinition | undefined }) {
  return (
    <header class="top">
      <a class="brand" href="/" aria-label="ClaudeDirector, to the question">
        <span class="brand-mark" aria-hidden="true" />
        <span class="brand-name">ClaudeDirector</span>
      </a>
      <nav aria-label="Views">
        <ul>
          {VIEWS.filter(({ key }) => key !== undefined).map((view) => (
            <li key={view.path} class={view.isOperators === true ? 'nav-operators' : ''}>
              <a href={view.path} aria-current={isWithin(current, view) ? 'page' : undefined}>
                {view.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="top-tools">
        <button type="button" class="button-quiet" onClick={() => (isKeyNeeded.value = true)}>
          {apiKey.value === undefined ? 'No key' : 'Key set'}
        </button>
        <button type="button" class="button-quiet" aria-label="Keyboard shortcuts" onClick={showHelp}>
          ?
        </button>
      </div>
    </header>
  );
}

/** An answer belongs to Ask, a conversation to Conversations. */
function isWithin(current: ViewDefinition | undefined, view: ViewDefinition): boolean {
  if (current === undefined) return false;
  return current === view || (view.path === '/' ? current.path === '/a/:id' : current.path === `${view.path}/:id`);
}

function Shown({ view, id }: { readonly view: ViewDefinition; readonly id: string }) {
  const component = useSignal<{ readonly it: ComponentType<ViewProps> } | undefined>(
    view.ready === undefined ? undefined : { it: view.ready },
  );
  const error = useSignal<unknown>(undefined);
  const load = () => {
    error.value = undefined;
    view.load().then(
      (it) => (component.value = { it }),
      (failure: unknown) => (error.value = failure),
    );
  };
  useEffect(() => {
    if (component.value === undefined) load();
  }, []);
  const isThere = component.value !== undefined;
  useEffect(() => {
    if (isThere && hasArrived()) focusTitle();
  }, [isThere]);
  if (error.value !== undefined) return <ProblemView error={error.value} retry={() => location.reload()} />;
  if (component.value === undefined) return <Loading what={view.title.toLowerCase()} />;
  const View = component.value.it;
  return <View id={id} />;
}

function NotFound() {
  return (
    <Page title="No such page" isTitleHidden>
      <Empty title="There is no such page">
        <p>
          The address may be incomplete. <a href="/">Ask a question</a>, or look at <a href="/c">your conversations</a>.
        </p>
      </Empty>
    </Page>
  );
}

/** Says that the device is offline, while it is. */
function Offline() {
  const isOffline = useSignal(!navigator.onLine);
  useSignalEffect(() => {
    const update = () => (isOffline.value = !navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  });
  if (!isOffline.value) return null;
  return (
    <p class="offline" role="status">
      This device is offline. What is on the page stays; the rest comes when the connection is back.
    </p>
  );
}

function focusTitle(): void {
  document.querySelector<HTMLElement>('main [autofocus], main h1')?.focus();
  scrollTo(0, 0);
}
