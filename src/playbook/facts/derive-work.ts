import { presentPeople, sentenceAt, type Derived, type Query } from './derived.js';
import { figure, Ledger } from './ledger.js';
import { PERIODS_A_YEAR } from './units.js';
import { countOf } from './number-words.js';

const REDUCED = /\b(?:to|with|down to|only|just|auf|mit|con|a|avec)(?: only| just)?$/;

/** Work per person, today and with more or fewer people. */
export function workload(query: Query): Derived | undefined {
  const { facts } = query;
  const people = presentPeople(query);
  const work = facts.counts.find(
    (one) =>
      !one.isPeople &&
      /^(?:tickets|services|customers|repositories|pages|bugs|incidents|users|vms|teams|stores|calls|requests|seats|screens|products)$/.test(
        one.unit,
      ) &&
      one.value > (people?.value ?? Number.POSITIVE_INFINITY) &&
      !/\bper$/.test(one.before),
  );
  if (people === undefined || people.value < 2) return undefined;
  const ledger = new Ledger();
  const other = facts.counts.find((one) => one !== people && one.isPeople && one.noun !== people.noun && one.value > 1);
  if (work === undefined) {
    if (other === undefined || !/\b(?:ratio|per|each|one senior|how many|carry|enough)\b/.test(query.ask))
      return undefined;
    const [big, small] = other.value > people.value ? [other, people] : [people, other];
    const ratio = ledger.do(big.value, '/', small.value);
    return {
      kind: 'workload',
      sentence: `${figure(big.value)} ${big.noun} / ${figure(small.value)} ${small.noun} is ${figure(ratio)} to one.`,
      arithmetic: ledger.toString(),
      values: { each: ratio },
      weight: 5,
    };
  }
  const each = ledger.do(work.value, '/', people.value);
  const who = people.noun === '' ? 'people' : people.noun;
  const period = work.per === 'once' ? '' : ` a ${work.per}`;
  const leaving = facts.counts.find(
    (one) =>
      one !== people &&
      one.value < people.value &&
      (one.isPeople || one.unit === '') &&
      /\b(?:leav\w*|gone|resign\w*|quit|maternity|out)\b/.test(sentenceAt(query, one.start)) &&
      one.sentence === people.sentence,
  );
  const reduced = facts.counts.find(
    (one) =>
      one !== people &&
      one !== leaving &&
      one.value >= 1 &&
      (one.unit === '' || one.unit === people.unit) &&
      one.per === 'once' &&
      one.start > people.end &&
      REDUCED.test(one.before) &&
      one.value !== people.value &&
      one.value < 3 * people.value,
  );
  const after = reduced?.value ?? (leaving === undefined ? undefined : ledger.do(people.value, '−', leaving.value));
  if (after === undefined || after < 1) {
    return {
      kind: 'workload',
      sentence: `${figure(work.value)} ${work.noun}${period} / ${figure(people.value)} ${who} is ${figure(each)} for each.`,
      arithmetic: ledger.toString(),
      values: { each },
      weight: 3,
    };
  }
  const then = ledger.do(work.value, '/', after);
  const percent = ledger.share(Math.abs(then - each), each);
  return {
    kind: 'workload',
    sentence: `${figure(work.value)} ${work.noun}${period} / ${figure(people.value)} ${who} is ${figure(each)} each; with ${figure(after)} it is ${figure(then)}, ${figure(percent)}% ${then > each ? 'more' : 'less'}.`,
    arithmetic: `${ledger.lines.slice(0, -1).join('; ')}; ${figure(then)} / ${figure(each)} = ${figure(then / each)}, ${figure(percent)}%`,
    values: { each, after: then },
    weight: 8,
  };
}

const EVERY =
  /\b(?:every|each|alle|cada|chaque|toutes les) (?:(?<n>\d+|two|three|four|six|zwei|dos|deux) )?(?<unit>day|week|month|quarter|year|release|sprint|fortnight|wochen?|monate?|semanas?|semaines?)|\b(?<adverb>daily|weekly|fortnightly|biweekly|monthly|quarterly)\b/;
const TIMES_A_YEAR: Readonly<Record<string, number>> = {
  day: 220,
  daily: 220,
  week: 52,
  weekly: 52,
  woche: 52,
  wochen: 52,
  semana: 52,
  semanas: 52,
  semaine: 52,
  semaines: 52,
  sprint: 26,
  fortnight: 26,
  fortnightly: 26,
  biweekly: 26,
  month: 12,
  monthly: 12,
  monat: 12,
  monate: 12,
  quarter: 4,
  quarterly: 4,
  year: 1,
};

/** What a regular chore or meeting takes in a year. */
export function recurringWork(query: Query): Derived | undefined {
  const { facts, lower } = query;
  const every = EVERY.exec(lower);
  const unit = every?.groups?.['unit'] ?? every?.groups?.['adverb'] ?? '';
  const times = TIMES_A_YEAR[unit];
  const length = facts.durations.find(
    (one) =>
      /^(?:day|hour|minute)$/.test(one.unit) && one.per === 'once' && one.what !== 'past' && one.what !== 'remaining',
  );
  const people = facts.counts.find(
    (one) => one.isPeople && one.value > 1 && length !== undefined && Math.abs(one.sentence - length.sentence) <= 1,
  );
  if (times === undefined || length === undefined || people === undefined || /\b(?:down|outage)\b/.test(lower))
    return undefined;
  const ledger = new Ledger();
  const n = every?.groups?.['n'];
  const gap = n === undefined ? 1 : (countOf(n) ?? Number(n));
  const often = gap === 1 ? times : ledger.do(times, '/', gap);
  const amountOf = length.unit === 'minute' ? ledger.do(length.amount, '/', 60) : length.amount;
  const noun = length.unit === 'day' ? 'days' : 'hours';
  const once = ledger.do(people.value, '×', amountOf);
  const year = ledger.do(once, '×', often);
  const full = ledger.do(year, '/', noun === 'days' ? PERIODS_A_YEAR.day : PERIODS_A_YEAR.hour);
  return {
    kind: 'recurring',
    sentence:
      `${figure(people.value)} people × ${figure(amountOf)} ${amountOf === 1 ? noun.slice(0, -1) : noun} × ${figure(often)} times is ${figure(year)} ${noun} a year, the working time of ${figure(full)} ${full >= 1.05 ? 'people' : 'of a person'}.`.replace(
        'of 1 of a person',
        'of one person',
      ),
    arithmetic: ledger.toString(),
    values: { year, people: full },
    weight: 8,
  };
}
