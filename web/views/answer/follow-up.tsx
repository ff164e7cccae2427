import { useSignal } from '@preact/signals';

import { QuestionBox } from '../../components/question-box.js';

export interface FollowUpProps {
  readonly isBusy: boolean;
  readonly send: (question: string) => void;
}

/** Asks on, in the same conversation. */
export function FollowUp({ isBusy, send }: FollowUpProps) {
  const text = useSignal('');
  return (
    <section class="follow-up" aria-label="Ask on">
      <QuestionBox
        text={text}
        label="Ask on in this conversation"
        placeholder="Ask on: it remembers what was said."
        isBusy={isBusy}
        send={() => {
          send(text.value);
          text.value = '';
        }}
      />
    </section>
  );
}
