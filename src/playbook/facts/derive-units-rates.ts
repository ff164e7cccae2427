import { figure, Ledger } from './ledger.js';
import type { Quantity } from './quantities.js';
import { follow, isThing, lead, made, periodIn, type UnitDerivation } from './unit-query.js';

/** Things of so much each, and one more, against what is rated. */
export const ratedLoad: UnitDerivation = ({ quantities }) => {
  const each = quantities.find(
    (one) =>
      /^(?:kW|GB|kg|kWh)$/.test(one.unit) &&
      (one.per.includes('each') || /\b(?:at|of|with|a|zu|je|de)$/.test(one.before)) &&
      !one.per.some((per) => per !== 'each'),
  );
  const at = each === undefined ? -1 : quantities.indexOf(each);
  const count = quantities[at - 1];
  if (each === undefined || count === undefined || !isThing(count) || count.value < 2 || each.start - count.end > 14)
    return undefined;
  const same = quantities.filter((one) => one !== each && one.unit === each.unit);
  const limit = same.find((one) =>
    /\b(?:rated|limit|max\w*|capacity|up to|allowed|holds?|ausgelegt|cap)\b/.test(`${lead(one, 4)} ${follow(one, 2)}`),
  );
  if (limit === undefined) return undefined;
  const more = same.find((one) => one !== limit);
  const ledger = new Ledger();
  const load = ledger.do(count.value, '×', each.value);
  const all = more === undefined ? load : ledger.do(load, '+', more.value);
  const gap = ledger.do(Math.max(all, limit.value), '−', Math.min(all, limit.value));
  const isOver = all > limit.value;
  const unit = each.unit;
  return made(
    'rated-load',
    `${figure(count.value)} × ${figure(each.value)} ${unit} is ${figure(load)} ${unit}${more === undefined ? '' : `, plus ${figure(more.value)} = ${figure(all)} ${unit}`}, ${isOver ? `${figure(gap)} over the` : `${figure(gap)} below the`} ${figure(limit.value)}.`,
    ledger,
    { load, all, gap },
    10,
    isOver ? 'short' : 'fits',
  );
};

/** The numbers of a list: their mean and how often the wish was reached. */
export const listedMean: UnitDerivation = ({ quantities, text }) => {
  const list = listOf(quantities, text);
  if (list.length < 3 || /\d\s?(?:€|\$|k\b|min)/.test(text.slice(list[0]?.start ?? 0, (list.at(-1)?.end ?? 0) + 4)))
    return undefined;
  const wish = quantities.find(
    (one) =>
      !list.includes(one) &&
      (one.unit === '' || isThing(one)) &&
      one.value > 1 &&
      one.start > (list.at(-1)?.end ?? 0) &&
      /\b(?:wants?|needs?|target|goal|plans?|asks? for|commit\w*|promised|will|quiere|veut|soll)(?: \w+)?$/.test(
        lead(one, 3),
      ),
  );
  if (wish === undefined) return undefined;
  const ledger = new Ledger();
  let sum = list[0]?.value ?? 0;
  for (const one of list.slice(1)) sum = ledger.do(sum, '+', one.value);
  const mean = ledger.do(sum, '/', list.length);
  const sorted = list.map((one) => one.value).toSorted((a, b) => a - b);
  const reached = sorted.filter((value) => value >= wish.value).length;
  const gap = ledger.do(Math.max(wish.value, mean), '−', Math.min(wish.value, mean));
  return made(
    'listed-mean',
    `The mean of the ${list.length} is ${figure(sum)} / ${list.length} = ${figure(mean)}; ${figure(wish.value)} is ${figure(gap)} ${wish.value > mean ? 'more' : 'less'} and was ${reached === 0 ? `never reached in the ${list.length}` : `reached ${reached === 1 ? 'once' : `${String(reached)} times`} out of ${list.length}`}.`,
    ledger,
    { mean, gap, reached, count: list.length },
    10,
    reached * 2 < list.length ? 'short' : 'fits',
  );
};

/** Bare numbers with commas between them. */
function listOf(quantities: readonly Quantity[], text: string): Quantity[] {
  let best: Quantity[] = [];
  let run: Quantity[] = [];
  for (const one of quantities) {
    const previous = run.at(-1);
    const isNext =
      previous !== undefined &&
      /^\s*(?:,|;|and|und|y|et)\s*(?:and\s|und\s)?$/.test(text.slice(previous.end, one.start));
    run = isNext ? [...run, one] : [one];
    if (run.length > best.length) best = run;
  }
  return best;
}

