import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { api } from '../../api/client.js';
import type { Conversation, ConversationPage } from '../../api/contract.js';
import { frameworkName, loadLibrary, personaName } from '../../api/library.js';
import { useResource } from '../../api/resource.js';
import { go, place } from '../../app/router.js';
import { Curl } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { Await, Empty } from '../../components/states.js';
import { toast } from '../../components/toasts.js';

import { deleted, deleteWithUndo, exportConversation } from './conversation-actions.js';
import { RenameForm } from './rename-form.js';

const PAGE = 30;
const PAUSE_MS = 250;

/** Every conversation of the caller, newest first. */
export function ConversationsView() {
  const words = useSignal(place.peek().query.get('search') ?? '');
  const searched = useSignal(words.peek());
  useEffect(loadLibrary, []);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (searched.value === words.value) return;
      searched.value = words.value;
      go(words.value === '' ? '/c' : `/c?search=${encodeURIComponent(words.value)}`, { replace: true, quiet: true });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [words.value]);
  const path = pathOf(searched.value, undefined);
  const list = useResource((signal) => api.get<ConversationPage>(path, { signal }), [path]);
  const more = async (cursor: string) => {
    if (list.loaded.state !== 'ready') return;
    const next = await api.get<ConversationPage>(pathOf(searched.value, cursor));
    list.set({ items: [...list.loaded.value.items, ...next.items], nextCursor: next.nextCursor });
  };
  return (
    <Page title="Conversations" intro="What you asked, and what was answered." width="reading">
      <div class="search">
        <input
          type="search"
          aria-label="Search your conversations"
          placeholder="Search"
          value={words.value}
          data-first-field
          onInput={({ currentTarget }) => (words.value = currentTarget.value)}
        />
      </div>
      <Await resource={list} what="conversations">
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <Nothing words={searched.value} />
          ) : (
            <>
              <ul class="conversations list-plain">
                {items.map((conversation) => (
                  <Entry key={conversation.id} conversation={conversation} changed={list.reload} />
                ))}
              </ul>
              {nextCursor === null ? null : (
                <button type="button" class="button" onClick={() => void more(nextCursor).catch(noMore)}>
                  Show more
                </button>
              )}
            </>
          )
        }
      </Await>
      <Curl path={path} />
    </Page>
  );
}

function Nothing({ words }: { readonly words: string }) {
  if (words !== '') return <Empty title={`Nothing is called “${words}”`} />;
  return (
    <Empty title="No conversations yet">
      <p>
        <a href="/">Ask your first question</a>, and it will stand here.
      </p>
    </Empty>
  );
}

interface EntryProps {
  readonly conversation: Conversation;
  readonly changed: () => void;
}

function Entry({ conversation: { id, title, turns, updatedAt, summary }, changed }: EntryProps) {
  const isRenaming = useSignal(false);
  if (deleted.value.has(id)) return null;
  const lead = summary.leads[0]?.id;
  return (
    <li class="conversation">
      {isRenaming.value ? (
        <RenameForm
          id={id}
          title={title}
          done={(isChanged) => {
            isRenaming.value = false;
            if (isChanged) changed();
          }}
        />
      ) : (
        <a class="conversation-title" href={`/c/${id}`}>
          {title}
        </a>
      )}
      <p class="note">
        {when(updatedAt)} · {turns === 1 ? '1 question' : `${turns} questions`}
        {lead === undefined ? '' : ` · ${personaName(lead)}`}
        {summary.frameworks.length === 0
          ? ''
          : ` · ${summary.frameworks
              .slice(0, 2)
              .map((one) => frameworkName(one.id))
              .join(', ')}`}
      </p>
      <div class="conversation-tools" role="group" aria-label={`Conversation ${title}`}>
        <button type="button" class="button-quiet" onClick={() => (isRenaming.value = true)}>
          Rename
        </button>
        <button
          type="button"
          class="button-quiet"
          onClick={() => void exportConversation(id, 'markdown').catch(noExport)}
        >
          Export
        </button>
        <button type="button" class="button-quiet" onClick={() => deleteWithUndo(id)}>
          Delete
        </button>
      </div>
    </li>
  );
}

export function when(at: number): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString(undefined, { dateStyle: 'medium' });
}

function noExport(): void {
  toast('The conversation could not be exported; try again.');
}

function noMore(): void {
  toast('More could not be loaded; try again.');
}

function pathOf(words: string, cursor: string | undefined): string {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (words.trim() !== '') query.set('search', words.trim());
  if (cursor !== undefined) query.set('cursor', cursor);
  return `/v1/conversations?${query}`;
}
