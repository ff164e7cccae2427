import { useSignal } from '@preact/signals';

import type { PersonaList } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { apiKey } from '../../api/session.js';
import { Curl, Snippet } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { Await } from '../../components/states.js';

import { clientSetups, type ClientSetup } from './clients.js';

/** Set-ups to copy, with the address under which this page was opened. */
export function ConnectView() {
  const needsKey = useSignal(apiKey.peek() !== undefined);
  const reached = useResource((signal) => api.get<PersonaList>('/v1/personas', { signal }), []);
  const setups = clientSetups(location.origin, needsKey.value);
  return (
    <Page title="Connect" intro="The same answers in the programs you already use. Copy, paste, ask.">
      <Await resource={reached} what="the state of the service">
        {({ personas }) => (
          <p class="connect-state">
            <span class="tag tag-good">Reached</span> {location.origin} answers{' '}
            {apiKey.value === undefined ? 'without a key' : 'the key of this tab'}; {personas.length} personas.
          </p>
        )}
      </Await>
      <label class="check connect-key">
        <input
          type="checkbox"
          checked={needsKey.value}
          onChange={({ currentTarget }) => (needsKey.value = currentTarget.checked)}
        />
        <span>
          With a key, read from <code>DIRECTOR_KEY</code>; keys are made under <a href="/keys">Keys</a>
        </span>
      </label>
      <div class="connect">
        <nav class="connect-index" aria-label="Clients">
          <ul class="list-plain">
            {setups.map(({ id, name, protocol }) => (
              <li key={id}>
                <a href={`#${id}`}>{name}</a> <span class="note">{protocol}</span>
              </li>
            ))}
          </ul>
        </nav>
        <div class="connect-setups">
          {setups.map((setup) => (
            <Setup key={setup.id} setup={setup} />
          ))}
        </div>
      </div>
      <Curl path="/v1/personas" />
    </Page>
  );
}

function Setup({ setup: { how, id, lines, name, protocol } }: { readonly setup: ClientSetup }) {
  return (
    <section class="setup" id={id} aria-labelledby={`${id}-name`}>
      <header>
        <h2 id={`${id}-name`}>
          <a href={`#${id}`}>{name}</a>
        </h2>
        <span class="tag">{protocol}</span>
      </header>
      <p>{how}</p>
      {lines.map(({ text, title }) => (
        <div key={title}>
          <h3>{title}</h3>
          <Snippet text={text} name={`Copy ${title} for ${name}`} />
        </div>
      ))}
    </section>
  );
}
