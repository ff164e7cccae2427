import type { Signal } from '@preact/signals';

import { segmentsOf } from '../answers/evidence.js';
import type { DetectedFramework } from '../api/contract.js';

/** Which framework of a list is pointed at, by its place. */
export type Lit = Signal<number | undefined>;

export interface EvidenceTextProps {
  readonly text: string;
  readonly frameworks: readonly DetectedFramework[];
  readonly lit: Lit;
}

/** A text with the words that point to frameworks marked; pointing at them lights their framework, and reversed. */
export function EvidenceText({ text, frameworks, lit }: EvidenceTextProps) {
  return (
    <span class={lit.value === undefined ? 'evidence-text' : 'evidence-text is-lit'}>
      {segmentsOf(text, frameworks).map((segment, at) => {
        const [first] = segment.frameworks;
        if (first === undefined) return segment.text;
        const isLit = lit.value !== undefined && segment.frameworks.includes(lit.value);
        const hue = isLit ? lit.value : first;
        return (
          <mark
            key={at}
            class={`evidence hue-${hue ?? first}${isLit ? ' lit' : ''}`}
            onPointerEnter={() => (lit.value = first)}
            onPointerLeave={() => (lit.value = undefined)}
          >
            {segment.text}
          </mark>
        );
      })}
    </span>
  );
}

export interface FrameworkListProps {
  readonly frameworks: readonly DetectedFramework[];
  readonly lit: Lit;
  /** Whether the words are quoted, for where the text itself is not beside the list. */
  readonly quotes?: boolean;
}

/** Frameworks, best first; pointing at one lights its words. */
export function FrameworkEntries({ frameworks, lit, quotes = false }: FrameworkListProps) {
  return (
    <ol class="frameworks list-plain">
      {frameworks.map(({ id, name, confidence, kind, source, evidence }, at) => (
        <li
          key={id}
          class={`framework hue-${at}${lit.value === at ? ' lit' : ''}`}
          onPointerEnter={() => (lit.value = at)}
          onPointerLeave={() => (lit.value = undefined)}
        >
          <button
            type="button"
            class="framework-name"
            aria-pressed={lit.value === at}
            onFocus={() => (lit.value = at)}
            onBlur={() => (lit.value = undefined)}
            onClick={() => (lit.value = at)}
          >
            {name}
          </button>
          <span class="number note">{percent(confidence)}</span>
          <span class="framework-source note">
            {kind === 'explicit' ? 'named' : 'implied'} · {source}
          </span>
          {quotes ? (
            <span class="framework-source note">
              {evidence.map(({ start, quote }) => (
                <q key={start}>{quote}</q>
              ))}
            </span>
          ) : (
            <span class="visually-hidden">Words: {evidence.map(({ quote }) => quote).join('; ')}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
