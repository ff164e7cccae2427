import type { Derived, Query } from './derived.js';
import { yearly } from './derive-money.js';
import type { MoneyFact, Period } from './facts.js';
import { amount, figure, Ledger } from './ledger.js';
import { PERIODS_A_YEAR } from './units.js';

/** A rate times how long or how many, e.g. `1,900 a day for 30 days`, `500 seats at 45 a month`. */
export function product(query: Query): Derived | undefined {
  const { facts } = query;
  for (const rate of facts.money) {
    if (rate.per !== 'once' && rate.per !== 'year') {
      const length = facts.durations.find(
        (one) =>
          one.sentence === rate.sentence &&
          one.unit === rate.per &&
          one.amount > 1 &&
          one.per === 'once' &&
          one.what !== 'past' &&
          Math.abs(one.start - rate.end) < 60,
      );
      if (length !== undefined) return overTime(rate, length.amount, query);
    }
    const many = facts.counts.find(
      (one) =>
        one.sentence === rate.sentence &&
        one.value > 1 &&
        one.end <= rate.start &&
        rate.start - one.end < 40 &&
        /\b(?:at|for|a|je|zu|zum|costs?|earning|paid)$|^$|(?:seats|contractors|licen[cs]es|users)/.test(
          `${rate.before.split(' ').at(-1) ?? ''}${one.unit}`,
        ) &&
        (one.unit === 'seats' || one.isPeople || rate.each),
    );
    if (many === undefined || (rate.per === 'once' && !rate.each && many.unit !== 'seats')) continue;
    const ledger = new Ledger();
    const total = ledger.do(many.value, '×', rate.value);
    const { words, year } = yearly(total, rate, ledger);
    const used = facts.counts.find(
      (one) =>
        one !== many &&
        one.value < many.value &&
        /\b(?:used?|active|log(?:ged)? in|open it|usan|nutzen|utilises?)\b/.test(
          `${one.before.split(' ').slice(-2).join(' ')} ${one.after.split(' ').slice(0, 4).join(' ')}`,
        ),
    );
    if (used !== undefined && many.unit === 'seats') {
      const idle = ledger.do(many.value, '−', used.value);
      const waste = ledger.do(idle, '×', rate.value);
      const lost = yearly(waste, rate, ledger);
      return {
        kind: 'product',
        sentence: `${figure(many.value)} − ${figure(used.value)} = ${figure(idle)} ${many.noun} are unused; at ${amount(rate.value, rate)} each that is ${amount(waste, rate)}${lost.words}.`,
        arithmetic: ledger.toString(),
        values: { idle, waste, ...(lost.year === undefined ? {} : { year: lost.year }) },
        weight: 9,
      };
    }
    return {
      kind: 'product',
      sentence: `${figure(many.value)} × ${amount(rate.value, rate)} is ${amount(total, rate)}${words}.`,
      arithmetic: ledger.toString(),
      values: { total, ...(year === undefined ? {} : { year }) },
      weight: 6,
    };
  }
  return undefined;
}

function overTime(rate: MoneyFact, length: number, query: Query): Derived {
  const ledger = new Ledger();
  const people = query.facts.counts.find(
    (one) =>
      one.sentence === rate.sentence && (one.unit === 'contractors' || rate.each) && one.isPeople && one.value > 1,
  );
  const one = ledger.do(length, '×', rate.value);
  const total = people === undefined ? one : ledger.do(people.value, '×', one);
  const unit = rate.per as Exclude<Period, 'once'>;
  return {
    kind: 'product',
    sentence: `${figure(length)} ${unit}s × ${amount(rate.value, rate)} is ${amount(one, rate)}${people === undefined ? '' : `, for ${figure(people.value)} of them ${amount(total, rate)}`}.`,
    arithmetic: ledger.toString(),
    values: { total },
    weight: 7,
  };
}

const EMPLOYEE =
  /\b(?:employ\w*|permanent|in-?house|staff|salari\w*|asalariad\w*|plantilla|angestellt\w*|festanstellung|own people|full-?time|perm)\b/;

