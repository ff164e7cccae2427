import { addDays } from './calendar.js';
import { type Derived, type Query } from './derived.js';
import type { CountFact, DurationFact } from './facts.js';
import { dayMonth, figure, Ledger } from './ledger.js';

const REMAINING_WORK =
  /\b(?:still|left|remaining|to go|to move|to migrate|to do|open|outstanding|missing|pending|faltan|quedan|restent|reste|noch|fehlen|to hire|to fill|to convert|backlog|need|have to|must|has to)\b/;
const DONE_WORK = /\b(?:done|moved|migrated|finished|closed|converted|completed|hired|fixed|already|managed)\b/;

/** What is left at the pace there is, against the time there is. */
export function pace(query: Query): Derived | undefined {
  const { facts } = query;
  const rate = rateOf(query);
  if (rate === undefined) return undefined;
  const inflow = inflowOf(query, rate);
  if (inflow !== undefined) return inflow;
  const things = facts.counts.filter(
    (count) => count !== rate.fact && count.per === 'once' && (!count.isPeople || isHiring(query)) && count.value > 1,
  );
  const left =
    things.find((count) =>
      REMAINING_WORK.test(
        `${count.before.split(' ').slice(-3).join(' ')} ${count.text} ${count.after.split(' ').slice(0, 4).join(' ')}`,
      ),
    ) ??
    things.filter((count) => count.unit !== '').sort((a, b) => b.value - a.value)[0] ??
    facts.counts.find((count) => count !== rate.fact && count.unit === 'hires');
  if (left === undefined || left.unit.startsWith('person-')) return undefined;
  const ledger = new Ledger();
  const done = things.find(
    (count) =>
      count !== left &&
      count.value < left.value &&
      DONE_WORK.test(
        `${count.before.split(' ').slice(-3).join(' ')} ${count.after.split(' ').slice(0, 2).join(' ')}`,
      ) &&
      !/\b(?:last|past|over|per|a week|in)\b/.test(count.after.split(' ').slice(0, 3).join(' ')),
  );
  const isTotal =
    done !== undefined &&
    !/\b(?:still|left|remaining|to go)\b/.test(`${left.before} ${left.after.split(' ').slice(0, 3).join(' ')}`);
  const finished = rate.total === undefined ? (isTotal ? done.value : undefined) : rate.fact.value;
  const rest = finished === undefined ? left.value : ledger.do(left.value, '−', finished);
  const perWeek = rate.spread === undefined ? rate.perWeek : ledger.do(rate.spread.count, '/', rate.spread.weeks);
  if (rate.fact.per === 'month') ledger.do(rate.fact.value, '/', 4.35);
  const needed = ledger.do(rest, '/', perWeek);
  const time = timeLeft(query, ledger, rate.spread?.duration);
  // Hours of work are no backlog, and days are not worked off.
  if (needed < 0.2 || /(?:days?|weeks?|hours?|months?)$/.test(left.unit)) return undefined;
  // Those who do the work are no backlog, and what comes in a month is none either.
  if (/\b(?:team|person|people|staff)\b/.test(left.noun) || left.value === rate.fact.value) return undefined;
  const noun = left.noun === '' ? 'of them' : left.noun;
  const speed = `${figure(perWeek)} a week`;
  const first = `At ${speed}, the ${figure(rest)} ${noun}${finished === undefined ? '' : ' that are left'} take ${figure(rest)} / ${figure(perWeek)} = ${figure(needed)} weeks`;
  if (time === undefined) {
    const end = addDays(facts.today, needed * 7);
    ledger.lands(facts.today, `${figure(needed)} weeks`, end);
    return {
      kind: 'pace',
      sentence: `${first}, that is until about ${dayMonth(end)}.`,
      arithmetic: ledger.toString(),
      values: { needed },
      weight: 6,
    };
  }
  const slack = ledger.do(time.weeks, '−', needed);
  const must = ledger.do(rest, '/', time.weeks);
  const isClose = Math.abs(slack) < Math.max(1, needed * 0.05);
  const end =
    slack < 0
      ? isClose
        ? `${figure(-slack)} short`
        : `${figure(-slack)} too few: it needs ${figure(must)} a week`
      : isClose
        ? `${figure(slack)} weeks of slack, that is none`
        : `${figure(slack)} weeks to spare`;
  return {
    kind: 'pace',
    sentence: `${slack < 0 ? 'No' : isClose ? 'Only just' : 'Yes'}: ${lowerFirst(first)}; ${time.words} ${figure(time.weeks)} weeks, ${end}.`,
    arithmetic:
      slack < 0
        ? `${ledger.toString()}; ${figure(needed)} − ${figure(time.weeks)} = ${figure(-slack)}`
        : ledger.toString(),
    values: { needed, available: time.weeks, slack, perWeek: must },
    verdict: isClose ? 'even' : slack < 0 ? 'short' : 'fits',
    weight: 10,
  };
}

const lowerFirst = (text: string): string => `${text[0]?.toLowerCase() ?? ''}${text.slice(1)}`;

