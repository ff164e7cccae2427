import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import { api } from '../../api/client.js';
import type { Conversation } from '../../api/contract.js';
import { ProblemError } from '../../api/problem.js';
import { toast } from '../../components/toasts.js';

const MAX_TITLE_LENGTH = 120;

export interface RenameFormProps {
  readonly id: string;
  readonly title: string;
  readonly done: (isChanged: boolean) => void;
}

/** Gives a conversation another title; Esc leaves it as it was. */
export function RenameForm({ id, title, done }: RenameFormProps) {
  const draft = useSignal(title.slice(0, MAX_TITLE_LENGTH));
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const save = async (event: Event) => {
    event.preventDefault();
    const next = draft.value.trim();
    if (next === '' || next === title) return done(false);
    try {
      await api.patch<Conversation>(`/v1/conversations/${id}`, { title: next });
      done(true);
    } catch (error) {
      toast(error instanceof ProblemError ? `Not renamed: ${error.problem.detail}` : 'Not renamed: no connection.');
    }
  };
  return (
    <form class="rename" onSubmit={(event) => void save(event)}>
      <input
        ref={field}
        type="text"
        aria-label="New title"
        maxLength={MAX_TITLE_LENGTH}
        value={draft.value}
        onInput={({ currentTarget }) => (draft.value = currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') done(false);
        }}
      />
      <button type="submit" class="button">
        Save
      </button>
      <button type="button" class="button-quiet" onClick={() => done(false)}>
        Cancel
      </button>
    </form>
  );
}
