import wrapAnsi from 'wrap-ansi';

/** An emoji takes as many columns; narrower lines would never end. */
const MIN_COLUMNS = 2;

/** Breaks text into lines of at most `width` columns, at spaces where there are any; of two where there is no room. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, width > MIN_COLUMNS ? width : MIN_COLUMNS, { hard: true }).split('\n');
}

/** Wraps Markdown for reading: paragraphs and list items reflow, headings and rules stay on their own lines. */
export function wrapMarkdown(markdown: string, width: number): string {
  return markdown
    .split('\n')
    .flatMap((line) => {
      const leading = /^(?:\s*(?:[-*]|\d+\.)\s+|>\s*|\s+)/.exec(line)?.[0] ?? '';
      const marker = leading.length * 2 > width ? '' : leading;
      const continuation = marker.startsWith('>') ? marker : ' '.repeat(marker.length);
      const lines = wrap(line.slice(leading.length), width - marker.length);
      return lines.map((part, i) => (line.trim() === '' ? '' : (i === 0 ? marker : continuation) + part));
    })
    .join('\n');
}
