/**
 * Lines of a source, each as it would be said: rows of a table under their headings, commits by what they change, entries
 * of a log without date and level, turns of a chat one by one.
 */
export function linesOf(source: string): string[] {
  const lines = source.split('\n');
  const rows = lines.filter((line) => /^\s*\|.*\|\s*$/.test(line));
  if (rows.length >= 2) return tableRows(rows).concat(lines.filter((line) => !rows.includes(line)).flatMap(turnsOf));
  if (lines.filter((line) => COMMIT.test(line)).length >= 2) return lines.flatMap(commit);
  return lines.map(logEntry).flatMap(turnsOf);
}

/** `… . @tom: …` in one line are two turns. */
const turnsOf = (line: string): string[] =>
  line.replaceAll(/\s+(?=@[\p{L}\d_.-]{1,24}(?: \(?\d{1,2}:\d{2}\)?)?:\s)/gu, '\n').split(/\n+/);

const cellsOf = (row: string): string[] =>
  row
    .trim()
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());

/** `Pay: 44 open bugs, 31 older than 90 days, 6 people`. */
function tableRows(rows: readonly string[]): string[] {
  const [head = [], ...body] = rows.map(cellsOf).filter((cells) => !cells.every((cell) => /^:?-*:?$/.test(cell)));
  return body.map(([name = '', ...cells]) => {
    const told = cells.map((cell, at) => said(cell, head[at + 1] ?? '')).filter((one) => one !== '');
    return `${name}: ${told.join(', ')}.`;
  });
}

/** A plain number is counted in what its heading names; a cell with words or a unit stands behind it. */
function said(cell: string, heading: string): string {
  if (cell === '' || cell === '-') return '';
  return /^\d[\d.,]*$/.test(cell) && !/^\W*(?:id|no|nr|year|date)\b/i.test(heading)
    ? `${cell} ${heading}`
    : `${heading} ${cell}`;
}

const COMMIT =
  /^\s*(?:[-*] )?(?:[0-9a-f]{7,10} )?(feat|fix|chore|docs?|test|ci|build|refactor|style|perf|revert)(?:\(([^)]+)\))?!?: (.+)$/i;
/** Kinds of commits that are seen only inside the team. */
const UNSEEN = /^(?:chore|docs?|test|ci|build|refactor|style)$/i;
const SAID: Readonly<Record<string, string>> = { feat: 'New', fix: 'Fixed', perf: 'Faster', revert: 'Taken back' };

function commit(line: string): string[] {
  const found = COMMIT.exec(line);
  if (found === null) return [line];
  const [, kind = '', scope, text = ''] = found;
  if (UNSEEN.test(kind)) return [];
  const what = text.replace(/\s*\(?#\d+\)?\s*$/, '');
  return [`${SAID[kind.toLowerCase()] ?? kind}${scope === undefined ? '' : ` in ${scope}`}: ${what}.`];
}

/** Date, level and brackets of a log go; the time stays. */
const logEntry = (line: string): string =>
  line.replace(
    /^\s*\[?\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})(?::\d{2}(?:[.,]\d+)?Z?)?\]?\s*(?:\[?(?:WARN(?:ING)?|ERROR|INFO|DEBUG|FATAL|CRIT\w*)\]?:?\s+)?/i,
    '$1 ',
  );
