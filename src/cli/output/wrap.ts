import { stripVTControlCharacters } from 'node:util';

const SEGMENTER = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE =
  /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u;

/** Columns a text takes on a terminal; escape sequences take none. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of SEGMENTER.segment(stripVTControlCharacters(text))) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

/**
 * Breaks text into lines of at most `width` columns, at spaces where there are any.
 *
 * @param indent Put before every line but the first, for lists and quotations.
 */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  const push = (next: string) => {
    lines.push(line);
    line = indent + next;
  };
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const candidate = line === '' || line === indent ? line + word : `${line} ${word}`;
    if (columnsOf(candidate) <= width) line = candidate;
    else if (line !== '' && line !== indent) push(word);
    else line = candidate;
    while (columnsOf(line) > width) {
      const rest = line.slice(width);
      line = line.slice(0, width);
      push(rest);
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** Wraps Markdown for reading: paragraphs and list items reflow, headings and rules stay on their own lines. */
export function wrapMarkdown(markdown: string, width: number): string {
  return markdown
    .split('\n')
    .flatMap((line) => {
      const marker = /^(\s*(?:[-*]|\d+\.)\s+|>\s*|\s+)?/.exec(line)?.[0] ?? '';
      if (line.trim() === '') return [''];
      return wrap(line.slice(marker.length), width - marker.length).map(
        (part, i) => (i === 0 ? marker : marker.startsWith('>') ? marker : ' '.repeat(marker.length)) + part,
      );
    })
    .join('\n');
}
