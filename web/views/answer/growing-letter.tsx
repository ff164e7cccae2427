import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';

import { partsOf } from '../../answers/letter.js';
import { GrowingMarkdown } from '../../answers/markdown.js';
import type { Draft } from '../../answers/running-answer.js';
import { personaName } from '../../api/library.js';
import { MarkdownText } from '../../components/markdown-text.js';

import { Sender } from './letter.js';

/** A letter while it is written: finished blocks stand, only the last one is drawn again. */
export function GrowingLetter({ drafts }: { readonly drafts: Signal<readonly Draft[]> }) {
  return (
    <div class="letter letter-growing" aria-busy="true">
      {drafts.value.map(({ persona, text }, at) => (
        <GrowingPart key={persona ?? ''} text={text} by={at === 0 || persona === null ? undefined : persona} />
      ))}
    </div>
  );
}

function GrowingPart({ text, by }: { readonly text: string; readonly by: string | undefined }) {
  const growing = useRef(new GrowingMarkdown());
  growing.current.update(text);
  const { blocks, tail } = growing.current;
  return (
    <>
      {by === undefined ? null : <h2 class="letter-heading">{personaName(by)}</h2>}
      {blocks.map((raw, at) => (
        <FinishedBlock key={at} raw={raw} at={at} />
      ))}
      {tail.trim() === '' ? null : <FinishedBlock raw={tail} at={blocks.length} />}
    </>
  );
}

function FinishedBlock({ raw, at }: { readonly raw: string; readonly at: number }) {
  const [part] = at === 0 ? partsOf(raw, false) : [];
  if (part?.kind === 'sender') return <Sender name={part.name} title={part.title} at={undefined} />;
  return <MarkdownText raw={readable(raw)} class="part-prose" />;
}

/** A model writes an action as "when | what | measure". */
function readable(raw: string): string {
  return raw.replaceAll(/^(- )([^|\n]{1,60}) \| ([^|\n]+) \| ([^|\n]+)$/gm, '$1**$2:** $3. *Done when:* $4');
}
