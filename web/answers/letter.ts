import { lexer, type Token } from 'marked';

/** A part of an answer as the letter sets it. */
export type Part =
  | { readonly kind: 'sender'; readonly name: string; readonly title: string }
  | { readonly kind: 'opening'; readonly raw: string }
  | { readonly kind: 'context'; readonly raw: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'options'; readonly rows: readonly Option[] }
  | { readonly kind: 'actions' }
  | { readonly kind: 'labelled'; readonly raw: string }
  | { readonly kind: 'advice'; readonly raw: string }
  | { readonly kind: 'aside'; readonly raw: string }
  | { readonly kind: 'prose'; readonly raw: string }
  | { readonly kind: 'source'; readonly raw: string };

/** One of the alternatives. */
export interface Option {
  readonly name: string;
  readonly what: string;
  readonly against: string;
}

const SENDER = /^([\p{L}][\p{L} .'-]{0,40}) \| (.{2,60})$/u;
const LONE_STRONG = /^\*\*([^*\n]{2,80})\*\*:?$/u;
/** A paragraph that begins with its label. */
const RUN_IN = /^\*\*([^*\n]{2,60})\.\*\*\s/;
const ALL_EMPHASIS = /^\*[^*][^]*[^*]\*$/;
const SOURCE = /^Strategic Framework: .{3,120} detected$/;
const AGAINST = /\s*\b(?:The price|Against it|What it costs|Cost):\s*/u;

/**
 * An answer in parts, in its own order: what it writes as bold lines are its headings, its options a table, its actions a
 * checklist, and what follows its rule the sources.
 *
 * @param hasActions Whether the message has its actions, which then stand for the list in the text.
 */
export function partsOf(markdown: string, hasActions: boolean): Part[] {
  const parts: Part[] = [];
  let heading = '';
  let isSources = false;
  let isOpened = false;
  for (const token of lexer(withoutPictures(markdown))) {
    if (token.type === 'space') continue;
    if (token.type === 'hr') {
      isSources = true;
      continue;
    }
    const raw = token.raw.trim();
    const sender = parts.length === 0 ? SENDER.exec(raw) : null;
    if (sender !== null) {
      parts.push({ kind: 'sender', name: sender[1] ?? '', title: sender[2] ?? '' });
      continue;
    }
    if (isSources || SOURCE.test(raw)) {
      parts.push({ kind: 'source', raw });
      continue;
    }
    const title = headingOf(token, raw);
    if (title !== undefined) {
      heading = title;
      parts.push({ kind: 'heading', text: title });
      continue;
    }
    if (token.type === 'paragraph' && ALL_EMPHASIS.test(raw)) {
      parts.push({ kind: 'context', raw });
      continue;
    }
    parts.push(partOf(token, raw, heading, hasActions, isOpened));
    isOpened = true;
  }
  return parts;
}

function headingOf(token: Token, raw: string): string | undefined {
  if (token.type === 'heading') return raw.replace(/^#+\s*/, '').replaceAll('**', '');
  return token.type === 'paragraph' ? LONE_STRONG.exec(raw)?.[1]?.replace(/[.:]$/, '') : undefined;
}

function partOf(token: Token, raw: string, heading: string, hasActions: boolean, isOpened: boolean): Part {
  if (token.type === 'list') {
    if (hasActions && /^actions\b/i.test(heading)) return { kind: 'actions' };
    const rows = /^options\b|^alternatives\b/i.test(heading) ? optionsOf(token) : undefined;
    if (rows !== undefined) return { kind: 'options', rows };
  }
  const label = token.type === 'paragraph' ? RUN_IN.exec(raw)?.[1] : undefined;
  if (label !== undefined) return { kind: kindOf(label), raw };
  if (token.type === 'paragraph' && !isOpened) return { kind: 'opening', raw };
  return { kind: 'prose', raw };
}

/** What is said against the advice stands apart from it. */
function kindOf(label: string): 'advice' | 'aside' | 'labelled' {
  if (/^recommendation$/i.test(label)) return 'advice';
  return /^(?:challenge|what would change)/i.test(label) ? 'aside' : 'labelled';
}

/** The options of a list whose items begin with their names; undefined for any other list. */
function optionsOf(token: Token): Option[] | undefined {
  if (!('items' in token)) return undefined;
  const items = token.items as readonly { readonly text: string }[];
  const rows = items.map(({ text }) => {
    const [, name, rest = ''] = /^\*\*(.+?)\*\*:?\s*([\s\S]*)$/.exec(text) ?? [];
    if (name === undefined) return undefined;
    const [what = '', ...against] = rest.split(AGAINST);
    return { name: name.replace(/\.$/, ''), what: capital(what.trim()), against: capital(against.join(' ').trim()) };
  });
  return rows.every((row) => row !== undefined) && rows.length > 1 ? rows : undefined;
}

/** A letter goes without the pictures that mark its sections in plain text. */
export function withoutPictures(markdown: string): string {
  return markdown.replaceAll(/^(\*\*)?(?:\p{Extended_Pictographic}[\uFE0F\u200D]*)+[ \t]*/gmu, '$1');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
