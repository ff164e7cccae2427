import type { Signal } from '@preact/signals';

import type { Ask } from '../../api/contract.js';
import { personas } from '../../api/library.js';

/** What may be said beside the question. */
export type AskOptions = {
  readonly [Name in 'class' | 'deadlineMs' | 'role' | 'personas' | 'enhance']?: Ask[Name] | undefined;
};

const CLASSES: readonly (readonly [NonNullable<Ask['class']>, string])[] = [
  ['auto', 'as the question needs'],
  ['strategic', 'strategic, within 0.5 s'],
  ['enhanced', 'enhanced, within 2 s'],
  ['multi-persona', 'multi-persona, within 3 s'],
  ['critical', 'critical, within 0.1 s'],
];
/** As many as the service takes. */
const MAX_PERSONAS = 4;

/** Class, deadline, role and personas: there where they matter, quiet otherwise. */
export function AskOptionFields({ options }: { readonly options: Signal<AskOptions> }) {
  const set = (change: AskOptions) => (options.value = { ...options.peek(), ...change });
  const { class: level, deadlineMs, role, personas: chosen = [], enhance } = options.value;
  const summary = [
    level === undefined || level === 'auto' ? '' : level,
    deadlineMs === undefined ? '' : `by ${deadlineMs} ms`,
    role ?? '',
    chosen.join(', '),
    enhance === 'never' ? 'without MCP servers' : '',
  ].filter((part) => part !== '');
  return (
    <details class="ask-options">
      <summary>{summary.length === 0 ? 'Who asks, who answers, how fast' : summary.join(' · ')}</summary>
      <div class="ask-option-fields">
        <label class="field">
          Your role
          <input
            type="text"
            maxLength={120}
            placeholder="VP Engineering"
            value={role ?? ''}
            onInput={({ currentTarget: { value } }) => set({ role: value.trim() === '' ? undefined : value })}
          />
        </label>
        <label class="field">
          Class
          <select
            value={level ?? 'auto'}
            onChange={({ currentTarget: { value } }) => set({ class: value as NonNullable<Ask['class']> })}
          >
            {CLASSES.map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          Deadline, if shorter (ms)
          <input
            type="number"
            min={10}
            max={60_000}
            step={10}
            inputMode="numeric"
            value={deadlineMs ?? ''}
            onInput={({ currentTarget }) => set({ deadlineMs: wholeNumber(currentTarget.value) })}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={enhance !== 'never'}
            onChange={({ currentTarget }) => set({ enhance: currentTarget.checked ? undefined : 'never' })}
          />
          MCP servers may help
        </label>
        <fieldset>
          <legend>Who answers, the first one in the lead (at most {MAX_PERSONAS})</legend>
          {personas.value.map(({ id, name, title }) => {
            const isChosen = chosen.includes(id);
            return (
              <label key={id} class="check persona-choice">
                <input
                  type="checkbox"
                  checked={isChosen}
                  disabled={!isChosen && chosen.length >= MAX_PERSONAS}
                  onChange={() => {
                    const next = isChosen ? chosen.filter((one) => one !== id) : [...chosen, id];
                    set({ personas: next.length === 0 ? undefined : next });
                  }}
                />
                <span>
                  <b>{name}</b> {title}
                </span>
              </label>
            );
          })}
        </fieldset>
      </div>
    </details>
  );
}

function wholeNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= 10 && value <= 60_000 ? value : undefined;
}
