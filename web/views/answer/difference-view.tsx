import { differenceOf } from '../../answers/difference.js';
import { withoutPictures } from '../../answers/letter.js';
import { plainText } from '../../answers/markdown.js';

/** What a later version changed, word by word. */
export function DifferenceView({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = differenceOf(readable(before), readable(after));
  return (
    <div class="letter difference">
      {lines.map((changes, at) => (
        <p key={at}>
          {changes.map(({ kind, text }, place) => {
            if (kind === 'added') return <ins key={place}>{text}</ins>;
            if (kind === 'removed') return <del key={place}>{text}</del>;
            return text;
          })}
        </p>
      ))}
    </div>
  );
}

function readable(markdown: string): string {
  return withoutPictures(markdown)
    .split(/\n{2,}/)
    .map(plainText)
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}
