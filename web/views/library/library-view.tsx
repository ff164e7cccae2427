import { useComputed, useSignal } from '@preact/signals';

import type { FrameworkList, FrameworkSummary, Persona, PersonaList } from '../../api/contract.js';
import { api } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { go, place } from '../../app/router.js';
import { Curl } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { Await, Empty } from '../../components/states.js';

import { FrameworkDialog } from './framework-dialog.js';
import { sourceOf } from './origin.js';
import { TryText } from './try-text.js';

interface Library {
  readonly frameworks: readonly FrameworkSummary[];
  readonly personas: readonly Persona[];
}

async function load(signal: AbortSignal): Promise<Library> {
  const [{ frameworks }, { personas }] = await Promise.all([
    api.get<FrameworkList>('/v1/frameworks', { signal }),
    api.get<PersonaList>('/v1/personas', { signal }),
  ]);
  return { frameworks, personas };
}

/** The frameworks and personas that answers are written with, and which of them a text points to. */
export function LibraryView() {
  const library = useResource(load, []);
  const shown = place.value.query.get('f');
  return (
    <Page
      title="Library"
      intro="What answers are written with: frameworks that others have published, and the personas who know when to use which."
    >
      <TryText />
      <Await resource={library} what="the library">
        {(value) => <Shelves library={value} />}
      </Await>
      {shown === null ? null : <FrameworkDialog key={shown} id={shown} close={() => show({ f: undefined })} />}
      <Curl path={shown === null ? '/v1/frameworks' : `/v1/frameworks/${encodeURIComponent(shown)}`} />
    </Page>
  );
}

function Shelves({ library: { frameworks, personas } }: { readonly library: Library }) {
  const words = useSignal(place.peek().query.get('q') ?? '');
  const category = place.value.query.get('category') ?? '';
  const found = useComputed(() => frameworks.filter((one) => matches(textOf(one), words.value))).value;
  const inCategory = found.filter((one) => category === '' || one.category === category);
  const foundPersonas = personas.filter((one) => matches(personaText(one), words.value));
  const search = (text: string) => {
    words.value = text;
    show({ q: text });
  };
  return (
    <>
      <search class="library-search">
        <label class="field">
          Search frameworks and personas
          <input
            type="search"
            data-first-field
            value={words.value}
            placeholder="for example: conflict, build or buy, Goldratt"
            onInput={({ currentTarget }) => search(currentTarget.value)}
          />
        </label>
        <div class="chips" role="group" aria-label="Category">
          {['', ...categoriesOf(frameworks)].map((name) => (
            <button
              key={name}
              type="button"
              class="chip"
              aria-pressed={category === name}
              onClick={() => show({ category: name })}
            >
              {name === '' ? 'all' : name}
            </button>
          ))}
        </div>
      </search>
      <h2 class="shelf-title">
        Frameworks <span class="note">{countOf(inCategory.length, frameworks.length)}</span>
      </h2>
      <p class="visually-hidden" role="status">
        {inCategory.length} frameworks and {foundPersonas.length} personas found
      </p>
      {inCategory.length === 0 ? (
        <Empty title="No framework has these words">
          <p>Try a text of your own above: it finds frameworks by what people say, not by their names.</p>
        </Empty>
      ) : (
        <ul class="shelf list-plain">
          {inCategory.map((one) => (
            <li key={one.id}>
              <FrameworkCard framework={one} personas={personas} />
            </li>
          ))}
        </ul>
      )}
      <h2 class="shelf-title">
        Personas <span class="note">{countOf(foundPersonas.length, personas.length)}</span>
      </h2>
      <ul class="shelf list-plain">
        {foundPersonas.map((persona) => (
          <li key={persona.id} class="card">
            <h3>{persona.name}</h3>
            <p class="note">{persona.title}</p>
            <p>{persona.expertise.join(', ')}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

function FrameworkCard({
  framework,
  personas,
}: {
  readonly framework: FrameworkSummary;
  readonly personas: readonly Persona[];
}) {
  const { category, id, name, origin, summary } = framework;
  const leads = framework.personas.map((lead) => personas.find((one) => one.id === lead)?.name ?? lead);
  return (
    <article class="card">
      <h3>
        <a href={addressOf({ f: id })}>{name}</a>
      </h3>
      <p class="note">{[sourceOf(origin), category].filter((text) => text !== '').join(' · ')}</p>
      <p>{summary}</p>
      <p class="note">Led by {leads.join(', ')}</p>
    </article>
  );
}

function addressOf(change: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(place.peek().query);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? '/library' : `/library?${text}`;
}

function show(change: Readonly<Record<string, string | undefined>>): void {
  go(addressOf(change), { replace: true, quiet: true });
}

function categoriesOf(frameworks: readonly FrameworkSummary[]): string[] {
  return [...new Set(frameworks.map(({ category }) => category))].sort();
}

function matches(text: string, words: string): boolean {
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function textOf({ category, name, origin, summary }: FrameworkSummary): string {
  return `${name} ${summary} ${category} ${origin.authors.join(' ')} ${origin.work ?? ''}`.toLowerCase();
}

function personaText({ expertise, name, title }: Persona): string {
  return `${name} ${title} ${expertise.join(' ')}`.toLowerCase();
}

function countOf(found: number, all: number): string {
  return found === all ? String(all) : `${found} of ${all}`;
}
