import type { ComponentChildren } from 'preact';

import type { Framework } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { Dialog } from '../../components/dialog.js';
import { Await } from '../../components/states.js';

import { sourceOf } from './origin.js';

/** One framework, whole. */
export function FrameworkDialog({ id, close }: { readonly id: string; readonly close: () => void }) {
  const framework = useResource(
    (signal) => api.get<Framework>(`/v1/frameworks/${encodeURIComponent(id)}`, { signal }),
    [id],
  );
  const { loaded } = framework;
  return (
    <Dialog title={loaded.state === 'ready' ? loaded.value.name : 'Framework'} close={close}>
      <Await resource={framework} what="the framework">
        {(value) => <Whole framework={value} />}
      </Await>
    </Dialog>
  );
}

function Whole({ framework }: { readonly framework: Framework }) {
  const { doesNotFitWhen, fitsWhen, measures, origin, pitfalls, questions, related, steps, summary, symptoms } =
    framework;
  return (
    <div class="framework-whole">
      <p class="note">{sourceOf(origin)}</p>
      <p class="framework-summary">{summary}</p>
      <Part title="It fits when">
        <List items={fitsWhen} />
      </Part>
      <Part title="It does not fit when">
        <List items={doesNotFitWhen} />
      </Part>
      <Part title="Steps">
        <ol>
          {steps.map(({ how, name }) => (
            <li key={name}>
              <strong>{name}.</strong> {how}
            </li>
          ))}
        </ol>
      </Part>
      <Part title="Questions to ask first">
        <List items={questions} />
      </Part>
      <Part title="How you see that it works">
        <List items={measures} />
      </Part>
      <Part title="Pitfalls">
        <List items={pitfalls} />
      </Part>
      <Part title="What people say when it applies">
        <List items={symptoms.slice(0, 8)} />
      </Part>
      <Part title="Related">
        <ul class="chips list-plain">
          {related.map((other) => (
            <li key={other}>
              <a class="chip" href={`/library?f=${other}`}>
                {other.replaceAll('-', ' ')}
              </a>
            </li>
          ))}
        </ul>
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function List({ items }: { readonly items: readonly string[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}
