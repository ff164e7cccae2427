import { useSignal } from '@preact/signals';

import type { Action } from '../../api/contract.js';

const NAME = 'director.done';
/** Answers whose ticks are kept in this browser. */
const MAX_KEPT = 50;

/** The actions of an answer, to be ticked off; the ticks stay in this browser. */
export function Checklist({ id, actions }: { readonly id: string; readonly actions: readonly Action[] }) {
  const done = useSignal<readonly number[]>(kept()[id] ?? []);
  const toggle = (at: number) => {
    done.value = done.value.includes(at) ? done.value.filter((one) => one !== at) : [...done.value, at];
    keep(id, done.value);
  };
  return (
    <ol class="checklist list-plain">
      {actions.map(({ when, what, measure }, at) => (
        <li key={what} class={done.value.includes(at) ? 'is-done' : ''}>
          <label>
            <input type="checkbox" checked={done.value.includes(at)} onChange={() => toggle(at)} />
            <span>
              <b class="when">{when}</b>
              <span class="what">{what}</span>
              <span class="measure">
                <i>Done when</i> {measure.charAt(0).toLowerCase() + measure.slice(1)}
              </span>
            </span>
          </label>
        </li>
      ))}
    </ol>
  );
}

function kept(): Readonly<Record<string, readonly number[]>> {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? '{}') as Record<string, number[]>;
  } catch {
    return {};
  }
}

function keep(id: string, done: readonly number[]): void {
  const others = Object.entries(kept()).filter(([other]) => other !== id);
  try {
    localStorage.setItem(NAME, JSON.stringify(Object.fromEntries([...others.slice(1 - MAX_KEPT), [id, done]])));
  } catch {
    // Holds for this page only.
  }
}
