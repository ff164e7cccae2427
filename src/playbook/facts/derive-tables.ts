import type { Derived, Query } from './derived.js';
import type { Facts, FactTable, MoneyFact } from './facts.js';
import { amount, figure, Ledger } from './ledger.js';
import { plain } from './number-words.js';
import { unitOf } from './units.js';

const BUILD =
  /\b(?:build|one-?off|set-?up|upfront|up front|once|migration|implementation|initial|capex|move|einmalig|inversion|construction)\b/;
const RUN =
  /\b(?:run\w*|per year|yearly|annual|a year|\/ ?y(?:ea)?r|opex|licen[cs]e|subscription|maintenance|per month|monthly|a month|\/ ?mo(?:nth)?|jahrlich|anual|annuel|par an|pro jahr|hosting)\b/;
const MONTHLY = /\b(?:month|monthly|\/ ?mo|mensual|mois|monat)\b/;
const SIZE =
  /\b(?:people|size|headcount|ftes?|staff|team size|users|customers|services|accounts|sprints|weeks|months|deploys|releases|orders|requests)\b/;
const PLAN =
  /\b(?:plan(?:ned)?|target|budget(?:ed)?|goal|estimate[ds]?|objetivo|objectif|ziel|committed|promised|forecast)\b/;
const ACTUAL = /\b(?:actual|real|done|delivered|spent|result|ist|so far)\b/;
const PART = /\b(?:of these|of which|of them|thereof|davon|dont|de ellos)\b/;

const isSize = (column: string): boolean =>
  SIZE.test(column) || column.split(/[^a-z-]+/).some((word) => unitOf(word)?.[1] === true);
export const likeOf = (table: FactTable): Pick<MoneyFact, 'currency' | 'isScaled'> => {
  const text = table.rows.flatMap((row) => row.map((cell) => cell.text)).join(' ') + table.columns.join(' ');
  return { currency: /[€$£]/.exec(text)?.[0] ?? '', isScaled: /\d\s?k\b/i.test(text) };
};

interface NumberColumn {
  readonly at: number;
  readonly name: string;
}
const numberColumns = (table: FactTable): NumberColumn[] =>
  table.columns.flatMap((name, at) => (table.types[at] === 'number' ? [{ at, name: plain(name) }] : []));

/** Total of each row over a horizon: what is paid once and what is paid every year. */
export function optionTotals(query: Query): Derived | undefined {
  const { facts } = query;
  const years = horizonOf(facts);
  const table = facts.tables[0];
  if (table === undefined) return undefined;
  const options = optionsInTable(table);
  if (options.length < 2) return undefined;
  const ledger = new Ledger();
  const like = likeOf(table);
  const totals = options.map((option) => {
    const running = ledger.do(years.value, '×', option.run);
    return { ...option, total: option.build === 0 ? running : ledger.do(option.build, '+', running) };
  });
  const ranked = totals.toSorted((a, b) => a.total - b.total);
  const [best, second] = ranked;
  if (best === undefined || second === undefined) return undefined;
  const lead = ledger.do(second.total, '−', best.total);
  const parts = totals.map(
    (one) =>
      `${one.name} ${one.build === 0 ? '' : `${amount(one.build, like)} + `}${figure(years.value)} × ${amount(one.run, like)} = ${amount(one.total, like)}`,
  );
  return {
    kind: 'option-totals',
    sentence: `Over ${figure(years.value)} ${years.value === 1 ? 'year' : 'years'}${years.isAssumed ? ' (say)' : ''}: ${parts.join('; ')}. Cheapest is ${best.name}, by ${amount(lead, like)}.`,
    arithmetic: ledger.toString(),
    values: Object.fromEntries(totals.map((one) => [one.name, one.total])),
    verdict: 'cheapest',
    decides: best.name,
    weight: 10,
  };
}

