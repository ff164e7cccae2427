import { dateAt } from './calendar.js';
import type { Cell, FactTable } from './facts.js';
import { lex } from './lexed-text.js';
import type { FactLanguage } from './number-words.js';

const RULE = /^\s*\|?[\s:|-]*-[\s:|-]*\|?\s*$/;
const NO_VALUE = /^(?:-|–|—|n\/?a|none|\?|)$/i;
const MAX_ROWS = 40;

interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Markdown tables, tab-separated rows, and lines such as `Search: 6 engineers, 33 pages`. */
export function tablesIn(text: string, today: Date, language: FactLanguage): FactTable[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    lines.push({ text: line, start, end: start + line.length });
    start += line.length + 1;
  }
  const tables: FactTable[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const kind = kindOf(lines[at]?.text ?? '');
    if (kind === undefined) continue;
    let last = at;
    while (last + 1 < lines.length && kindOf(lines[last + 1]?.text ?? '') === kind && last - at < MAX_ROWS) last += 1;
    const table = last === at ? undefined : tableOf(lines.slice(at, last + 1), kind, today, language);
    if (table !== undefined) tables.push(table);
    at = last;
  }
  return tables;
}

type RowKind = 'pipe' | 'tab' | 'colon';

function kindOf(line: string): RowKind | undefined {
  if ((line.match(/\|/g)?.length ?? 0) >= 2 || /^[^|]+\|[^|]*\d[^|]*$/.test(line)) return 'pipe';
  if (line.split('\t').length >= 3) return 'tab';
  if (
    /^\s*[-*•]?\s*[\p{L}][^:\n]{0,40}:[^:]*\d/u.test(line) &&
    (line.match(/\d/g)?.length ?? 0) >= 2 &&
    line.includes(',')
  )
    return 'colon';
  return undefined;
}

function tableOf(lines: readonly Line[], kind: RowKind, today: Date, language: FactLanguage): FactTable | undefined {
  const place = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 };
  if (kind === 'colon') return namedRows(lines, place, today, language);
  const split = (line: string) =>
    (kind === 'tab' ? line.split('\t') : line.trim().replace(/^\|/, '').replace(/\|$/, '').split('|')).map((cell) =>
      cell.trim().replaceAll(/[*`_]/g, ''),
    );
  const rows = lines.filter((line) => !RULE.test(line.text)).map((line) => split(line.text));
  const columns = rows[0] ?? [];
  const width = columns.length;
  const body = rows.slice(1).filter((row) => row.length >= Math.min(2, width));
  if (width < 2 || body.length < 2) return undefined;
  const cells = body.map((row) => columns.map((_, at) => cellOf(row[at] ?? '', today, language)));
  return { columns, rows: cells, types: typesOf(columns, cells), ...place };
}

/** `name: 4 engineers, 62 pages` in lines of the same shape. */
function namedRows(
  lines: readonly Line[],
  place: { start: number; end: number },
  today: Date,
  language: FactLanguage,
): FactTable | undefined {
  const parts = lines.map((line) => {
    const colon = line.text.indexOf(':');
    const name = line.text
      .slice(0, colon)
      .replace(/^\s*[-*•]\s*/, '')
      .trim();
    return {
      name,
      values: line.text
        .slice(colon + 1)
        .split(/[,;](?!\d)/)
        .map((value) => value.trim()),
    };
  });
  const width = parts[0]?.values.length ?? 0;
  if (width < 2 || lines.length < 2 || parts.some((part) => part.values.length !== width)) return undefined;
  const heads = (parts[0]?.values ?? []).map((value) => value.replaceAll(/[\d.,€$£%]+[kM]?/g, '').trim());
  const rows = parts.map((part) => [
    { text: part.name },
    ...part.values.map((value) => cellOf(value, today, language)),
  ]);
  const columns = ['', ...heads];
  if (rows.some((row) => row.slice(1).some((cell) => !('value' in cell) && !('date' in cell)))) return undefined;
  return { columns, rows, types: typesOf(columns, rows), ...place };
}

function typesOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): ('number' | 'date' | 'text')[] {
  return columns.map((_, at) => {
    const cells = rows.map((row) => row[at]).filter((cell) => cell !== undefined && !NO_VALUE.test(cell.text));
    if (at === 0 || cells.length === 0) return 'text';
    if (cells.every((cell) => cell?.date !== undefined)) return 'date';
    return cells.every((cell) => cell?.value !== undefined) ? 'number' : 'text';
  });
}

function cellOf(text: string, today: Date, language: FactLanguage): Cell {
  const lexemes = lex(text, language);
  const words = lexemes.filter(
    (one) =>
      one.kind === 'word' &&
      !/^(?:eur|usd|gbp|chf|next|last|a|per|month|year|week|day|days|weeks|months|years|end|mid|of)$/.test(one.lower),
  );
  const number = lexemes.find((one) => one.kind === 'number');
  const at = lexemes.findIndex((_, index) => dateAt(lexemes, index, today, language) !== undefined);
  const dated = at < 0 ? undefined : dateAt(lexemes, at, today, language);
  if (dated !== undefined) return { text, date: nextYear(lexemes[0]?.lower, dated.date, today) };
  if (number?.value === undefined || words.length > 3) return { text };
  return { text, value: number.value };
}

/** “next March” in November is the one to come; in March it is a year away. */
function nextYear(first: string | undefined, date: Date, today: Date): Date {
  return first === 'next' && date < today
    ? new Date(Date.UTC(date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate()))
    : date;
}
