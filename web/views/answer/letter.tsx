import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';

import { derivedIn, type Derived } from '../../answers/arithmetic.js';
import { partsOf, type Option, type Part } from '../../answers/letter.js';
import type { Answer } from '../../api/contract.js';
import { Later } from '../../components/later.js';
import { MarkdownText } from '../../components/markdown-text.js';

import { Checklist } from './checklist.js';

/** As many as are laid out within a frame on a slow machine. */
const PARTS_A_FRAME = 4;

export interface LetterProps {
  readonly answer: Answer;
  /** When it was asked, milliseconds since the epoch. */
  readonly at: number | undefined;
  /** What stands below, once the letter is drawn whole. */
  readonly children: ComponentChildren;
}

/** An answer, set as a letter. */
export function Letter({ answer: { id, answer }, at, children }: LetterProps) {
  const { actions, markdown } = answer;
  const parts = useMemo(() => partsOf(markdown, actions.length > 0), [markdown]);
  const derived = useMemo(() => derivedIn(markdown), [markdown]);
  const groups = inGroups(parts);
  return (
    <>
      <div class="letter">
        {groups.map((group, frames) => (
          <Later key={frames} frames={frames}>
            {group.map((part, place) => (
              <PartView key={place} part={part} derived={derived} at={at}>
                <Checklist id={id} actions={actions} />
              </PartView>
            ))}
          </Later>
        ))}
      </div>
      <Later frames={groups.length}>{children}</Later>
    </>
  );
}

function inGroups(parts: readonly Part[]): Part[][] {
  const count = Math.ceil(parts.length / PARTS_A_FRAME);
  return Array.from({ length: count }, (_, at) => parts.slice(at * PARTS_A_FRAME, (at + 1) * PARTS_A_FRAME));
}

interface PartViewProps {
  readonly part: Part;
  readonly derived: readonly Derived[];
  readonly at: number | undefined;
  /** The actions. */
  readonly children: ComponentChildren;
}

function PartView({ part, derived, at, children }: PartViewProps) {
  switch (part.kind) {
    case 'sender':
      return <Sender name={part.name} title={part.title} at={at} />;
    case 'heading':
      return <h2 class="letter-heading">{part.text}</h2>;
    case 'options':
      return <Options rows={part.rows} derived={derived} />;
    case 'actions':
      return children;
    default:
      return <MarkdownText raw={part.raw} derived={derived} class={`part-${part.kind}`} />;
  }
}

export function Sender({
  name,
  title,
  at,
}: {
  readonly name: string;
  readonly title: string;
  readonly at: number | undefined;
}) {
  return (
    <header class="sender">
      <p>
        <b>{name}</b>
        <span>{title}</span>
      </p>
      {at === undefined ? null : (
        <time dateTime={new Date(at).toISOString()}>
          {new Date(at).toLocaleDateString(undefined, { dateStyle: 'long' })}
        </time>
      )}
    </header>
  );
}

function Options({ rows, derived }: { readonly rows: readonly Option[]; readonly derived: readonly Derived[] }) {
  const hasAgainst = rows.some(({ against }) => against !== '');
  return (
    <div class="options">
      <table>
        <caption class="visually-hidden">The options compared</caption>
        <thead>
          <tr>
            <th scope="col">Option</th>
            <th scope="col">What it brings</th>
            {hasAgainst ? <th scope="col">What it costs</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, what, against }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-column="What it brings" class={what === '' ? 'is-empty' : ''}>
                {what === '' ? '–' : <MarkdownText raw={what} derived={derived} />}
              </td>
              {hasAgainst ? (
                <td data-column="What it costs" class={against === '' ? 'is-empty' : ''}>
                  {against === '' ? '–' : <MarkdownText raw={against} derived={derived} />}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
