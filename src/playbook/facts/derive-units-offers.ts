import { CEILING } from './derive-units-money.js';
import { figure, Ledger } from './ledger.js';
import type { Quantity } from './quantities.js';
import {
  follow,
  isAmount,
  isMoney,
  isThing,
  isTime,
  lead,
  made,
  money,
  periodIn,
  type UnitDerivation,
} from './unit-query.js';

/** An amount for each of so many, once or in a period, against a limit. */
export const amountForEach: UnitDerivation = ({ quantities }) => {
  const heads = quantities.find((one) => one.isPeople && one.value >= 2 && one.per.length === 0);
  const amounts =
    heads === undefined
      ? []
      : quantities.filter((one) => one.start > heads.start && isAmount(one) && one.start - heads.end < 80);
  if (heads !== undefined && amounts.length >= 2 && amounts.at(-1)?.per[0] === 'each') {
    const sums = new Ledger();
    let one = amounts[0]?.value ?? 0;
    for (const next of amounts.slice(1)) one = sums.do(one, '+', next.value);
    const all = sums.do(heads.value, '×', one);
    return made(
      'amount-for-each',
      `${figure(heads.value)} × (${amounts.map((next) => figure(next.value)).join(' + ')}) is ${figure(heads.value)} × ${figure(one)} = ${money(all, amounts[0])}.`,
      sums,
      { total: all },
      9,
    );
  }
  const at = quantities.findIndex((one, index) => {
    const next = quantities[index + 1];
    return (
      one.per.length === 0 &&
      one.value >= 2 &&
      (isThing(one) || (one.unit === '' && one.value < 1000 && /\b(?:of|with|for)$/.test(one.before))) &&
      next !== undefined &&
      isMoney(next) &&
      next.per[0] === 'each' &&
      next.start - one.end < 24
    );
  });
  const every = quantities.find(
    (one) =>
      isAmount(one) &&
      periodIn(one) === undefined &&
      /\b(?:each|every|cada|chaque|jede\w*) [\p{L}-]+ (?:costs?|takes|is|cuesta|coute|kostet)(?: us)?$/u.test(
        one.before,
      ),
  );
  const count =
    at >= 0
      ? quantities[at]
      : quantities.find(
          (one) =>
            one !== every && (isThing(one) || one.unit === '') && /^(?:day|week|month|year)$/.test(periodIn(one) ?? ''),
        );
  const price = at >= 0 ? quantities[at + 1] : every;
  if (count === undefined || price === undefined) return undefined;
  const period = periodIn(count) ?? periodIn(price);
  const ledger = new Ledger();
  const total = ledger.do(count.value, '×', price.value);
  const head = `${figure(count.value)} × ${money(price.value, price)} is ${money(total, price)}${period === undefined ? '' : ` a ${period}`}`;
  const limit = quantities.find((one) => one !== count && one !== price && isAmount(one) && CEILING.test(lead(one, 4)));
  const times = period === 'month' ? 12 : period === 'week' ? 52 : period === 'day' ? 220 : undefined;
  if (limit === undefined) {
    const year = times === undefined ? undefined : ledger.do(total, '×', times);
    return made(
      'amount-for-each',
      `${head}${year === undefined ? '' : `, ${money(year, price)} a year`}.`,
      ledger,
      { total },
      8,
    );
  }
  const gap = ledger.do(Math.max(total, limit.value), '−', Math.min(total, limit.value));
  return made(
    'amount-for-each',
    `${head} against ${money(limit.value, limit)}: ${money(gap, price)} ${total > limit.value ? 'too much' : 'to spare'}.`,
    ledger,
    { total, gap },
    9,
    total > limit.value ? 'above' : 'fits',
  );
};

/** Buying against renting that is paid by the hour. */
export const rentOrBuy: UnitDerivation = ({ quantities, lower }) => {
  if (!/\b(?:rent\w*|lease|cloud|hire)\b/.test(lower) || !/\b(?:buy\w*|purchase|own)\b/.test(lower)) return undefined;
  const rate = quantities.find((one) => isMoney(one) && one.per.includes('hour'));
  const price = quantities
    .filter((one) => one !== rate && isAmountLike(one) && periodIn(one) === undefined)
    .toSorted((a, b) => b.value - a.value)[0];
  const run = quantities.find((one) => one !== rate && one !== price && isAmountLike(one) && one.per.includes('month'));
  if (rate === undefined || price === undefined) return undefined;
  const count = quantities.find(
    (one) => isThing(one) && !one.isScaled && one.value > 1 && one.per.length === 0 && one !== price,
  );
  const use = quantities.find((one) => one.unit === '%');
  const ledger = new Ledger();
  const hourly = count === undefined ? rate.value : ledger.do(count.value, '×', rate.value);
  const full = ledger.do(hourly, '×', 730);
  const rent = use === undefined ? full : ledger.percent(use.value, full);
  const saved = run === undefined ? rent : ledger.do(rent, '−', run.value);
  if (saved <= 0)
    return made(
      'rent-or-buy',
      `Renting costs ${figure(rent)} a month, less than running it: buying never pays off.`,
      ledger,
      { rent },
      10,
      'not-worth',
    );
  const months = ledger.do(price.value, '/', saved);
  return made(
    'rent-or-buy',
    `Renting is ${count === undefined ? '' : `${figure(count.value)} × `}${figure(rate.value)} × 730 hours${use === undefined ? '' : ` × ${figure(use.value)}% of them`} = ${figure(rent)} a month${run === undefined ? '' : `, ${figure(saved)} more than the ${money(run.value, run)} that own ones take`}; ${money(price.value, price)} / ${figure(saved)} pays off after ${figure(months)} months.`,
    ledger,
    { rent, saved, months },
    10,
  );
};

