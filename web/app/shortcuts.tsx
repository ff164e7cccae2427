import { signal } from '@preact/signals';

import { Dialog } from '../components/dialog.js';

import { VIEWS } from './registry.js';
import { go } from './router.js';

/** A key that a view listens to while it is shown. */
export interface Shortcut {
  /** As `KeyboardEvent.key` names it. */
  readonly key: string;
  readonly does: string;
  readonly run: () => void;
}

const OFF_NAME = 'director.shortcuts';
/** After `g`, the letter of a view is awaited this long, milliseconds. */
const SEQUENCE_MS = 1_500;

const isHelpOpen = signal(false);
const areOff = signal(localValue() === 'off');
const ofView = signal<readonly Shortcut[]>([]);

/** Sets the keys of the view that is shown; returns what takes them away again, for an effect. */
export function offerShortcuts(shortcuts: readonly Shortcut[]): () => void {
  ofView.value = shortcuts;
  return () => {
    if (ofView.peek() === shortcuts) ofView.value = [];
  };
}

export function showHelp(): void {
  isHelpOpen.value = true;
}

export function startShortcuts(): void {
  let goesUntil = 0;
  document.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(target) || areOff.peek() || document.querySelector('dialog[open]') !== null) return;
    const run = actionOf(key, Date.now() < goesUntil);
    goesUntil = key === 'g' ? Date.now() + SEQUENCE_MS : 0;
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
}

function actionOf(key: string, isAfterG: boolean): (() => void) | undefined {
  if (isAfterG) {
    const view = VIEWS.find((one) => one.key === key);
    if (view !== undefined) return () => go(view.path);
  }
  if (key === '?') return showHelp;
  if (key === '/') return focusFirstField;
  return ofView.peek().find((one) => one.key === key)?.run;
}

function focusFirstField(): void {
  document.querySelector<HTMLElement>('[data-first-field]')?.focus();
}

/** Whether keys are meant for what has the focus. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'submit'].includes(target.type);
  return target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName);
}

/** What `?` shows. */
export function ShortcutHelp() {
  if (!isHelpOpen.value) return null;
  const common: [string, string][] = [
    ['?', 'this list'],
    ['/', 'to the question or the search'],
    ['Ctrl Enter', 'send the question'],
    ['Esc', 'stop an answer that is being written, close a dialog'],
    ...VIEWS.flatMap(({ key, title }): [string, string][] =>
      key === undefined ? [] : [[`g ${key}`, `go to ${title}`]],
    ),
  ];
  return (
    <Dialog title="Keys" close={() => (isHelpOpen.value = false)}>
      <Keys entries={common} />
      {ofView.value.length === 0 ? null : (
        <>
          <h3>In this view</h3>
          <Keys entries={ofView.value.map(({ key, does }) => [key, does])} />
        </>
      )}
      <label class="check">
        <input type="checkbox" checked={!areOff.value} onChange={({ currentTarget }) => turn(currentTarget.checked)} />
        Keys without Ctrl are on
      </label>
    </Dialog>
  );
}

function Keys({ entries }: { readonly entries: readonly (readonly [string, string])[] }) {
  return (
    <dl class="keys">
      {entries.map(([keys, does]) => (
        <div key={keys}>
          <dt>
            {keys.split(' ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

function turn(isOn: boolean): void {
  areOff.value = !isOn;
  try {
    localStorage.setItem(OFF_NAME, isOn ? 'on' : 'off');
  } catch {
    // Holds for this page only.
  }
}

function localValue(): string | null {
  try {
    return localStorage.getItem(OFF_NAME);
  } catch {
    return null;
  }
}
