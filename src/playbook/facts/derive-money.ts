import { addedPeople, sentenceAt, type Derived, type Query } from './derived.js';
import type { CountFact, MoneyFact } from './facts.js';
import { amount, figure, Ledger } from './ledger.js';
import { PERIODS_A_YEAR, unitOf } from './units.js';

const HIRING =
  /\b(?:hire|hiring|add|adding|recruit\w*|bring in|take on|contratar|embaucher|recruter|einstellen|more people)\b/;

/** Months that the cash lasts, today and after a change. */
export function runway(query: Query): Derived | undefined {
  const { facts } = query;
  const burn =
    facts.money.find((one) => one.what === 'burn' && one.per !== 'once') ??
    facts.money.find((one) => one.what === 'burn');
  const cash = facts.money.find((one) => one.what === 'cash' && one !== burn);
  if (cash !== undefined && burn === undefined) return runwayOfGap(query, cash);
  if (burn === undefined || cash === undefined || cash.value <= burn.value) return undefined;
  const ledger = new Ledger();
  const monthly =
    burn.per === 'year'
      ? ledger.do(burn.value, '/', 12)
      : burn.per === 'quarter'
        ? ledger.do(burn.value, '/', 3)
        : burn.value;
  const now = ledger.do(cash.value, '/', monthly);
  const values: Record<string, number> = { now };
  let sentence = `${amount(cash.value, cash)} / ${amount(monthly, burn)} a month is ${figure(now)} months of runway today`;
  const change = monthlyChange(query, burn, cash, ledger);
  let then = now;
  if (change !== undefined) {
    const burnAfter = ledger.do(monthly, change.value > 0 ? '+' : '−', Math.abs(change.value));
    then = ledger.do(cash.value, '/', burnAfter);
    values['after'] = then;
    values['burnAfter'] = burnAfter;
    sentence += `; ${change.words}, the burn is ${amount(burnAfter, burn)} and it is ${figure(then)} months`;
  }
  const raise = facts.durations.find(
    (one) =>
      /\b(?:round|raise|raising|fundraising|funding|close|closing)\b/.test(sentenceAt(query, one.start)) &&
      one.value > 4 &&
      one.unit === 'month',
  );
  if (raise !== undefined) {
    const spare = ledger.do(then, '−', raise.amount);
    values['spare'] = spare;
    sentence +=
      spare >= 0
        ? `; a round takes ${figure(raise.amount)}, which leaves ${figure(spare)}`
        : `; a round takes ${figure(raise.amount)}, longer than that`;
  }
  const short = values['spare'] !== undefined && values['spare'] < 3;
  return {
    kind: 'runway',
    sentence: `${sentence}.`,
    arithmetic: ledger.toString(),
    values,
    ...(short ? { verdict: 'short' as const } : {}),
    weight: 10,
  };
}

/** What hiring, a saving or another cost changes a month. */
function monthlyChange(
  query: Query,
  burn: MoneyFact,
  cash: MoneyFact,
  ledger: Ledger,
): { value: number; words: string } | undefined {
  const { facts, lower } = query;
  const added = addedPeople(query);
  const other = facts.money.find(
    (one) => one !== burn && one !== cash && one.what !== 'revenue' && one.what !== 'budget',
  );
  if (other === undefined) return undefined;
  const isYearly = other.per === 'year' || (other.per === 'once' && other.value >= 20_000 && added !== undefined);
  const monthly = isYearly ? ledger.do(other.value, '/', 12) : other.value;
  if (added !== undefined && HIRING.test(lower)) {
    const total = added.value === 1 ? monthly : ledger.do(added.value, '×', monthly);
    return {
      value: total,
      words:
        added.value === 1
          ? `with ${amount(total, other)} a month more`
          : `with ${figure(added.value)} × ${amount(monthly, other)} = ${amount(total, other)} more`,
    };
  }
  if (other.per === 'once' && !isYearly) return undefined;
  const cutPeople = facts.counts.find(
    (one) =>
      one.isPeople &&
      one.value > 1 &&
      one.sentence === other.sentence &&
      /\b(?:cut|lose|drop|let go|end|stop|without)(?: the| those)?$/.test(one.before),
  );
  if (cutPeople !== undefined) {
    const total = ledger.do(cutPeople.value, '×', monthly);
    return {
      value: -total,
      words: `without ${figure(cutPeople.value)} × ${amount(monthly, other)} = ${amount(total, other)}`,
    };
  }
  return other.what === 'saving'
    ? { value: -monthly, words: `saving ${amount(monthly, other)} a month` }
    : { value: monthly, words: `with ${amount(monthly, other)} a month more` };
}

