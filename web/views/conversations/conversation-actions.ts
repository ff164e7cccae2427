import { signal } from '@preact/signals';

import { api, send } from '../../api/client.js';
import { isAbort, ProblemError } from '../../api/problem.js';
import { toast } from '../../components/toasts.js';

/** How long a deletion can be taken back, milliseconds. */
const UNDO_MS = 6_000;

/** Conversations that are deleted, or will be when their deletion can no longer be undone. */
export const deleted = signal<ReadonlySet<string>>(new Set());

function hide(id: string, isHidden: boolean): void {
  const ids = new Set(deleted.peek());
  if (isHidden) ids.add(id);
  else ids.delete(id);
  deleted.value = ids;
}

/** Deletes a conversation after a while in which that can be undone. */
export function deleteWithUndo(id: string): void {
  hide(id, true);
  const commit = (keepalive: boolean) => {
    end();
    void api.remove(`/v1/conversations/${id}`, { keepalive }).catch((error: unknown) => {
      if (isAbort(error) || (error instanceof ProblemError && error.problem.status === 404)) return;
      hide(id, false);
      toast('The conversation could not be deleted; it is still there.');
    });
  };
  const leave = () => commit(true);
  const timer = setTimeout(() => commit(false), UNDO_MS);
  const takeAway = toast(
    'Conversation deleted, with its answers.',
    {
      label: 'Undo',
      run: () => {
        end();
        takeAway();
        hide(id, false);
      },
    },
    UNDO_MS,
  );
  function end(): void {
    clearTimeout(timer);
    removeEventListener('pagehide', leave);
  }
  addEventListener('pagehide', leave);
}

/** Saves a conversation as a file. */
export async function exportConversation(id: string, format: 'json' | 'markdown'): Promise<void> {
  const response = await send('GET', `/v1/conversations/${id}/export?format=${format}`, undefined, {
    headers: { accept: format === 'json' ? 'application/json' : 'text/markdown' },
  });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = `${id}.${format === 'json' ? 'json' : 'md'}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