export function horizonOf(facts: Facts): { value: number; isAssumed: boolean } {
  const said = facts.durations.find(
    (one) => one.unit === 'year' && one.per === 'once' && one.what !== 'past' && one.amount <= 15,
  );
  return said === undefined ? { value: 3, isAssumed: true } : { value: said.amount, isAssumed: false };
}

interface CostedOption {
  readonly name: string;
  readonly build: number;
  readonly run: number;
}

export function optionsInTable(table: FactTable): CostedOption[] {
  const columns = numberColumns(table);
  const run = columns.find((column) => RUN.test(column.name));
  const build = columns.find((column) => column !== run && BUILD.test(column.name));
  if (run === undefined || build === undefined) return [];
  const times = MONTHLY.test(run.name) ? 12 : 1;
  return table.rows.map((row) => ({
    name: row[0]?.text ?? '',
    build: row[build.at]?.value ?? 0,
    run: (row[run.at]?.value ?? 0) * times,
  }));
}

/** An alternative by its label, else by its words up to the first number. */
export function shortName(label: string | undefined, text: string): string {
  if (label !== undefined) return label;
  const cut = text.split(/\s*(?:[,;:(]|\bfor\b|\bat\b|\b(?:a|zu|por|a)\s[€$£]?\d)/)[0]?.trim() ?? text;
  return cut === '' ? text : cut;
}

/** Ratio per row; says which row leads, and what the asker's own ranking overlooks. */
export function tableRatios(query: Query): Derived | undefined {
  const table = query.facts.tables[0];
  if (table === undefined) return undefined;
  const columns = numberColumns(table);
  return planAgainstActual(table, columns) ?? perHead(query, table, columns) ?? costPerThing(query, table, columns);
}

function perHead(query: Query, table: FactTable, columns: readonly NumberColumn[]): Derived | undefined {
  const base = columns.find((column) => isSize(column.name) && !PART.test(column.name));
  const measures = columns.filter((column) => column !== base && !PLAN.test(column.name));
  const first = measures[0];
  if (base === undefined || first === undefined) return undefined;
  const ledger = new Ledger();
  const head = singular(base.name);
  const sentences: string[] = [];
  const values: Record<string, number> = {};
  let winner = '';
  for (const [index, column] of measures.slice(0, 2).entries()) {
    const rows = ratios(table, column, base, ledger);
    if (rows.length < 2) return undefined;
    const top = rows.toSorted((a, b) => b.ratio - a.ratio)[0];
    if (index === 0) winner = top?.name ?? '';
    for (const row of rows) values[`${row.name} ${column.name}`] = row.ratio;
    const label = PART.test(column.name) ? column.name.replace(PART, '').trim() : column.name;
    sentences.push(
      index === 0
        ? `Per ${head}, ${label}: ${rows.map((row) => `${row.name} ${figure(row.part)} / ${figure(row.whole)} = ${figure(row.ratio)}`).join(', ')}`
        : `${label}: ${rows.map((row) => `${row.name} ${figure(row.part)} / ${figure(row.whole)} = ${figure(row.ratio)}`).join(', ')}`,
    );
  }
  const claimed = claimedRow(query, table, winner);
  const verdict = claimed === undefined ? `${winner} is highest` : `so ${winner}, not ${claimed}`;
  return {
    kind: 'table-ratio',
    sentence: `${sentences.join('; ')}; ${verdict}.`,
    arithmetic: ledger.toString(),
    values,
    decides: winner,
    weight: 10,
  };
}

interface Ratio {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
  readonly ratio: number;
}

function ratios(table: FactTable, column: NumberColumn, base: NumberColumn, ledger: Ledger): Ratio[] {
  return table.rows.flatMap((row) => {
    const part = row[column.at]?.value;
    const whole = row[base.at]?.value;
    if (part === undefined || whole === undefined || whole === 0) return [];
    return [{ name: row[0]?.text ?? '', part, whole, ratio: ledger.do(part, '/', whole) }];
  });
}

/** The row that the asker would choose, when it is another than the leading one. */
function claimedRow(query: Query, table: FactTable, winner: string): string | undefined {
  const outside = plain(query.text.slice(0, table.start) + query.text.slice(table.end));
  const named = table.rows
    .map((row) => row[0]?.text ?? '')
    .filter((name) => name.length > 1 && outside.includes(plain(name)));
  return named.length === 1 && named[0] !== winner ? named[0] : undefined;
}

function planAgainstActual(table: FactTable, columns: readonly NumberColumn[]): Derived | undefined {
  const plan = columns.find((column) => PLAN.test(column.name));
  const actual = columns.find((column) => column !== plan && ACTUAL.test(column.name));
  if (plan === undefined || actual === undefined) return undefined;
  const ledger = new Ledger();
  const rows = table.rows.flatMap((row) => {
    const target = row[plan.at]?.value;
    const is = row[actual.at]?.value;
    return target === undefined || is === undefined || target === 0
      ? []
      : [{ name: row[0]?.text ?? '', is, target, share: ledger.share(is, target) }];
  });
  const ranked = rows.toSorted((a, b) => a.share - b.share);
  const lowest = ranked[0];
  const highest = ranked.at(-1);
  if (lowest === undefined || highest === undefined || rows.length < 2) return undefined;
  const said = rows
    .map((row) => `${row.name} ${figure(row.is)} of ${figure(row.target)} = ${figure(row.share)}%`)
    .join(', ');
  return {
    kind: 'plan-actual',
    sentence: `Against ${plan.name}: ${said}; furthest below is ${lowest.name}${highest.share > 100 ? `, furthest above is ${highest.name}` : ''}.`,
    arithmetic: ledger.toString(),
    values: Object.fromEntries(rows.map((row) => [row.name, row.share])),
    decides: lowest.name,
    weight: 9,
  };
}

/** Cost per thing, e.g. spend / leads; the lowest is named. */
function costPerThing(query: Query, table: FactTable, columns: readonly NumberColumn[]): Derived | undefined {
  const cost = columns.find((column) =>
    /\b(?:costs?|spend|spent|price|budget|hours|effort|days|coste?|kosten|cout|bill)\b|[€$£]/.test(column.name),
  );
  const thing = columns.find((column) => column !== cost);
  if (cost === undefined || thing === undefined) return undefined;
  const ledger = new Ledger();
  const isFlipped = table.rows.every((row) => (row[cost.at]?.value ?? 0) < (row[thing.at]?.value ?? 0));
  const rows = isFlipped ? ratios(table, thing, cost, ledger) : ratios(table, cost, thing, ledger);
  const ranked = rows.toSorted((a, b) => (isFlipped ? b.ratio - a.ratio : a.ratio - b.ratio));
  const best = ranked[0];
  const worst = ranked.at(-1);
  if (best === undefined || worst === undefined || rows.length < 2) return undefined;
  const [upper, lower] = isFlipped ? [thing.name, cost.name] : [cost.name, thing.name];
  const claimed = claimedRow(query, table, best.name);
  return {
    kind: 'table-ratio',
    sentence:
      `${upper} per ${singular(lower)}: ${rows.map((row) => `${row.name} ${figure(row.part)} / ${figure(row.whole)} = ${figure(row.ratio)}`).join(', ')}; best is ${best.name}, worst ${worst.name}${claimed === undefined || claimed === worst.name ? '' : `, ${claimed} is not the cheapest`}.`.replace(
        /^./,
        (one) => one.toUpperCase(),
      ),
    arithmetic: ledger.toString(),
    values: Object.fromEntries(rows.map((row) => [row.name, row.ratio])),
    decides: best.name,
    weight: 9,
  };
}

const singular = (name: string): string =>
  /^(?:people|staff|size|team size|headcount|ftes?)$/.test(name.trim())
    ? 'person'
    : name.trim().replace(/([^s])s$/, '$1');