export const TIME_SHARE =
  /\b(?:time|capacity|work(?:ing)? (?:hours|week)|week|day|uptime|availab\w+|staff|engineers|people|team)\b/;
const SHARE_WORDS =
  /\b(?:of|from|discount|off|cheaper|saving|save|goes|go|comes|come|spent|caused|volume|idle|unused|wasted?)\b/;
const NEAREST = 3;
const EXCLUDED_SHARE =
  /\b(?:growth|grew|yoy|uptime|sla|promise|target|plan|retention|margin|under|over|more|up|down|increase|raise|hike|satisfaction|tax)\b/;

/** A percentage of an amount, in money and for the year. */
export function shareOfTotal(query: Query): Derived | undefined {
  const { facts } = query;
  for (const percent of facts.percents) {
    const near = `${percent.before.split(' ').slice(-4).join(' ')} ${percent.after.split(' ').slice(0, 6).join(' ')}`;
    const isOfAmount = /^(?:(?:a|an|our|the|its|my) )?[€$£]? ?\d/.test(percent.of);
    if (
      !isOfAmount &&
      (!SHARE_WORDS.test(near) ||
        EXCLUDED_SHARE.test(
          `${percent.before
            .split(' ')
            .slice(-NEAREST + 1)
            .join(' ')} ${percent.after.split(' ').slice(0, NEAREST).join(' ')}`,
        ))
    )
      continue;
    if (percent.value >= 100) continue;
    if (
      TIME_SHARE.test(percent.of.split(' ').slice(0, 4).join(' ')) ||
      percent.of
        .split(' ')
        .slice(0, 3)
        .some((word) => unitOf(word) !== undefined)
    )
      continue;
    const base = facts.money
      .filter((one) => Math.abs(one.sentence - percent.sentence) <= 1 && one.what !== 'saving')
      .sort((a, b) => Math.abs(a.start - percent.start) - Math.abs(b.start - percent.start))[0];
    if (base === undefined) continue;
    const ledger = new Ledger();
    const part = ledger.percent(percent.value, base.value);
    const { words, year } = yearly(part, base, ledger);
    const few = facts.counts.find(
      (count) =>
        count.sentence === percent.sentence &&
        count.value > 1 &&
        count.value <= 20 &&
        count.start > percent.end &&
        count.unit !== '',
    );
    const spent = wantedFrom(query, base, part, ledger);
    const off = /\b(?:discount|off|cheaper|saving|save)\b/.test(near);
    const each = few === undefined || year === undefined ? undefined : ledger.do(year, '/', few.value);
    const more =
      few !== undefined && each !== undefined
        ? `, ${amount(each, base)} for each of the ${figure(few.value)} ${few.noun}`
        : '';
    return {
      kind: 'share',
      sentence: `${figure(percent.value)}% of ${amount(base.value, base)} is ${amount(part, base)}${words}${off ? ' saved' : ''}${more}${spent}.`,
      arithmetic: ledger.toString(),
      values: { part, ...(year === undefined ? {} : { year }) },
      weight: 9,
    };
  }
  return undefined;
}

/** ` a month, 172k a year` behind an amount with a period. */
export function yearly(value: number, like: MoneyFact, ledger: Ledger): { words: string; year?: number } {
  if (like.per === 'once') return { words: '' };
  if (like.per === 'year') return { words: ' a year', year: value };
  const times = PERIODS_A_YEAR[like.per];
  const year = ledger.do(value, '×', times);
  const how =
    like.per === 'day' || like.per === 'hour'
      ? ` at ${figure(times)} ${like.per === 'hour' ? 'working hours' : 'working days'}`
      : '';
  return { words: ` a ${like.per}, ${amount(year, like)} a year${how}`, year };
}

