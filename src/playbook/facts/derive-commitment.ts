import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { around, behind, figuresIn, only, type WordedFigure } from './worded-figures.js';

const BOUND = /\b(?:commit\w*|reserv\w*|savings? plan|prepa\w+|term|contract|no-upfront|up-?front|bindung|laufzeit)\b/;
const ENDS =
  /\b(?:mov(?:e|es|ing)|migrat\w*|replatform\w*|leav(?:e|es|ing)|gone|shut|retir\w*|switch\w*|finish\w*|decommission\w*|sunset|abgeschaltet|umzug|ziehen)\b/;

/** A discount for a term against the months in which it is used: what is owed, what is paid without, where they meet. */
export function commitment({ lower, text }: Query): Derived | undefined {
  if (!BOUND.test(lower) || !ENDS.test(lower)) return undefined;
  const figures = figuresIn(text);
  const off = only(figures.filter((one) => one.unit === '%' && /^ ?(?:off|discount|cheaper|rabatt)/.test(one.after)));
  const term = termOf(figures);
  const price = priceOf(figures);
  const used = monthsUsed(figures, term);
  if (off === undefined || term === undefined || price === undefined || used.length === 0) return undefined;
  const ledger = new Ledger();
  const months = term.unit === 'year' ? ledger.do(term.value, '×', 12) : term.value;
  const paid = ledger.do(100, '−', off.value);
  const owed = ledger.percent(paid, ledger.do(months, '×', price.value));
  const even = ledger.percent(paid, months);
  const money = (value: number) => amount(value, price);
  const cases = used.map((time) => {
    const without = ledger.do(time, '×', price.value);
    const gain = without >= owed ? ledger.do(without, '−', owed) : -ledger.do(owed, '−', without);
    return { time, without, gain };
  });
  const [planned] = cases;
  if (planned === undefined || cases.some(({ time }) => time >= months)) return undefined;
  const isWorth = planned.gain > 0;
  const said = cases
    .map(
      ({ time, without, gain }) =>
        `for ${figure(time)} months ${money(without)}, so signing ${gain < 0 ? 'loses' : 'saves'} ${money(Math.abs(gain))}`,
    )
    .join('; ');
  return {
    kind: 'commitment',
    sentence: `${isWorth ? 'Yes' : 'No'}: ${figure(months)} months × ${money(price.value)} × ${figure(paid)}% is ${money(owed)}, owed whether it is used or not; on demand you pay ${said}. They meet at ${figure(months)} × ${figure(paid)}% = ${figure(even)} months.`,
    arithmetic: ledger.toString(),
    values: { owed, even, gain: planned.gain },
    verdict: isWorth ? 'worth' : 'not-worth',
    weight: 11,
  };
}

function termOf(figures: readonly WordedFigure[]): WordedFigure | undefined {
  return only(
    figures.filter(
      (one) =>
        (one.unit === 'year' || one.unit === 'month') &&
        one.per === '' &&
        BOUND.test(behind(one, 24)) &&
        !ENDS.test(around(one)),
    ),
  );
}

/** What the commitment is on: the only monthly amount, else the one that the words tie to it. */
function priceOf(figures: readonly WordedFigure[]): WordedFigure | undefined {
  const monthly = figures.filter(
    ({ per, unit, value }) => per === 'month' && (unit === 'money' || (unit === '' && value >= 100)),
  );
  return only(monthly) ?? only(monthly.filter((one) => /\b(?:commit\w*|cover\w*|fleet|reserv\w*)\b/.test(around(one))));
}

/** `in 7 months, might be 9`, `in 14 to 20 months`. */
function monthsUsed(figures: readonly WordedFigure[], term: WordedFigure | undefined): number[] {
  const last = figures.filter((one) => one.unit === 'month' && one !== term && one.per === '' && ENDS.test(one.whole));
  const first = only(last);
  if (first === undefined) return [];
  const others = figures.filter(
    (one) =>
      one.unit === '' &&
      one.sentence === first.sentence &&
      Math.abs(one.start - first.start) < 30 &&
      (/\b(?:might be|maybe|or|perhaps|could be|rather) $/.test(one.before) ||
        /^ ?(?:to|-|–|or|bis) ?$/.test(first.before.slice(one.end - first.start))),
  );
  return [first, ...others].map(({ value }) => value).toSorted((a, b) => a - b);
}
