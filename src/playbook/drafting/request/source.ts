import { plain } from '../../facts/index.js';
import { EXTRACT, SUMMARISE } from './text-signs.js';

/** The ask, and the quoted or pasted part. */
export interface Source {
  readonly ask: string;
  readonly text: string;
  /** Whether quotation marks, a fence or several lines set it off. */
  readonly isMarked: boolean;
}

/** Of the message, what is a quotation. */
const SHARE = 0.4;
const MIN_LINES = 2;

/** Parts what is asked from the text that it is asked about. */
export function sourceIn(text: string): Source {
  const quoted = /(?:^|[\s:(])(["“«]|'(?=[@#[\p{L}\d]))([^]{60,})(["”»]|')(?=[\s.?!)]|$)/u.exec(text);
  if (quoted !== null && (quoted[2] ?? '').length > text.length * SHARE) {
    const source = quoted[2] ?? '';
    const start = quoted.index + quoted[0].indexOf(quoted[1] ?? '');
    return {
      ask: `${text.slice(0, start)} ${text.slice(start + source.length + 2)}`.trim(),
      text: source.trim(),
      isMarked: true,
    };
  }
  const block = /```[a-z]*\n([^]*?)```/.exec(text);
  if (block?.[1] !== undefined)
    return { ask: text.replace(block[0], ' ').trim(), text: block[1].trim(), isMarked: true };
  const blank = text.indexOf('\n');
  const colon = /:(?:\s|$)/.exec(text);
  if (colon !== null && colon.index < 200 && (blank < 0 || colon.index < blank + 2)) {
    const rest = text.slice(colon.index + 1).trim();
    return { ask: text.slice(0, colon.index), text: rest, isMarked: linesOf(rest) >= MIN_LINES };
  }
  if (blank > 0) {
    const [first = '', ...rest] = text.split('\n');
    const last = rest.at(-1) ?? '';
    const isAsk = (line: string) => SUMMARISE.test(plain(line)) || EXTRACT.test(plain(line));
    return isAsk(last) && !isAsk(first)
      ? { ask: last, text: [first, ...rest.slice(0, -1)].join('\n').trim(), isMarked: true }
      : { ask: first, text: rest.join('\n').trim(), isMarked: linesOf(rest.join('\n')) >= MIN_LINES };
  }
  const stop = /[.?!]\s+/.exec(text);
  return stop === null
    ? { ask: text, text: '', isMarked: false }
    : { ask: text.slice(0, stop.index), text: text.slice(stop.index + stop[0].length), isMarked: false };
}

const linesOf = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;
