import { addDays } from './calendar.js';
import { dayMonth, figure, Ledger } from './ledger.js';
import type { Quantity } from './quantities.js';
import { follow, isFor, isThing, isTime, lead, made, money, periodIn, type UnitDerivation } from './unit-query.js';

const ONE_OF_THEM =
  /\b(?:an?|each|every|one|everyone|everybody|jede[rs]?|ein[er]?|cada|chaque|un|une|they|we all)(?: \p{L}+){1,3}$/u;
const DAYS: Readonly<Record<string, number>> = { day: 1, week: 5, month: 20, quarter: 62, year: 220 };

/** What people get done in a period against what comes in. */
export const teamCapacity: UnitDerivation = ({ quantities, lower }) => {
  const demand = quantities
    .filter(
      (one) => isThing(one) && !one.isPeople && /^(?:week|month|day)$/.test(periodIn(one) ?? '') && one.value >= 5,
    )
    .toSorted((a, b) => b.value - a.value)[0];
  const people = quantities.find(
    (one) =>
      one.per.length === 0 &&
      one.value >= 2 &&
      (one.isPeople ||
        (isThing(one) && new RegExp(`\\b(?:an?|each|every|one|jede[rs]?|cada|chaque) ${one.unit}\\b`).test(lower))),
  );
  if (demand === undefined || people === undefined) return undefined;
  const rate = quantities.find(
    (one) =>
      one !== demand &&
      one.value < demand.value &&
      (one.unit === '' || one.unit === demand.unit || demand.noun.includes(one.unit)) &&
      /^(?:day|week|hour)$/.test(periodIn(one) ?? '') &&
      (ONE_OF_THEM.test(lead(one, 4)) || isFor(one, people) || one.per.includes('each')),
  );
  if (rate === undefined) return undefined;
  const ledger = new Ledger();
  const period = periodIn(demand) ?? 'month';
  const stated = quantities.find(
    (one) =>
      one.unit === 'day' && one.value <= 23 && one.value >= (period === 'month' ? 10 : 4) && one.per.length === 0,
  );
  const from = periodIn(rate) ?? 'day';
  const days = from === 'day' && period !== 'day' ? (stated?.value ?? DAYS[period] ?? 1) : 1;
  const weeks = from === 'week' && period === 'month' ? 4.35 : 1;
  const each = ledger.do(rate.value, '×', days * weeks);
  const all = ledger.do(people.value, '×', each);
  const needed = ledger.do(demand.value, '/', each);
  const gap = Math.abs(ledger.do(Math.max(all, demand.value), '−', Math.min(all, demand.value)));
  const isShort = all < demand.value;
  const whole = Math.ceil(needed - 1e-6);
  ledger.note(`${figure(needed)} rounded up is ${figure(whole)}`);
  const perHead = days > 1 ? ledger.do(ledger.do(demand.value, '/', people.value), '/', days) : 0;
  const by = days > 1 ? ` × ${figure(days)} days` : weeks > 1 ? ' × 4.35 weeks' : '';
  return made(
    'team-capacity',
    `${figure(people.value)} × ${figure(rate.value)} a ${from}${by} is ${figure(all)} a ${period} against ${figure(demand.value)}: ${figure(gap)} ${isShort ? 'too few' : 'to spare'}; it takes ${figure(demand.value)} / ${figure(each)} = ${figure(needed)} people${whole > needed + 1e-6 ? `, so ${figure(whole)}` : ''}${isShort && days > 1 ? `, or ${figure(perHead)} a day from each` : ''}.`,
    ledger,
    { capacity: all, needed, gap },
    10,
    isShort ? 'short' : 'fits',
  );
};

