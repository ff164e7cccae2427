import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { answerOf, ask as sendQuestion, reopen } from '../../answers/open-answers.js';
import type { Answer, Ask, TurnPage } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { loadLibrary } from '../../api/library.js';
import { useResource } from '../../api/resource.js';
import { apiKey } from '../../api/session.js';
import type { ViewProps } from '../../app/registry.js';
import { go } from '../../app/router.js';
import { offerShortcuts } from '../../app/shortcuts.js';
import { copyText } from '../../components/copy-button.js';
import { Curl } from '../../components/curl.js';
import { Later } from '../../components/later.js';
import { useTitle } from '../../components/page.js';
import { ProblemView } from '../../components/problem-view.js';
import { toast } from '../../components/toasts.js';

import { AnswerBody } from './answer-body.js';
import { FollowUp } from './follow-up.js';
import { QuestionAside, RunnersUp } from './question-aside.js';
import { Receipt } from './receipt.js';

/** One answer, at its address: while it comes about, and for ever after. */
export function AnswerView({ id }: ViewProps) {
  const running = useSignal(answerOf(id));
  const current = running.value;
  const retried = useSignal<typeof current | undefined>(undefined);
  useEffect(loadLibrary, []);
  const key = apiKey.value;
  useEffect(() => {
    if (current.phase.peek() === 'failed') running.value = reopen(id);
  }, [key]);
  const answer = current.answer.value;
  const question = current.question.value;
  useTitle(question ?? 'Answer');

  const again = (change: Partial<Ask>) => {
    const base = current.ask.peek() ?? (question === undefined ? undefined : { question });
    if (base === undefined) return;
    retried.value = sendQuestion({ ...base, ...change }, (next) => go(`/a/${next}`));
  };
  const followUp = (next: string) => {
    if (answer === undefined) return;
    const role = current.ask.peek()?.role;
    const message = { question: next, conversationId: answer.conversationId, ...(role === undefined ? {} : { role }) };
    retried.value = sendQuestion(message, (other) => go(`/a/${other}`));
  };
  useEffect(
    () =>
      offerShortcuts([
        { key: 'c', does: 'copy the letter as Markdown', run: () => void copy(current.answer.peek()) },
        { key: 'r', does: 'ask again, afresh', run: () => again({ noCache: true }) },
        { key: 'p', does: 'print', run: () => print() },
        { key: 'Escape', does: 'stop', run: () => current.stop() },
      ]),
    [current],
  );
  const retriedError = retried.value?.error.value;
  const frameworks = answer?.receipt.frameworks ?? current.frameworks.value;
  return (
    <div class="answer-page">
      <QuestionAside question={question} frameworks={frameworks} role={current.ask.value?.role} />
      <div class="answer-main">
        <AnswerBody running={current} again={again} reload={() => (running.value = reopen(id))} />
        {retriedError === undefined ? null : (
          <ProblemView error={retriedError} acceptOffer={(level) => again({ class: level })} />
        )}
        {answer === undefined ? null : (
          <Later frames={3}>
            <FollowUp isBusy={retried.value !== undefined && !retried.value.isOver.value} send={followUp} />
            <Thread answer={answer} />
          </Later>
        )}
      </div>
      <div class="answer-side">
        {answer === undefined ? null : (
          <Later frames={2}>
            <Receipt answer={answer} />
            <RunnersUp runnersUp={answer.receipt.runnersUp} />
          </Later>
        )}
        <Curl path={`/v1/answers/${id}`} command={question === undefined ? undefined : ['ask', question]} />
      </div>
    </div>
  );
}

/** The other questions of the conversation. */
function Thread({ answer: { id, conversationId } }: { readonly answer: Answer }) {
  const { loaded } = useResource(
    (signal) => api.get<TurnPage>(`/v1/conversations/${conversationId}/turns?limit=50`, { signal }),
    [conversationId],
  );
  if (loaded.state !== 'ready' || loaded.value.items.length < 2) return null;
  return (
    <nav class="thread-nav" aria-label="This conversation">
      <h2 class="aside-heading">
        <a href={`/c/${conversationId}`}>This conversation</a>
      </h2>
      <ol>
        {loaded.value.items.map(({ answerId, question }) => (
          <li key={answerId}>
            {answerId === id ? <b aria-current="page">{question}</b> : <a href={`/a/${answerId}`}>{question}</a>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

async function copy(answer: Answer | undefined): Promise<void> {
  if (answer === undefined) return;
  toast((await copyText(answer.answer.markdown)) ? 'Copied as Markdown' : 'The browser did not allow copying');
}
