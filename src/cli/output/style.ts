/** Formats text for a terminal; the plain style leaves it unchanged. */
export interface Style {
  bold(text: string): string;
  /** Renders the emphasis of Markdown, if the terminal can. */
  emphasis(markdown: string): string;
  dim(text: string): string;
  highlight(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const sgr = (open: number, close: number) => (text: string) => `\u001B[${open}m${text}\u001B[${close}m`;

const bold = sgr(1, 22);

/** ANSI colors. */
export const COLOR_STYLE: Style = {
  bold,
  emphasis: (markdown) => markdown.replaceAll(/\*\*([^*]+)\*\*/g, (_match, words: string) => bold(words)),
  dim: sgr(2, 22),
  highlight: sgr(7, 27),
  good: sgr(32, 39),
  bad: sgr(31, 39),
};

/** No colors; highlighted text is put between markers, so that nothing is lost in a pipe. */
export const PLAIN_STYLE: Style = {
  bold: (text) => text,
  emphasis: (markdown) => markdown,
  dim: (text) => text,
  highlight: (text) => `»${text}«`,
  good: (text) => text,
  bad: (text) => text,
};

const MIN_WIDTH = 40;
const MAX_WIDTH = 80;

/** Columns to use of the terminal; some terminals report 0. */
export function terminalWidth(columns = process.stdout.columns): number {
  return columns > 0 ? Math.max(MIN_WIDTH, Math.min(columns, MAX_WIDTH)) : MAX_WIDTH;
}

export function terminalStyle(): Style {
  return process.stdout.isTTY && process.stdout.hasColors() ? COLOR_STYLE : PLAIN_STYLE;
}
