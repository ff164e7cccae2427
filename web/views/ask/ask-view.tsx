import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { ask as sendQuestion } from '../../answers/open-answers.js';
import { keepDraft, keptDraft } from '../../answers/remembered.js';
import type { RunningAnswer } from '../../answers/running-answer.js';
import { api } from '../../api/client.js';
import type { Ask, ConversationPage } from '../../api/contract.js';
import { loadLibrary } from '../../api/library.js';
import { useResource } from '../../api/resource.js';
import { go, place } from '../../app/router.js';
import { Curl } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { ProblemView } from '../../components/problem-view.js';
import { QuestionBox } from '../../components/question-box.js';

import { AskOptionFields, type AskOptions } from './ask-options.js';
import { PlanPreview } from './plan-preview.js';

const EXAMPLES = [
  'Our three squads keep waiting on the infra group for every deploy. What should we change?',
  'The board wants the platform rewrite to pay back within a year. How do I make the case, or should I drop it?',
  'Two of my best engineers do not speak to each other any more, and the release is in six weeks. What do I do?',
] as const;
/** Conversations that are looked at, and different questions of them that are shown. */
const MAX_READ = 15;
const MAX_RECENT = 4;

/** The first view: a box for the question. */
export function AskView() {
  const text = useSignal(place.peek().query.get('q') ?? keptDraft());
  const options = useSignal<AskOptions>({});
  const running = useSignal<RunningAnswer | undefined>(undefined);
  const ask = useComputed<Ask>(() => ({ question: text.value, ...defined(options.value) }));
  useEffect(loadLibrary, []);
  useSignalEffect(() => keepDraft(text.value));
  const send = (change: Partial<Ask> = {}) => {
    running.value = sendQuestion({ ...ask.peek(), ...change }, (id) => {
      keepDraft('');
      go(`/a/${id}`);
    });
  };
  // What an answer is shown with is loaded while the question is written.
  useEffect(() => {
    const timer = setTimeout(() => void import('../answer/answer-view.js').catch(() => undefined), 300);
    return () => clearTimeout(timer);
  }, []);
  const isBusy = running.value !== undefined && !running.value.isOver.value;
  const error = running.value?.error.value;
  return (
    <Page title="What do you have to decide?" width="reading">
      <QuestionBox
        text={text}
        label="Your question"
        placeholder="Describe the situation in your own words: which team waits for which, what it costs, by when you must decide."
        isBusy={isBusy}
        send={() => send()}
        stop={() => {
          running.value?.stop();
          running.value = undefined;
        }}
        isFirst
        class="question-box-first"
      />
      <AskOptionFields options={options} />
      {error === undefined ? null : (
        <ProblemView error={error} retry={() => send()} acceptOffer={(level) => send({ class: level })} />
      )}
      <PlanPreview ask={ask} />
      {text.value === '' ? <Beginnings choose={(example) => (text.value = example)} /> : null}
      {text.value === '' ? null : (
        <Curl method="POST" path="/v1/answers" body={ask.value} streams command={['ask', text.value]} />
      )}
    </Page>
  );
}

/** Where to begin: what was asked lately, or an example. */
function Beginnings({ choose }: { readonly choose: (example: string) => void }) {
  const recent = useResource(
    (signal) => api.get<ConversationPage>(`/v1/conversations?limit=${MAX_READ}`, { signal }),
    [],
  );
  const { loaded } = recent;
  const all = loaded.state === 'ready' ? loaded.value.items : [];
  const conversations = all
    .filter(({ title }, at) => all.findIndex((other) => other.title === title) === at)
    .slice(0, MAX_RECENT);
  const examples = EXAMPLES.filter((example) => !conversations.some(({ title }) => example.startsWith(title)));
  return (
    <>
      {conversations.length === 0 ? null : (
        <section class="beginnings" aria-labelledby="recent">
          <h2 id="recent">Lately</h2>
          <ul class="list-plain">
            {conversations.map(({ id, title, turns }) => (
              <li key={id}>
                <a href={`/c/${id}`}>
                  <span>{title}</span>
                  {turns > 1 ? <span class="note">{turns} questions</span> : null}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="beginnings" aria-labelledby="examples">
        <h2 id="examples">{conversations.length === 0 ? 'For example' : 'Or try'}</h2>
        <ul class="list-plain">
          {examples.map((example) => (
            <li key={example}>
              <button type="button" onClick={() => choose(example)}>
                {example}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

/** Only what was chosen is sent. */
function defined(options: AskOptions): Partial<Ask> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== 'auto'));
}