/** So many things at a rate a day: how long, and whether it ends before the date. */
export const rollout: UnitDerivation = ({ quantities, facts, lower }) => {
  const rate = quantities.find((one) => (isThing(one) || one.unit === '') && periodIn(one) === 'day' && one.value > 1);
  const total = quantities.find(
    (one) => rate !== undefined && isThing(one) && one.per.length === 0 && !one.isPeople && one.value >= rate.value * 3,
  );
  if (rate === undefined || total === undefined) return undefined;
  if (/\b(?:come in|coming in|new ones|incoming|arrive)\b/.test(rate.after)) return undefined;
  const ledger = new Ledger();
  const perWeek =
    quantities.find((one) => one.unit === 'day' && one.per.includes('week') && one.value <= 7)?.value ??
    (/\b(?:every day|daily|seven days|7 days)\b/.test(lower) ? 7 : 5);
  const heads = quantities.find((one) => one.isPeople && one.value >= 2 && one.per.length === 0);
  const isEach = heads !== undefined && (rate.per.includes('each') || ONE_OF_THEM.test(lead(rate, 4)));
  const pace = isEach ? ledger.do(heads.value, '×', rate.value) : rate.value;
  const days = ledger.do(total.value, '/', pace);
  const weeks = ledger.do(days, '/', perWeek);
  const opening = facts.dates.find((one) => /\b(?:start\w*|begin\w*|from|ab|beginn|desde|debut|des)$/.test(one.before));
  const start = opening?.date ?? facts.today;
  const end = addDays(start, weeks * 7);
  ledger.lands(start, `${figure(weeks)} weeks`, end);
  const deadline = facts.dates.find((one) => one !== opening && !one.isToday && one.date > start);
  const head = `${isEach ? `${figure(heads.value)} × ${figure(rate.value)} is ${figure(pace)} a day; ` : ''}${figure(total.value)} / ${figure(pace)} a day is ${figure(days)} working days, ${figure(weeks)} weeks at ${figure(perWeek)} days: from ${dayMonth(start)} to about ${dayMonth(end)}`;
  const pause = quantities.find(
    (one) =>
      one.unit === 'week' &&
      /\b(?:pause|holidays?|closed|ferien|urlaub|break|freeze|shutdown|vacaciones|conges)\b/.test(follow(one, 3)),
  );
  if (deadline === undefined) return made('rollout', `${head}.`, ledger, { days, weeks }, 8);
  const spare = ledger.weeks(end < deadline.date ? end : deadline.date, end < deadline.date ? deadline.date : end);
  const left = end < deadline.date ? ledger.do(spare, '−', pause?.value ?? 0) : spare;
  const fits = end < deadline.date && left >= 0;
  const rest =
    end < deadline.date
      ? `, ${figure(spare)} weeks before ${dayMonth(deadline.date)}${pause === undefined ? '' : `; ${figure(pause.value)} weeks of pause ${left >= 0 ? 'still leave' : 'are more than that:'} ${figure(left)}`}`
      : `, ${figure(spare)} weeks after ${dayMonth(deadline.date)}`;
  return made(
    'rollout',
    `${fits ? 'Yes' : 'No'}: ${head}${rest}.`,
    ledger,
    { days, weeks, slack: left },
    10,
    fits ? 'fits' : 'short',
  );
};

/** Things that take so many days each, with so many days a month. */
export const oneByOne: UnitDerivation = ({ quantities, facts }) => {
  const supply = quantities.find(
    (one) => isTime(one) && periodIn(one) !== undefined && /^(?:day|hour)$/.test(one.unit),
  );
  const each = quantities.find(
    (one) =>
      one !== supply &&
      one.unit === supply?.unit &&
      one.per.every((per) => per === 'each') &&
      (one.per.includes('each') ||
        /\b(?:each|every|per|pro|jede[rs]?|cada|chaque|an?)(?: [\p{L}-]+){1,5}$/u.test(lead(one, 6))),
  );
  const things = quantities.find((one) => isThing(one) && !one.isPeople && one.value >= 2 && one.per.length === 0);
  if (supply === undefined || each === undefined || things === undefined) return undefined;
  const period = periodIn(supply) ?? 'month';
  const ledger = new Ledger();
  const total = ledger.do(things.value, '×', each.value);
  const heads = quantities.find((one) => one.isPeople && one.value > 1 && one.per.length === 0);
  const rate = heads === undefined ? supply.value : ledger.do(heads.value, '×', supply.value);
  const needed = ledger.do(total, '/', rate);
  const limit = quantities.find((one) => one.unit === period && one.per.length === 0);
  const head = `${figure(things.value)} × ${figure(each.value)} ${each.unit}s is ${figure(total)} ${each.unit}s; at ${figure(rate)} a ${period} that takes ${figure(total)} / ${figure(rate)} = ${figure(needed)} ${period}s`;
  if (limit === undefined) {
    const end = addDays(facts.today, needed * (period === 'week' ? 7 : 30.4));
    return period === 'day'
      ? undefined
      : made(
          'one-by-one',
          `${head}, until about ${dayMonth((ledger.lands(facts.today, `${figure(needed)} ${period}s`, end), end))}.`,
          ledger,
          { total, needed },
          8,
        );
  }
  const able = ledger.do(ledger.do(rate, '×', limit.value), '/', each.value);
  const fits = needed <= limit.value;
  return made(
    'one-by-one',
    `${fits ? 'Yes' : 'No'}: ${head} against ${figure(limit.value)}; ${figure(limit.value)} ${period}s are enough for ${figure(able)} of the ${figure(things.value)}.`,
    ledger,
    { total, needed, able },
    10,
    fits ? 'fits' : 'short',
  );
};

