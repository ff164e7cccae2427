import wrapAnsi from 'wrap-ansi';

/** Breaks text into lines of at most `width` columns, at spaces where there are any. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).split('\n');
}

/** Wraps Markdown for reading: paragraphs and list items reflow, headings and rules stay on their own lines. */
export function wrapMarkdown(markdown: string, width: number): string {
  return markdown
    .split('\n')
    .flatMap((line) => {
      const marker = /^(?:\s*(?:[-*]|\d+\.)\s+|>\s*|\s+)/.exec(line)?.[0] ?? '';
      const continuation = marker.startsWith('>') ? marker : ' '.repeat(marker.length);
      const lines = wrap(line.slice(marker.length), width - marker.length);
      return lines.map((part, i) => (line.trim() === '' ? '' : (i === 0 ? marker : continuation) + part));
    })
    .join('\n');
}