const UNIT_OWNER =
  /^(?:users|customers|services|engineers|people|seats|teams|repositories|tickets|agents|incidents|orders|stores|employees|vms|hosts|hires|candidates|designers)$/;

/** What one of the counted things costs. */
export function unitCost(query: Query): Derived | undefined {
  const { facts } = query;
  const asksUnit = /\b(?:per|each|unit)\b/.test(query.ask);
  const total = facts.money.find(
    (one) =>
      !one.each &&
      (one.per === 'month' || one.per === 'year' || asksUnit) &&
      one.what !== 'cash' &&
      one.what !== 'burn' &&
      facts.counts.some((count) => owns(count, one)),
  );
  const count = total === undefined ? undefined : facts.counts.find((one) => owns(one, total));
  if (total === undefined || count === undefined) return undefined;
  const ledger = new Ledger();
  const each = ledger.do(total.value, '/', count.value);
  const { words } = yearly(each, total, ledger);
  return {
    kind: 'unit-cost',
    sentence: `${amount(total.value, total)} / ${figure(count.value)} ${count.noun} is ${amount(each, { ...total, isScaled: each >= 1000 && total.isScaled })}${words.split(',')[0] ?? ''} for each.`,
    arithmetic: ledger.lines.slice(0, 1).join('; '),
    values: { each },
    weight: asksUnit ? 9 : 4,
  };
}

const owns = (count: CountFact, money: MoneyFact): boolean =>
  count.value > 2 &&
  count.value < money.value &&
  (UNIT_OWNER.test(count.unit) || count.unit === 'users') &&
  Math.abs(count.start - money.start) < 90 &&
  Math.abs(count.sentence - money.sentence) <= 1 &&
  !/\b(?:at|each|per|a)\b/.test(money.before.split(' ').slice(-1).join(' '));

/** People times an amount each, against the amount there is. */
function wantedFrom(query: Query, base: MoneyFact, part: number, ledger: Ledger): string {
  const each = query.facts.money.find((one) => one !== base && one.each && one.per === 'once');
  const people =
    each === undefined
      ? undefined
      : query.facts.counts.find((one) => one.isPeople && one.sentence === each.sentence && one.end <= each.start);
  if (each === undefined || people === undefined) return '';
  const wanted = ledger.do(people.value, '×', each.value);
  const rest = ledger.do(Math.max(part, wanted), '−', Math.min(part, wanted));
  return `; ${figure(people.value)} × ${amount(each.value, each)} = ${amount(wanted, each)}, ${wanted > part ? `${amount(rest, each)} too much` : `which leaves ${amount(rest, each)}`}`;
}

/** Revenue and spending instead of a burn. */
function runwayOfGap(query: Query, cash: MoneyFact): Derived | undefined {
  const { facts } = query;
  const monthly = facts.money.filter(
    (one) =>
      one !== cash && (one.per === 'month' || /\bmrr\b/.test(`${one.text} ${one.after}`.toLowerCase().slice(0, 30))),
  );
  const revenue = monthly.find(
    (one) =>
      one.what === 'revenue' ||
      /\b(?:mrr|earn|revenue|make|bring)\b/.test(
        `${one.before.split(' ').slice(-3).join(' ')} ${one.after.split(' ')[0] ?? ''}`,
      ),
  );
  const spending = monthly.find((one) => one !== revenue);
  if (revenue === undefined || spending === undefined || spending.value <= revenue.value) return undefined;
  const ledger = new Ledger();
  const burn = ledger.do(spending.value, '−', revenue.value);
  const now = ledger.do(cash.value, '/', burn);
  return {
    kind: 'runway',
    sentence: `${amount(spending.value, spending)} − ${amount(revenue.value, revenue)} is a burn of ${amount(burn, spending)} a month; ${amount(cash.value, cash)} / ${amount(burn, spending)} is ${figure(now)} months of runway.`,
    arithmetic: ledger.toString(),
    values: { burn, now },
    weight: 10,
  };
}
