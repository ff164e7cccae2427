import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

import { answerOf, ask as sendQuestion, reopen } from '../../answers/open-answers.js';
import type { RunningAnswer } from '../../answers/running-answer.js';
import { api } from '../../api/client.js';
import type { Ask, Conversation, Turn, TurnPage } from '../../api/contract.js';
import { frameworkName, loadLibrary, personaName } from '../../api/library.js';
import { useResource } from '../../api/resource.js';
import type { ViewProps } from '../../app/registry.js';
import { go } from '../../app/router.js';
import { Curl } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { Await } from '../../components/states.js';
import { toast } from '../../components/toasts.js';
import { AnswerBody } from '../answer/answer-body.js';
import { FollowUp } from '../answer/follow-up.js';

import { deleteWithUndo, exportConversation } from './conversation-actions.js';
import { when } from './conversations-view.js';
import { RenameForm } from './rename-form.js';

const PAGE = 50;

interface Thread {
  readonly conversation: Conversation;
  readonly turns: readonly Turn[];
  readonly nextCursor: string | null;
}

/** One conversation: its questions and answers in order, and a box to ask on. */
export function ConversationView({ id }: ViewProps) {
  useEffect(loadLibrary, []);
  const asked = useSignal<readonly RunningAnswer[]>([]);
  const isRenaming = useSignal(false);
  const thread = useResource((signal) => loadThread(id, signal), [id]);
  const title = thread.loaded.state === 'ready' ? thread.loaded.value.conversation.title : 'Conversation';
  const ask = (message: Ask) => {
    asked.value = [...asked.value, sendQuestion(message, () => undefined)];
  };
  return (
    <Page
      title={title.length > 90 ? `${title.slice(0, 89)}…` : title}
      width="reading"
      actions={
        <>
          <button type="button" class="button-quiet" onClick={() => (isRenaming.value = !isRenaming.value)}>
            Rename
          </button>
          <ExportButton id={id} format="markdown" label="Export as Markdown" />
          <ExportButton id={id} format="json" label="as JSON" />
          <button type="button" class="button-quiet" onClick={() => remove(id)}>
            Delete
          </button>
        </>
      }
    >
      {isRenaming.value ? (
        <RenameForm
          id={id}
          title={title}
          done={(isChanged) => {
            isRenaming.value = false;
            if (isChanged) thread.reload();
          }}
        />
      ) : null}
      <Await resource={thread} what="the conversation">
        {({ turns, nextCursor }) => (
          <>
            <ol class="turns list-plain">
              {turns.map((turn, at) => (
                <TurnEntry
                  key={turn.id}
                  turn={turn}
                  isOpen={nextCursor === null && at === turns.length - 1 && asked.value.length === 0}
                />
              ))}
              {asked.value.map((running, at) => (
                <AskedEntry key={at} running={running} ask={ask} />
              ))}
            </ol>
            {nextCursor === null ? null : (
              <button type="button" class="button" onClick={() => void more(thread, id, nextCursor)}>
                Show later questions
              </button>
            )}
            <FollowUp
              isBusy={asked.value.some((running) => !running.isOver.value && running.phase.value !== 'partial')}
              send={(question) => ask({ question, conversationId: id })}
            />
          </>
        )}
      </Await>
      <Curl path={`/v1/conversations/${id}/turns?limit=${PAGE}`} />
    </Page>
  );
}

/** A question of the past; its answer is read when it is opened. */
function TurnEntry({ turn, isOpen }: { readonly turn: Turn; readonly isOpen: boolean }) {
  const running = useSignal<RunningAnswer | undefined>(isOpen ? answerOf(turn.answerId) : undefined);
  return (
    <li class="turn">
      <TurnHead question={turn.question} at={turn.at} />
      <details
        open={isOpen}
        onToggle={({ currentTarget }) => {
          if (currentTarget.open) running.value ??= answerOf(turn.answerId);
        }}
      >
        <summary>
          {turn.lead === null ? 'The answer' : `${personaName(turn.lead)} answered`}
          {turn.frameworks.length === 0 ? '' : ` with ${turn.frameworks.slice(0, 3).map(frameworkName).join(', ')}`}
        </summary>
        {running.value === undefined ? null : (
          <AnswerBody
            running={running.value}
            again={(change) => reask({ question: turn.question, ...change })}
            reload={() => (running.value = reopen(turn.answerId))}
          />
        )}
        <a class="turn-link" href={`/a/${turn.answerId}`}>
          Evidence and receipt
        </a>
      </details>
    </li>
  );
}

/** A question asked on this page. */
function AskedEntry({ running, ask }: { readonly running: RunningAnswer; readonly ask: (ask: Ask) => void }) {
  const entry = useRef<HTMLLIElement>(null);
  const current = useSignal(running);
  useEffect(() => entry.current?.scrollIntoView({ block: 'start' }), []);
  const id = current.value.accepted.value?.id;
  return (
    <li class="turn" ref={entry}>
      <TurnHead question={running.question.value ?? ''} at={running.askedAt.value} />
      <AnswerBody
        running={current.value}
        again={(change) => ask({ ...(running.ask.peek() ?? { question: '' }), ...change })}
        reload={() => {
          if (id !== undefined) current.value = reopen(id);
        }}
      />
      {id === undefined ? null : (
        <a class="turn-link" href={`/a/${id}`}>
          Evidence and receipt
        </a>
      )}
    </li>
  );
}

function TurnHead({ question, at }: { readonly question: string; readonly at: number | undefined }) {
  return (
    <>
      {at === undefined ? null : <p class="note">{when(at)}</p>}
      <h2 class="turn-question">{question}</h2>
    </>
  );
}

function ExportButton({
  id,
  format,
  label,
}: {
  readonly id: string;
  readonly format: 'json' | 'markdown';
  readonly label: string;
}) {
  const run = () =>
    void exportConversation(id, format).catch(() => toast('The conversation could not be exported; try again.'));
  return (
    <button type="button" class="button-quiet" onClick={run}>
      {label}
    </button>
  );
}

async function loadThread(id: string, signal: AbortSignal): Promise<Thread> {
  const [conversation, page] = await Promise.all([
    api.get<Conversation>(`/v1/conversations/${id}`, { signal }),
    api.get<TurnPage>(`/v1/conversations/${id}/turns?limit=${PAGE}`, { signal }),
  ]);
  return { conversation, turns: page.items, nextCursor: page.nextCursor };
}

async function more(thread: ReturnType<typeof useResource<Thread>>, id: string, cursor: string): Promise<void> {
  if (thread.loaded.state !== 'ready') return;
  const { conversation, turns } = thread.loaded.value;
  try {
    const path = `/v1/conversations/${id}/turns?limit=${PAGE}&cursor=${encodeURIComponent(cursor)}`;
    const page = await api.get<TurnPage>(path);
    thread.set({ conversation, turns: [...turns, ...page.items], nextCursor: page.nextCursor });
  } catch {
    toast('More could not be loaded; try again.');
  }
}

function remove(id: string): void {
  deleteWithUndo(id);
  go('/c');
}

function reask(ask: Ask): void {
  sendQuestion(ask, (id) => go(`/a/${id}`));
}
