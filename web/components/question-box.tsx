import { useEffect, useRef } from 'preact/hooks';
import type { Signal } from '@preact/signals';

/** As the service counts, UTF-16 code units. */
export const MAX_QUESTION_LENGTH = 32_768;
/** From here on the box says how much room is left. */
const COUNTED_FROM = 30_000;

export interface QuestionBoxProps {
  readonly text: Signal<string>;
  readonly label: string;
  readonly placeholder: string;
  readonly isBusy: boolean;
  readonly send: () => void;
  readonly sendLabel?: string;
  readonly stop?: (() => void) | undefined;
  /** Whether it gets the focus when it appears. */
  readonly isFirst?: boolean;
  readonly class?: string;
}

/** A box that grows with its text; Ctrl Enter sends it. */
export function QuestionBox(props: QuestionBoxProps) {
  const { text, label, placeholder, isBusy, send, sendLabel = 'Ask', stop, isFirst = false } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => grow(area.current), [text.value]);
  useEffect(() => {
    if (isFirst) area.current?.focus();
  }, []);
  const left = MAX_QUESTION_LENGTH - text.value.length;
  const canSend = !isBusy && text.value.trim() !== '' && left >= 0;
  const submit = (event: Event) => {
    event.preventDefault();
    if (canSend) send();
  };
  return (
    <form class={`question-box ${props.class ?? ''}`} onSubmit={submit}>
      <textarea
        ref={area}
        rows={isFirst ? 3 : 1}
        aria-label={label}
        placeholder={placeholder}
        value={text.value}
        data-first-field
        {...(isFirst ? { autofocus: true } : {})}
        onInput={({ currentTarget }) => (text.value = currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          if (event.key === 'Escape' && isBusy) stop?.();
        }}
      />
      <div class="question-box-foot">
        <span class={`note${left < 0 ? ' too-long' : ''}`} aria-live="polite">
          {left < MAX_QUESTION_LENGTH - COUNTED_FROM
            ? left < 0
              ? `${(-left).toLocaleString('en')} characters too long`
              : `${left.toLocaleString('en')} characters left`
            : ''}
        </span>
        <span class="note hint">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
        {isBusy && stop !== undefined ? (
          <button type="button" class="button" onClick={stop}>
            Stop
          </button>
        ) : null}
        <button type="submit" class="button button-main" disabled={!canSend}>
          {isBusy ? 'Asking…' : sendLabel}
        </button>
      </div>
    </form>
  );
}

/** Where the browser does not do it by itself (`field-sizing`). */
function grow(area: HTMLTextAreaElement | null): void {
  if (area === null || CSS.supports('field-sizing', 'content')) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight + 2}px`;
}