/** A share of what happens in a day costs so many minutes each time. */
export const wastedTime: UnitDerivation = ({ quantities, lower }) => {
  const share = quantities.find((one) => one.unit === '%' && one.value < 100);
  const flow = quantities.find(
    (one) => isThing(one) && /^(?:day|week|month)$/.test(periodIn(one) ?? '') && one.value > 1,
  );
  const each = quantities.find((one) => /^(?:minute|hour)$/.test(one.unit) && one.per.every((per) => per === 'each'));
  if (flow === undefined || each === undefined) return undefined;
  if (share === undefined && !/\b(?:each|every|per|cada|chaque|jede\w*)\b/.test(`${lead(each, 6)} ${follow(each, 2)}`))
    return undefined;
  if (/\b(?:median|average|wait time|mtbf|down)\b/.test(lead(each, 5))) return undefined;
  const ledger = new Ledger();
  const period = periodIn(flow) ?? 'day';
  const times = share === undefined ? flow.value : ledger.percent(share.value, flow.value);
  const minutes = ledger.do(times, '×', each.value);
  const hours = each.unit === 'minute' ? ledger.do(minutes, '/', 60) : minutes;
  const month = period === 'day' ? ledger.do(hours, '×', 20) : period === 'week' ? ledger.do(hours, '×', 4.35) : hours;
  const isEffort = /\b(?:engineer|developer|dev|person|colleague) for (?:a|one) month\b/.test(lower);
  const payback = isEffort ? ledger.do(160, '/', month) : undefined;
  const people = ledger.do(month, '/', 160);
  return made(
    'wasted-time',
    `${share === undefined ? '' : `${figure(share.value)}% of ${figure(flow.value)} is ${figure(times)} a ${period}; `}${figure(times)} × ${figure(each.value)} ${each.unit}s is ${figure(hours)} hours a ${period}${period === 'month' ? '' : `, ${figure(month)} hours a month`}${payback === undefined ? `, / 160 the working time of ${figure(people)} ${people > 1.005 ? 'people' : 'of a person'}` : `; a month of one engineer (160 hours) is paid back in ${figure(payback)} months`}.`,
    ledger,
    { hours, month },
    8,
    payback === undefined ? undefined : payback <= 6 ? 'worth' : 'not-worth',
  );
};