const YEARS: Readonly<Record<string, number>> = { month: 12, quarter: 4, week: 52 };
/** A rate a month over a year. */
export const compound: UnitDerivation = ({ quantities, lower }) => {
  const rate = quantities.find((one) => one.unit === '%' && YEARS[periodIn(one) ?? ''] !== undefined && one.value < 50);
  if (
    rate === undefined ||
    !/\b(?:year|annual\w*|over \w+ months|jahr|ano|an)\b/.test(lower) ||
    !/\b(?:churn|lose|losing|leave|attrition|grow\w*|growth|abwander\w*|shrink\w*)\b/.test(lower)
  )
    return undefined;
  if (/\b(?:uptime|availability|sla|verfugbar\w*)\b/.test(lower)) return undefined;
  const isGrowth = /\bgrow/.test(lower) && !/\b(?:churn|lose|losing|attrition|leave)\b/.test(lower);
  const times = YEARS[periodIn(rate) ?? ''] ?? 12;
  const base = quantities.find((one) => (isThing(one) || one.unit === '') && one.value >= 20 && one.per.length === 0);
  const keep = 1 + (isGrowth ? rate.value : -rate.value) / 100;
  const year = keep ** times;
  const gone = Math.abs(1 - year) * 100;
  const left = base === undefined ? undefined : base.value * year;
  const factor = Number(keep.toFixed(4));
  const ledger = new Ledger();
  ledger.note(`${factor}^${times} = ${year.toFixed(3)}`);
  ledger.note(`${figure(year * 100)}%`);
  ledger.note(`${figure(gone)}%`);
  if (base !== undefined && left !== undefined)
    ledger.note(`${figure(base.value)} at ${year.toFixed(3)} leaves ${figure(Math.round(left))}`);
  return made(
    'compound',
    `${figure(rate.value)}% a ${periodIn(rate) ?? 'month'} over a year is ${factor}^${times} = ${year.toFixed(3)}: ${figure(gone)}% ${isGrowth ? 'more' : 'gone'}${base === undefined || left === undefined ? '' : `, ${figure(Math.round(left))} of ${figure(base.value)} ${isGrowth ? 'become of it' : 'left'}`}.`.replace(
      /(\d[\d,]*) of (\d[\d,]*) become of it/,
      '$2 become $1',
    ),
    ledger,
    { gone, ...(left === undefined ? {} : { left }) },
    10,
  );
};

/** A share of some months, against a rate of a year. */
export const annualised: UnitDerivation = ({ quantities, text, lower }) => {
  const span = quantities.find(
    (one) =>
      /^(?:month|quarter|week)$/.test(one.unit) &&
      one.value >= 1 &&
      one.per.length === 0 &&
      /\b(?:last|past|in|first|over|letzten|ultimos|derniers)\b/.test(lead(one, 4)),
  );
  const yearly = quantities.find((one) => one.unit === '%' && one.per.includes('year'));
  const named = /\b(?:last|past|this) (quarter|half-?year|six months)\b/.exec(lower)?.[1];
  if (
    (span === undefined && named === undefined) ||
    yearly === undefined ||
    !/\b(?:attrition|turnover|left|churn|fluktuation|rotacion|quit|resigned|rate)\b/.test(lower)
  )
    return undefined;
  const ledger = new Ledger();
  const part = quantities.findIndex((one, at) => {
    const next = quantities[at + 1];
    return (
      one.unit !== '%' &&
      next !== undefined &&
      next.value > one.value &&
      /^\s*(?:of|out of|von|de|sur)\s*(?:our |the )?$/.test(text.slice(one.end, next.start))
    );
  });
  const [some, all] = [quantities[part], quantities[part + 1]];
  const share =
    some !== undefined && all !== undefined
      ? ledger.share(some.value, all.value)
      : quantities.find((one) => one.unit === '%' && one !== yearly)?.value;
  const months =
    span === undefined
      ? named === 'quarter'
        ? 3
        : 6
      : span.unit === 'month'
        ? span.value
        : span.unit === 'quarter'
          ? span.value * 3
          : undefined;
  if (share === undefined || months === undefined || months >= 12) return undefined;
  const times = ledger.do(12, '/', months);
  const year = ledger.do(share, '×', times);
  return made(
    'annualised',
    `${some === undefined || all === undefined ? `${figure(share)}%` : `${figure(some.value)} of ${figure(all.value)} is ${figure(share)}%`} in ${figure(months)} months, × ${figure(times)} = ${figure(year)}% a year, against the ${figure(yearly.value)}% a year it is compared with.`,
    ledger,
    { share, year },
    10,
    year > yearly.value ? 'above' : 'below',
  );
};

/** Outages in minutes against a promise in percent. */
export const downtimeMinutes: UnitDerivation = ({ quantities, text, lower }) => {
  const promise = quantities.find((one) => one.unit === '%' && one.value >= 95 && one.value < 100);
  const last = quantities.findIndex((one) => /^(?:minute|hour)$/.test(one.unit) && periodIn(one) === undefined);
  const unit = quantities[last];
  if (promise === undefined || unit === undefined) return undefined;
  const list = listOf(quantities.slice(0, last + 1), text);
  const outages = list.includes(unit) ? list : [unit];
  const isMonth = promise.per.includes('month') || /\b(?:month\w*|monat\w*|mes|mois|mensual)\b/.test(lower);
  if (!isMonth || (outages.length < 2 && !/\b(?:month|monat|mes|mois)\b/.test(lower))) return undefined;
  if (unit.unit === 'hour' && outages.length < 2) return undefined;
  const ledger = new Ledger();
  let down = outages[0]?.value ?? 0;
  for (const one of outages.slice(1)) down = ledger.do(down, '+', one.value);
  const month = 43_200;
  const minutes = unit.unit === 'hour' ? ledger.do(down, '×', 60) : down;
  const miss = ledger.do(100, '−', promise.value);
  const allowed = ledger.percent(miss, month);
  const actual = 100 - ledger.share(minutes, month);
  ledger.note(`${actual.toFixed(2)}%`);
  ledger.note(`${String(promise.value)}%`);
  const isOver = minutes > allowed;
  return made(
    'downtime',
    `${isOver ? 'No' : 'Yes'}: ${String(promise.value)}% of a month of 43,200 minutes allows ${figure(allowed)} minutes; ${outages.length > 1 ? `${outages.map((one) => figure(one.value)).join(' + ')} = ` : ''}${figure(minutes)} minutes is ${actual.toFixed(2)}%.`,
    ledger,
    { allowed, minutes, actual },
    11,
    isOver ? 'short' : 'fits',
  );
};