/** Day rates against salaries: for one person, for all, and the difference. */
export function contractors(query: Query): Derived | undefined {
  const { facts } = query;
  const rate = facts.money.find(
    (one) =>
      (one.per === 'day' || one.per === 'hour' || (one.per === 'month' && one.what !== 'salary')) &&
      one.what !== 'burn',
  );
  const salary = facts.money.find(
    (one) =>
      one !== rate &&
      (one.per === 'once' || one.per === 'year') &&
      (one.what === 'salary' || EMPLOYEE.test(`${one.before} ${one.after}`)),
  );
  if (rate === undefined || salary === undefined || salary.value < rate.value * 5) return undefined;
  const ledger = new Ledger();
  const days = facts.durations.find(
    (one) => one.unit === 'day' && one.amount > 4 && (one.per === 'month' || one.per === 'year' || one.per === 'once'),
  );
  const months = facts.durations.find(
    (one) => one.unit === 'month' && one.amount > 1 && one.amount <= 12 && one.per !== 'month',
  );
  const perMonth =
    rate.per === 'month'
      ? rate.value
      : rate.per === 'day' && days?.per === 'month'
        ? ledger.do(rate.value, '×', days.amount)
        : undefined;
  const units =
    rate.per === 'hour'
      ? PERIODS_A_YEAR.hour
      : days !== undefined && days.per !== 'month'
        ? days.amount
        : PERIODS_A_YEAR.day;
  const year =
    perMonth === undefined ? ledger.do(rate.value, '×', units) : ledger.do(perMonth, '×', months?.amount ?? 12);
  const each = ledger.do(year, '−', salary.value);
  const count = facts.counts.find((one) => one.unit === 'contractors' && one.value > 1);
  const how =
    perMonth === undefined
      ? `${amount(rate.value, rate)} × ${figure(units)} ${rate.per === 'hour' ? 'hours' : 'days'}`
      : `${amount(perMonth, rate)} × ${figure(months?.amount ?? 12)} months`;
  let sentence = `A contractor costs ${how} = ${amount(year, rate)} a year against ${amount(salary.value, salary)} for an employee, ${amount(Math.abs(each), rate)} ${each >= 0 ? 'more' : 'less'}`;
  const values: Record<string, number> = { year, each };
  if (count !== undefined) {
    const all = ledger.do(count.value, '×', year);
    const own = ledger.do(count.value, '×', salary.value);
    const difference = ledger.do(all, '−', own);
    values['all'] = all;
    values['difference'] = difference;
    sentence += `; for ${figure(count.value)} it is ${amount(all, rate)} against ${amount(own, rate)}, a difference of ${amount(Math.abs(difference), rate)} a year`;
  }
  return {
    kind: 'contractors',
    sentence: `${sentence}.`,
    arithmetic:
      each >= 0
        ? ledger.toString()
        : `${ledger.toString()}; ${figure(salary.value)} − ${figure(year)} = ${figure(-each)}`,
    values,
    verdict: each >= 0 ? 'dearest' : 'cheapest',
    weight: 10,
  };
}

/** Months until what is spent once has come back. */
export function payback(query: Query): Derived | undefined {
  const { facts } = query;
  const saving = facts.money.find((one) => one.what === 'saving' && one.per !== 'once');
  if (facts.money.some((one) => one.what === 'burn')) return undefined;
  const once =
    facts.money.find(
      (one) => one.per === 'once' && one !== saving && /^(?:build|cost|price|budget|run)$/.test(one.what),
    ) ?? (saving === undefined ? undefined : facts.money.find((one) => one.per === 'once' && one !== saving));
  const runs = facts.money.filter((one) => one.per === 'month' || one.per === 'year');
  if (once === undefined) return undefined;
  const ledger = new Ledger();
  let monthly: number;
  if (saving !== undefined)
    monthly =
      saving.per === 'month'
        ? saving.value
        : ledger.do(ledger.do(saving.value, '×', PERIODS_A_YEAR[saving.per as 'year']), '/', 12);
  else {
    const [old, next] = runs;
    if (
      old === undefined ||
      next === undefined ||
      old.per !== next.per ||
      runs.length !== 2 ||
      old.value <= next.value ||
      facts.tables.length > 0 ||
      facts.alternatives.some((one) => one.facts.money.length > 1)
    )
      return undefined;
    const difference = ledger.do(old.value, '−', next.value);
    monthly = old.per === 'month' ? difference : ledger.do(difference, '/', 12);
  }
  if (monthly <= 0) return undefined;
  const months = ledger.do(once.value, '/', monthly);
  if (months < 1 && facts.money.length > 2) return undefined;
  const like = saving ?? once;
  return {
    kind: 'payback',
    sentence: `${amount(once.value, once)} / ${amount(monthly, like)} a month is paid back after ${figure(months)} months.`,
    arithmetic: ledger.toString(),
    values: { months },
    verdict: months <= 24 ? 'worth' : 'not-worth',
    weight: 8,
  };
}

/** Customers or months until a cost is covered. */
export function breakEven(query: Query): Derived | undefined {
  const { facts, lower } = query;
  if (
    !/\bbreak[- ]?even\b|\bpay for itself\b|\bhow many (?:customers|users|months|seats)\b|\bcuantos clientes\b|\bcombien de clients\b|\bwie viele kunden\b|\bcover\b/.test(
      lower,
    )
  )
    return undefined;
  const price = facts.money.find(
    (one) =>
      one.per !== 'once' &&
      (one.each || one.what === 'price' || one.what === 'revenue') &&
      /\b(?:per (?:customer|user|seat|account)|each|a customer|customers? pay|pays?|par client|por cliente|pro kunde|price)\b/.test(
        `${one.before} ${one.text} ${one.after}`,
      ),
  );
  const fixed = facts.money.find((one) => one !== price && one.value > (price?.value ?? 0));
  if (price === undefined || fixed === undefined) return undefined;
  const ledger = new Ledger();
  const scale =
    fixed.per === 'once' || fixed.per === price.per
      ? 1
      : PERIODS_A_YEAR[price.per as 'month'] / PERIODS_A_YEAR[fixed.per];
  const yearly = scale === 1 ? price.value : ledger.do(price.value, '×', Number(scale.toFixed(4)));
  const needed = ledger.do(fixed.value, '/', yearly);
  const whole = Math.ceil(needed - 1e-9);
  const per = fixed.per === 'once' ? `${price.per}s of one customer` : 'customers';
  return {
    kind: 'break-even',
    sentence: `${amount(fixed.value, fixed)} / ${amount(yearly, price)} is ${figure(needed)}, so it takes ${fixed.per === 'once' ? `${figure(needed)} ${per}` : `${figure(whole)} ${per}`} to cover it.`,
    arithmetic: `${ledger.toString()}; rounded up ${figure(whole)}`,
    values: { needed, whole },
    weight: 9,
  };
}
