import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, around, behind, figuresIn, only, type WordedFigure } from './worded-figures.js';

const WAITS = /\b(?:waits?|waiting|lose|loses|takes?|builds?|ci|pipeline|espera\w*|wart\w+|attend\w*)\b/;
const WORKERS =
  /^ ?(?:devs?|developers?|engineers?|people|programmers?|entwickler\w*|ingenier\w+|desarrollador\w+|ingenieurs?|developpeurs?)\b/;
const OCCASIONS = /^ ?(?:ci )?(?:builds?|runs?|times|deploys?|reviews?|pushes|commits|merges|prs)\b/;
const SHORTER = /\b(?:to|with [a-z ]{0,24}|instead of|down to|only|then|becomes?|after(?:wards)?) $/;
const HOURS_A_YEAR = 1_760;
const DAYS_A_YEAR = 220;

/** People who wait each day, at what their time costs, against the monthly price of waiting less. */
export function waiting({ lower, text }: Query): Derived | undefined {
  if (!WAITS.test(lower)) return undefined;
  const figures = figuresIn(text);
  const people = figures.find((one) => one.unit === '' && one.per === '' && WORKERS.test(one.after) && one.value >= 2);
  const cost = costOf(figures);
  const price = only(figures.filter((one) => isAmount(one) && one.per === 'month' && one !== cost));
  const less = savedMinutes(figures);
  if (people === undefined || cost === undefined || price === undefined || less === undefined) return undefined;
  const times = less.isDaily
    ? undefined
    : figures.find((one) => one.unit === '' && one.per === 'day' && OCCASIONS.test(one.after));
  if (!less.isDaily && times === undefined) return undefined;
  const parts = figures.filter((one) => one.unit === '%');
  const part = only(parts);
  if (
    parts.length > 1 ||
    (part !== undefined && !/\b(?:lose|lost|really|wait\w*|of (?:it|that|the wait))\b/.test(around(part)))
  )
    return undefined;
  const ledger = new Ledger();
  const minutes = ledger.do(less.from.value, '−', less.to.value);
  const daily = ledger.do(times === undefined ? people.value : ledger.do(people.value, '×', times.value), '×', minutes);
  const hours = ledger.do(daily, '/', 60);
  const lost = part === undefined ? hours : ledger.percent(part.value, hours);
  const monthly = ledger.do(ledger.do(lost, '×', DAYS_A_YEAR), '/', 12);
  const rate = cost.per === 'hour' ? cost.value : ledger.do(cost.value, '/', HOURS_A_YEAR);
  const gain = ledger.do(monthly, '×', rate);
  const isWorth = gain > price.value;
  const gap = isWorth ? ledger.do(gain, '−', price.value) : ledger.do(price.value, '−', gain);
  const even = ledger.share(price.value, part === undefined ? gain : ledger.do(gain, '/', part.value / 100));
  const money = (value: number) => amount(value, { currency: cost.currency || price.currency, isScaled: false });
  const product = `${figure(people.value)}${times === undefined ? '' : ` × ${figure(times.value)}`} × ${figure(minutes)} minutes${part === undefined ? '' : ` × ${figure(part.value)}%`}`;
  const each =
    cost.per === 'hour'
      ? `${money(rate)} an hour`
      : `${amount(cost.value, cost)} / ${HOURS_A_YEAR.toLocaleString('en-US')} hours = ${money(rate)} an hour`;
  return {
    kind: 'waiting-cost',
    sentence:
      `${isWorth ? 'Yes' : 'No'}: ${product} is ${figure(lost)} hours a day, ${figure(monthly)} a month at ${DAYS_A_YEAR} working days a year; at ${each} that is ${money(gain)} a month against ${amount(price.value, price)}, ${money(gap)} ${isWorth ? 'better' : 'worse'} off. ${isWorth ? `It pays as soon as ${figure(even)}% of the wait is really lost.` : ''}`.trim(),
    arithmetic: ledger.toString(),
    values: { gain, gap, even },
    verdict: isWorth ? 'worth' : 'not-worth',
    weight: 11,
  };
}

const isAmount = ({ unit, value }: WordedFigure): boolean => unit === 'money' || (unit === '' && value >= 1000);

/** What an hour or a year of one of them costs. */
function costOf(figures: readonly WordedFigure[]): WordedFigure | undefined {
  return only(
    figures.filter(
      (one) =>
        (one.unit === 'money' || (one.unit === '' && one.value >= 15)) &&
        ((one.per === 'year' &&
          one.value >= 10_000 &&
          /\b(?:loaded|cost\w*|salar\w*|per (?:dev|engineer|head)|each)\b/.test(one.whole)) ||
          (one.per === 'hour' && one.value < 1000)),
    ),
  );
}

interface Saved {
  readonly from: WordedFigure;
  readonly to: WordedFigure;
  /** The time is that of a day and not of one occasion. */
  readonly isDaily: boolean;
}

/** `takes 24 min, with bigger runners 15`, `waits 25 minutes a day … bring it to 5 minutes`. */
function savedMinutes(figures: readonly WordedFigure[]): Saved | undefined {
  const from = figures.find(({ unit }) => unit === 'minute');
  if (from === undefined) return undefined;
  const to = figures.find(
    (one) =>
      one.start > from.end &&
      one.value < from.value &&
      one.per === '' &&
      ((one.unit === 'minute' && SHORTER.test(ahead(one))) ||
        (one.unit === '' &&
          one.sentence === from.sentence &&
          SHORTER.test(ahead(one)) &&
          !/^ ?[a-z]/.test(behind(one, 3)))),
  );
  return to === undefined ? undefined : { from, to, isDaily: from.per === 'day' };
}