interface Rate {
  readonly fact: CountFact;
  readonly perWeek: number;
  /** Of how many, when it is `34 of 120`. */
  readonly total?: CountFact;
  readonly spread?: { readonly count: number; readonly weeks: number; readonly duration: DurationFact };
}

/** `1.5 a week`, `six a month`, or `18 in the last six weeks`. */
function rateOf(query: Query): Rate | undefined {
  const { facts } = query;
  const direct = facts.counts.find(
    (count) =>
      (count.per === 'week' || count.per === 'month' || count.per === 'day') &&
      (count.unit === '' || !count.isPeople || /\b(?:hire|hiring|hires|onboard)\b/.test(count.before)),
  );
  if (direct !== undefined) {
    const perWeek =
      direct.per === 'week' ? direct.value : direct.per === 'day' ? direct.value * 5 : direct.value / 4.35;
    return { fact: direct, perWeek: direct.per === 'month' ? Number(perWeek.toPrecision(6)) : perWeek };
  }
  for (const duration of facts.durations) {
    if (duration.value < 1 || !/\b(?:in|over|last|past)\b/.test(duration.before.split(' ').slice(-3).join(' ')))
      continue;
    const count = facts.counts.find(
      (one) =>
        one.sentence === duration.sentence &&
        one.end <= duration.start &&
        DONE_WORK.test(`${one.before} ${one.after}`) &&
        !one.isPeople &&
        one.value > 0,
    );
    if (count !== undefined) {
      const weeks = duration.unit === 'week' ? duration.amount : Number(duration.value.toFixed(1));
      const total = facts.counts.find(
        (one) =>
          one.sentence === count.sentence &&
          one.value > count.value &&
          one.start > count.end &&
          one.start - count.end < 20 &&
          /\b(?:of|out of|von|de|sur)(?: our| the)?$/.test(one.before),
      );
      return {
        fact: count,
        ...(total === undefined ? {} : { total }),
        perWeek: count.value / weeks,
        spread: { count: count.value, weeks, duration },
      };
    }
  }
  return undefined;
}

function timeLeft(
  query: Query,
  ledger: Ledger,
  skip: DurationFact | undefined,
): { weeks: number; words: string } | undefined {
  const { facts } = query;
  const date =
    facts.dates.find((one) => one.what === 'deadline' && one.date > facts.today) ??
    facts.dates.find((one) => one.what === 'other' && one.date > facts.today);
  if (date !== undefined)
    return {
      weeks: ledger.weeks(facts.today, date.date),
      words: `from ${dayMonth(facts.today)} to ${dayMonth(date.date)} there are`,
    };
  const left = facts.durations.find(
    (one) => one !== skip && one.what !== 'past' && one.per === 'once' && one.value >= 1,
  );
  return left === undefined ? undefined : { weeks: Number(left.value.toFixed(1)), words: 'there are' };
}

const isHiring = (query: Query): boolean => /\b(?:hire|hiring|recruit\w*|onboard\w*)\b/.test(query.lower);

/** More comes in than goes out: the rest never gets done. */
function inflowOf(query: Query, rate: Rate): Derived | undefined {
  const other = query.facts.counts.find(
    (one) =>
      one !== rate.fact &&
      one.sentence === rate.fact.sentence &&
      (one.per === rate.fact.per || one.per === 'once') &&
      one.unit !== 'people' &&
      /\b(?:come in|coming in|new|arrive|get|opened|open|enter|llegan|kommen|arrivent)\b/.test(
        `${one.before.split(' ').slice(-2).join(' ')} ${one.after.split(' ').slice(0, 4).join(' ')}`,
      ),
  );
  if (other === undefined) return undefined;
  const ledger = new Ledger();
  const { per } = rate.fact;
  const [inn, out] = [other.value, rate.fact.value];
  const gap = ledger.do(Math.max(inn, out), '−', Math.min(inn, out));
  const backlog = query.facts.counts.find(
    (one) => one !== other && one !== rate.fact && one.value > Math.max(inn, out),
  );
  if (inn >= out) {
    const year = per === 'day' ? ledger.do(gap, '×', 5) : gap;
    return {
      kind: 'pace',
      sentence: `${figure(inn)} in and ${figure(out)} out a ${per} adds ${figure(gap)} a ${per}${per === 'day' ? `, ${figure(year)} a working week` : ''}: the rest never gets done at this pace.`,
      arithmetic: ledger.toString(),
      values: { gap },
      verdict: 'short',
      weight: 10,
    };
  }
  if (backlog === undefined) return undefined;
  const needed = ledger.do(backlog.value, '/', gap);
  return {
    kind: 'pace',
    sentence: `${figure(out)} out and ${figure(inn)} in a ${per} takes ${figure(gap)} a ${per} off; ${figure(backlog.value)} / ${figure(gap)} is ${figure(needed)} ${per}s.`,
    arithmetic: ledger.toString(),
    values: { needed },
    weight: 10,
  };
}