/** `410k plus 6k` is an amount, though a word follows. */
const isAmountLike = (one: Quantity): boolean =>
  one.unit === 'money' || (one.isScaled && one.unit !== '%' && !isTime(one));

/** A price rise with customers who leave. */
export const priceRise: UnitDerivation = ({ quantities, lower }) => {
  const at = quantities.findIndex(
    (one, index) =>
      isMoney(one) && /\bfrom$/.test(one.before) && /^to\b/.test(one.after) && isMoney(quantities[index + 1] ?? one),
  );
  const [old, next] = [quantities[at], quantities[at + 1]];
  const leave = quantities.find((one) => one.unit === '%');
  const base = quantities.find((one) => isThing(one) && one.value >= 20);
  if (
    old === undefined ||
    next === undefined ||
    leave === undefined ||
    base === undefined ||
    !/\b(?:price\w*|fee|subscription|plan)\b/.test(lower) ||
    !/\b(?:leave|lose|churn|quit|cancel)\b/.test(lower)
  )
    return undefined;
  const ledger = new Ledger();
  const gone = ledger.percent(leave.value, base.value);
  const stay = ledger.do(base.value, '−', gone);
  const before = ledger.do(base.value, '×', old.value);
  const after = ledger.do(stay, '×', next.value);
  const gap = ledger.do(Math.max(after, before), '−', Math.min(after, before));
  const even = 100 - ledger.share(old.value, next.value);
  ledger.do(100, '−', 100 - even);
  return made(
    'price-rise',
    `Today ${figure(base.value)} × ${money(old.value, old)} is ${money(before, old)}; then ${figure(stay)} × ${money(next.value, old)} is ${money(after, old)}, ${money(gap, old)} ${after >= before ? 'more' : 'less'} a ${/\byear\b/.test(lower) ? 'year' : 'month'}; it breaks even at ${figure(even)}% leaving.`,
    ledger,
    { before, after, gap },
    10,
    after >= before ? 'worth' : 'not-worth',
  );
};

/** Seats that are paid for but not used. */
export const unusedSeats: UnitDerivation = ({ quantities }) => {
  const seats = quantities.find(
    (one, at) =>
      isThing(one) &&
      one.value >= 10 &&
      one.per.length === 0 &&
      (quantities[at + 1]?.unit === 'money' || quantities[at + 1]?.per.includes('month') === true),
  );
  const price = seats === undefined ? undefined : quantities[quantities.indexOf(seats) + 1];
  const used = quantities.find(
    (one) =>
      one !== seats &&
      isThing(one) &&
      seats !== undefined &&
      one.value < seats.value &&
      one.value >= 3 &&
      /\b(?:connect\w*|used?|using|active|log\w*|aktiv\w*|genutzt|activ\w*|usan|se sont)\b/.test(
        `${follow(one, 5)} ${lead(one, 2)}`,
      ),
  );
  if (
    seats === undefined ||
    price === undefined ||
    used === undefined ||
    price.value <= 0 ||
    periodIn(price) === undefined
  )
    return undefined;
  const ledger = new Ledger();
  const idle = ledger.do(seats.value, '−', used.value);
  const per = periodIn(price) ?? 'month';
  const cost = ledger.do(idle, '×', price.value);
  const year = per === 'month' ? ledger.do(cost, '×', 12) : cost;
  return made(
    'unused-seats',
    `${figure(seats.value)} − ${figure(used.value)} = ${figure(idle)} are not used; × ${money(price.value, price)} is ${money(cost, price)} a ${per}${per === 'month' ? `, ${money(year, price)} a year` : ''}.`,
    ledger,
    { idle, cost, year },
    10,
  );
};

/** What a customer brings against what winning one costs. */
export const customerValue: UnitDerivation = ({ quantities, lower }) => {
  if (!/\b(?:ltv|cac|lifetime value|acquisition|ads per customer|churn|stay)\b/.test(lower)) return undefined;
  const cost = quantities.find(
    (one) => isMoney(one) && one.per.some((per) => /^(?:customer|user|client|signup)$/.test(per)),
  );
  const price = quantities.find((one) => one !== cost && isMoney(one) && one.per.includes('month'));
  const stay = quantities.find((one) => /^(?:month|year)$/.test(one.unit) && one.per.length === 0);
  if (cost === undefined || price === undefined || stay === undefined) return undefined;
  const margin = quantities.find((one) => one.unit === '%' && /\bmargin\b/.test(`${lead(one, 3)} ${follow(one, 3)}`));
  const ledger = new Ledger();
  const net = margin === undefined ? price.value : ledger.percent(margin.value, price.value);
  const months = stay.unit === 'year' ? ledger.do(stay.value, '×', 12) : stay.value;
  const worth = ledger.do(net, '×', months);
  const ratio = ledger.do(worth, '/', cost.value);
  const back = ledger.do(cost.value, '/', net);
  ledger.note('usual: 3');
  const like = [cost, price].find((one) => one.currency !== '') ?? cost;
  return made(
    'customer-value',
    `${margin === undefined ? '' : `${figure(margin.value)}% of ${money(price.value, like)} is ${figure(net)} a month; `}${figure(net)} × ${figure(months)} months is ${money(worth, like)} against ${money(cost.value, like)} to win a customer, a ratio of ${figure(ratio)}${ratio < 1 ? ', so each one loses money' : ratio < 3 ? ', below the usual 3' : ''}; it is paid back after ${figure(back)} months.`,
    ledger,
    { worth, ratio, back },
    10,
    ratio >= 3 ? 'worth' : ratio < 1 ? 'not-worth' : 'even',
  );
};
