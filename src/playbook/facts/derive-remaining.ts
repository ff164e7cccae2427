import { MONTH } from './algebra/names.js';
import { daysBetween } from './calendar.js';
import type { Derived, Query } from './derived.js';
import { dayMonth, figure, Ledger } from './ledger.js';
import { around, figuresIn, only, type WordedFigure } from './worded-figures.js';

const DONE = /\b(?:done|moved|migrated|converted|finished|closed|shipped|ported|rewritten)\b/;
const MANAGE = /\b(?:we do|we move|we migrate|we convert|we manage|we close|do|move|migrate|take|handle)\b/;
const AT_MOST = /\b(?:at most|max\w*|up to|at best|top)\b/;
const ENDS = /\b(?:done|finish\w*|promis\w*|ready|complete\w*|deadline|over)\b/;
const PEOPLE = /^ ?(?:\w+ )?(?:people|devs?|developers?|engineers?|squads?|teams?|persons?|agents?|recruiters?)\b/;
const ASKS = /\b(?:make it|in time|done|finish\w*|by then|reach|enough|realistic|possible|manage|on track)\b/;
const WEEKS_A_MONTH = 52 / 12;

/** What is left of a number of things, at the pace so far or at those paces that are stated, against the time there is. */
export function remaining({ ask, facts, text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const ledger = new Ledger();
  const things = figures.filter(
    (one) =>
      one.unit === '' &&
      one.per === '' &&
      one.value >= 10 &&
      /^ [a-z]{3,}/.test(one.after) &&
      !PEOPLE.test(one.after) &&
      !MONTH.test(/[a-z]+/.exec(one.after)?.[0] ?? ''),
  );
  const done = only(
    figures.filter(
      (one) =>
        one.unit === '' &&
        one.per === '' &&
        DONE.test(`${one.before.slice(-16)}·${one.after.slice(0, 10)}`) &&
        pastOf(one, figures) !== undefined,
    ),
  );
  const past = done === undefined ? undefined : pastOf(done, figures);
  const total = only(things.filter((one) => one !== done && one.value > (done?.value ?? 0)));
  const stated = figures.filter((one) => one.unit === '' && one.per === 'week' && MANAGE.test(one.whole));
  if (total === undefined || (done === undefined) === (stated.length === 0) || stated.length > 2) return undefined;
  const time = timeOf(figures, past, facts, ledger);
  if (time === undefined) return undefined;
  const noun = /^ ((?:[a-z-]+ )?[a-z-]+s)\b/.exec(total.after)?.[1]?.split(' ').at(-1) ?? 'of them';
  const left = done === undefined ? total.value : ledger.do(total.value, '−', done.value);
  const speeds =
    done === undefined || past === undefined
      ? stated.map(({ value }) => value)
      : [ledger.do(done.value, '/', past.unit === 'month' ? ledger.do(past.value, '×', WEEKS_A_MONTH) : past.value)];
  if (stated.length === 2 && !stated.some((one) => AT_MOST.test(around(one)))) return undefined;
  const needs = speeds
    .map((speed) => ({ speed, weeks: ledger.do(left, '/', speed) }))
    .toSorted((a, b) => b.weeks - a.weeks);
  const best = needs.at(-1);
  if (best === undefined) return undefined;
  const isLate = best.weeks > time.weeks;
  const isMixed = !isLate && (needs[0]?.weeks ?? 0) > time.weeks;
  const what = `the ${figure(left)} ${noun}${done === undefined ? '' : ' that are left'} take `;
  const said = needs.map(
    ({ speed, weeks }, at) => `at ${figure(speed)} a week ${at === 0 ? what : ''}${figure(weeks)} weeks`,
  );
  const end = isLate
    ? `${figure(ledger.do(best.weeks, '−', time.weeks))} too few: it takes ${figure(ledger.do(left, '/', time.weeks))} a week`
    : `${figure(ledger.do(time.weeks, '−', best.weeks))} to spare${isMixed ? ' at the best' : ''}`;
  const opening = ASKS.test(ask) ? (isLate ? 'No: ' : isMixed ? 'Only just, at the higher pace: ' : 'Yes: ') : '';
  return {
    kind: 'remaining',
    sentence: `${opening}${said.join(', ')}; ${time.words}, ${end}.`.replace(/^[a-z]/, (letter) =>
      letter.toUpperCase(),
    ),
    arithmetic: ledger.toString(),
    values: { left, weeks: best.weeks, available: time.weeks },
    ...(opening === '' || isMixed ? {} : { verdict: isLate ? ('short' as const) : ('fits' as const) }),
    weight: 11,
  };
}

/** `in the last 10 weeks`, `so far in five weeks`. */
function pastOf(done: WordedFigure, figures: readonly WordedFigure[]): WordedFigure | undefined {
  return figures.find(
    (one) =>
      one.sentence === done.sentence &&
      one.start > done.end &&
      one.start - done.end < 40 &&
      (one.unit === 'week' || one.unit === 'month') &&
      /\b(?:in|over)(?: the)?(?: last| past)? $/.test(one.before),
  );
}

function timeOf(
  figures: readonly WordedFigure[],
  past: WordedFigure | undefined,
  facts: Query['facts'],
  ledger: Ledger,
): { weeks: number; words: string } | undefined {
  const stated = only(
    figures.filter(
      (one) =>
        one !== past &&
        one.per === '' &&
        (one.unit === 'month' || one.unit === 'week') &&
        /\b(?:in|within) $/.test(one.before) &&
        ENDS.test(one.whole),
    ),
  );
  if (stated !== undefined) {
    const weeks = stated.unit === 'month' ? ledger.do(stated.value, '×', WEEKS_A_MONTH) : stated.value;
    return { weeks, words: `${stated.label}${stated.unit === 'month' ? ` are ${figure(weeks)} weeks` : ' are there'}` };
  }
  const dates = facts.dates.filter(
    (one) => one.what !== 'past' && one.what !== 'today' && daysBetween(facts.today, one.date) >= 5,
  );
  const [date] = dates;
  if (date === undefined || dates.length > 1) return undefined;
  const weeks = ledger.weeks(facts.today, date.date);
  return { weeks, words: `from ${dayMonth(facts.today)} to ${dayMonth(date.date)} there are ${figure(weeks)}` };
}