/** What a meeting costs: people x hours x rate x weeks. */
export const meetingCost: UnitDerivation = ({ quantities, lower }) => {
  const rate = quantities.find((one) => one.unit === 'money' && one.per.includes('hour'));
  const people = quantities.find(
    (one) =>
      isThing(one) &&
      one.value >= 2 &&
      one.per.length === 0 &&
      (one.isPeople || /^(?:somos|nous sommes|we are|we're)$/.test(lead(one, 2))),
  );
  const lengths = quantities.filter((one) => /^(?:minute|hour)$/.test(one.unit));
  const length =
    lengths.find((one) => one.per.includes('week')) ?? lengths.find((one) => one.per.every((per) => per === 'each'));
  if (rate === undefined || people === undefined || length === undefined) return undefined;
  const isWeekly =
    length.per.includes('week') || /\b(?:weekly|every week|each week|wochentlich|semanal|hebdomadaire)\b/.test(lower);
  const weeks = quantities.find((one) => one.unit === 'week' && one.value >= 40 && one.value <= 52)?.value ?? 46;
  const ledger = new Ledger();
  const hours = length.unit === 'minute' ? ledger.do(length.value, '/', 60) : length.value;
  const all = ledger.do(people.value, '×', hours);
  const week = ledger.do(all, '×', rate.value);
  const head = `${figure(people.value)} people × ${figure(hours)} ${hours === 1 ? 'hour' : 'hours'} × ${money(rate.value, rate)} is ${money(week, rate)}`;
  if (!isWeekly) return made('meeting-cost', `${head}.`, ledger, { week }, 9);
  const year = ledger.do(week, '×', weeks);
  return made(
    'meeting-cost',
    `${head} a week, × ${figure(weeks)} weeks = ${money(year, rate)} a year.`,
    ledger,
    { week, year },
    10,
  );
};

/** Hours that a chain such as candidates per hire and hires adds up to. */
export const chainedHours: UnitDerivation = ({ quantities }) => {
  const link = quantities.find(
    (one) =>
      isThing(one) &&
      one.per.length > 0 &&
      quantities.some((other) => other !== one && isFor(one, other) && other.per.length === 0),
  );
  const goal =
    link === undefined
      ? undefined
      : quantities.find((other) => other !== link && isFor(link, other) && other.per.length === 0);
  const hours = quantities.filter((one) => one.unit === 'hour' && periodIn(one) === undefined);
  if (link === undefined || goal === undefined || hours.length === 0) return undefined;
  const ledger = new Ledger();
  const parts: string[] = [];
  let once = 0;
  for (const one of hours) {
    const times = timesOf(one, quantities);
    const part = times === 1 ? one.value : ledger.do(times, '×', one.value);
    once = once === 0 ? part : ledger.do(once, '+', part);
    parts.push(times === 1 ? figure(one.value) : `${figure(times)} × ${figure(one.value)}`);
  }
  const per = ledger.do(once, '×', link.value);
  const all = ledger.do(per, '×', goal.value);
  return made(
    'chained-hours',
    `${parts.length === 1 && parts[0] === figure(once) ? '' : `${parts.join(' + ')} is `}${figure(once)} hours each; × ${figure(link.value)} is ${figure(per)} hours per ${goal.unit}, × ${figure(goal.value)} = ${figure(all)} hours.`,
    ledger,
    { once, per, all },
    10,
  );
};

/** `three interviews at 1.5 h`, `1 h with three people`. */
function timesOf(hours: Quantity, all: readonly Quantity[]): number {
  const at = all.indexOf(hours);
  const before = all[at - 1];
  const after = all[at + 1];
  if (after?.isPeople === true && after.start - hours.end < 30 && /\bwith|x|for|mit|con|avec\b/.test(follow(hours, 3)))
    return after.value;
  return before !== undefined && isThing(before) && /\b(?:at|of|a|à|zu|de)$/.test(hours.before) ? before.value : 1;
}

/** Expected failures of a fleet. */
export const failures: UnitDerivation = ({ quantities }) => {
  const between = quantities.find(
    (one) =>
      one.unit === 'hour' &&
      one.per.length === 0 &&
      /\b(?:mtbf|mean time between(?: failures?)?|fails? (?:once )?every)\b/.test(one.before),
  );
  const fleet = quantities.find((one) => isThing(one) && !one.isPeople && one.value >= 2 && one.per.length === 0);
  if (between === undefined || fleet === undefined) return undefined;
  const day = quantities.find((one) => one.unit === 'hour' && one.per.includes('day'))?.value ?? 24;
  const days = quantities.find((one) => one.unit === 'day' && one.per.includes('week'))?.value ?? 7;
  const ledger = new Ledger();
  const run = ledger.do(ledger.do(fleet.value, '×', day), '×', days);
  const week = ledger.do(run, '/', between.value);
  return made(
    'failures',
    `${figure(fleet.value)} × ${figure(day)} hours × ${figure(days)} days is ${figure(run)} hours a week; / ${figure(between.value)} is ${figure(week)} failures a week.`,
    ledger,
    { week },
    10,
  );
};

const PAIRS =
  /\b(?:channels? of communication|communication (?:channels?|paths?|lines?)|lines of communication|pairs|kommunikationswege|canales de comunicacion)\b/;
/** Channels of communication: n(n-1)/2. */
export const pairs: UnitDerivation = ({ quantities, lower }) => {
  const people = quantities.find((one) => one.value >= 3 && one.isPeople);
  if (people === undefined || !PAIRS.test(lower)) return undefined;
  const ledger = new Ledger();
  const of = (n: number) => ledger.do(ledger.do(n, '×', n - 1), '/', 2);
  const one = of(people.value);
  const head = `${figure(people.value)} × ${figure(people.value - 1)} / 2 is ${figure(one)} channels`;
  const teams = quantities.find((other) => other.unit === 'team' && other.value >= 2);
  if (teams === undefined) return made('pairs', `${head}.`, ledger, { one }, 10);
  const small = Math.floor(people.value / teams.value);
  const more = people.value - small * teams.value;
  const low = of(small);
  const high = more === 0 ? low : of(small + 1);
  const first = ledger.do(teams.value - more, '×', low);
  const all = more === 0 ? first : ledger.do(first, '+', ledger.do(more, '×', high));
  return made(
    'pairs',
    `${head} in one team; in ${figure(teams.value)} teams ${more === 0 ? `of ${figure(small)} it is ${figure(teams.value)} × ${figure(low)} = ${figure(all)}` : `it is ${figure(teams.value - more)} × ${figure(low)} (of ${figure(small)}) + ${figure(more)} × ${figure(high)} (of ${figure(small + 1)}) = ${figure(all)}`} within the teams.`,
    ledger,
    { one, all },
    10,
  );
};

/** People for some weeks, less what they do besides, against an effort in days. */
export const personDays: UnitDerivation = ({ quantities }) => {
  const people = quantities.find((one) => one.isPeople && one.per.length === 0 && one.value >= 2);
  const span = quantities.find(
    (one) => /^(?:week|month)$/.test(one.unit) && one.per.length === 0 && !/\b(?:every|each)$/.test(one.before),
  );
  const effort = quantities.find(
    (one) =>
      one.unit === 'day' &&
      one.value >= 10 &&
      one.per.length === 0 &&
      /\b(?:estimate\w*|need\w*|effort|takes?|work|aufwand|asks?|planned|requires?|estimacion)\b/.test(
        `${lead(one, 4)} ${follow(one, 3)}`,
      ),
  );
  if (people === undefined || span === undefined || effort === undefined) return undefined;
  const ledger = new Ledger();
  const days = span.unit === 'week' ? 5 : 20;
  const share = quantities.find((one) => one.unit === '%' && one.value < 100);
  const all = ledger.do(ledger.do(people.value, '×', span.value), '×', days);
  const isAway =
    share !== undefined &&
    /\b(?:support|on-call|meetings|bugs|vacation|holiday|sick|maintenance|other)\b/.test(follow(share, 5));
  const rate = share === undefined ? undefined : isAway ? ledger.do(100, '−', share.value) : share.value;
  const left = rate === undefined ? all : ledger.percent(rate, all);
  const gap = ledger.do(Math.max(left, effort.value), '−', Math.min(left, effort.value));
  const isShort = left < effort.value;
  return made(
    'person-days',
    `${isShort ? 'No' : 'Yes'}: ${figure(people.value)} × ${figure(span.value)} ${span.unit}s × ${figure(days)} days is ${figure(all)} days${rate === undefined ? '' : `, ${figure(rate)}% of them ${figure(left)}`}, against ${figure(effort.value)}: ${figure(gap)} ${isShort ? 'too few' : 'to spare'}.`,
    ledger,
    { left, gap },
    9,
    isShort ? 'short' : 'fits',
  );
};
