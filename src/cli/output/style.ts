/** Marks text for a terminal; a plain style leaves it as it is. */
export interface Style {
  bold(text: string): string;
  /** Shows the emphasis of Markdown text, as far as the terminal can. */
  emphasis(markdown: string): string;
  dim(text: string): string;
  highlight(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const sgr = (open: number, close: number) => (text: string) => `\u001B[${open}m${text}\u001B[${close}m`;

const bold = sgr(1, 22);

/** ANSI colours. */
export const COLOR_STYLE: Style = {
  bold,
  emphasis: (markdown) => markdown.replaceAll(/\*\*([^*]+)\*\*/g, (_match, words: string) => bold(words)),
  dim: sgr(2, 22),
  highlight: sgr(7, 27),
  good: sgr(32, 39),
  bad: sgr(31, 39),
};

/** No colours; highlighted text stands between markers, so that nothing is lost in a pipe. */
export const PLAIN_STYLE: Style = {
  bold: (text) => text,
  emphasis: (markdown) => markdown,
  dim: (text) => text,
  highlight: (text) => `»${text}«`,
  good: (text) => text,
  bad: (text) => text,
};
