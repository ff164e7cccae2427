import { useSignal } from '@preact/signals';

import { api } from '../../api/client.js';
import { ProblemError } from '../../api/problem.js';
import { toast } from '../../components/toasts.js';

const OUTCOMES = [
  ['worked', 'It worked'],
  ['partly', 'It worked in part'],
  ['failed', 'It did not work'],
  ['not-tried', 'We did not try it'],
] as const;
type Outcome = (typeof OUTCOMES)[number][0];

/** As the service takes, characters. */
const MAX_TEXT_LENGTH = 2_000;

/** Whether the answer was useful, and later what came of it. */
export function Feedback({ id }: { readonly id: string }) {
  const useful = useSignal<boolean | undefined>(undefined);
  const outcome = useSignal<Outcome | undefined>(undefined);
  const text = useSignal('');
  const isOpen = useSignal(false);
  const send = async (thanks: string) => {
    const message = {
      useful: useful.value === true,
      ...(outcome.value === undefined ? {} : { outcome: outcome.value }),
      ...(text.value.trim() === '' ? {} : { text: text.value.trim() }),
    };
    try {
      await api.post(`/v1/answers/${id}/feedback`, message);
      toast(thanks);
    } catch (error) {
      toast(error instanceof ProblemError ? `Not stored: ${error.problem.detail}` : 'Not stored: no connection.');
    }
  };
  const judge = (isUseful: boolean) => {
    useful.value = isUseful;
    isOpen.value = true;
    void send('Thank you, noted.');
  };
  return (
    <section class="feedback" aria-label="Feedback">
      <div class="feedback-judge">
        <span>Was this useful?</span>
        <button type="button" class="button" aria-pressed={useful.value === true} onClick={() => judge(true)}>
          Yes
        </button>
        <button type="button" class="button" aria-pressed={useful.value === false} onClick={() => judge(false)}>
          No
        </button>
      </div>
      {isOpen.value ? (
        <form
          class="feedback-more"
          onSubmit={(event) => {
            event.preventDefault();
            isOpen.value = false;
            void send('Thank you. It counts in the report of its frameworks.');
          }}
        >
          <label class="field">
            What came of it?
            <select
              value={outcome.value ?? ''}
              onChange={({ currentTarget: { value } }) =>
                (outcome.value = value === '' ? undefined : (value as Outcome))
              }
            >
              <option value="">too early to say</option>
              {OUTCOMES.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            In your words
            <textarea
              rows={2}
              maxLength={MAX_TEXT_LENGTH}
              value={text.value}
              onInput={({ currentTarget }) => (text.value = currentTarget.value)}
            />
          </label>
          <button type="submit" class="button">
            Send
          </button>
        </form>
      ) : null}
    </section>
  );
}
