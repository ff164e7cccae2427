import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { around, figuresIn, only } from './worded-figures.js';

const LEAVES = /\b(?:lose|losing|lost|leave|leaves|left|quit|resign\w*|perdemos|verlieren|perdons)\b/;
const RAISE = /\b(?:raise|increase|more pay|pay rise|\+|propos\w*|salary|salaries|gehalt|subida)/;
const SALARY = /\b(?:salary|salaries|average pay|earn\w*|gehalt|sueldo|salaire)\b/;
const REPLACE = /\b(?:replac\w*|recruit\w*|each leaver|ersetz\w*|reemplaz\w*|remplac\w*)\b/;

/** A raise for all against what those who leave cost, both of a year. */
export function retention({ lower, text }: Query): Derived | undefined {
  if (!LEAVES.test(lower) || !REPLACE.test(lower)) return undefined;
  const figures = figuresIn(text);
  const raise = only(
    figures.filter((one) => one.unit === '%' && (RAISE.test(around(one)) || one.before.endsWith('+'))),
  );
  const salary = only(figures.filter((one) => one.value >= 10_000 && SALARY.test(around(one).split('·')[0] ?? '')));
  const price = only(figures.filter((one) => one !== salary && one.value >= 1000 && REPLACE.test(one.before)));
  const leavers = figures.find(
    (one) =>
      one.unit === '' &&
      LEAVES.test(one.before) &&
      / of (?:our |my |the )?$/.test(text.toLowerCase().slice(one.end, figures[figures.indexOf(one) + 1]?.start ?? 0)),
  );
  const people = leavers === undefined ? undefined : figures[figures.indexOf(leavers) + 1];
  if (
    raise === undefined ||
    salary === undefined ||
    price === undefined ||
    leavers === undefined ||
    people === undefined
  )
    return undefined;
  if (leavers.value >= people.value || !/\b(?:a|per|each|last|this) year\b/.test(leavers.whole)) return undefined;
  const ledger = new Ledger();
  const lost = ledger.do(leavers.value, '×', price.value);
  const cost = ledger.do(ledger.percent(raise.value, people.value), '×', salary.value);
  const isWorth = lost > cost;
  const even = ledger.do(cost, '/', price.value);
  const [paid, spared] = [amount(cost, salary), amount(lost, price)];
  return {
    kind: 'retention',
    sentence: `${isWorth ? `Only if it keeps ${figure(even)} of the ${figure(leavers.value)}` : 'No, not on the money'}: ${figure(people.value)} × ${amount(salary.value, salary)} × ${figure(raise.value)}% is ${paid} each year, and ${figure(leavers.value)} leavers × ${amount(price.value, price)} cost ${spared}, so ${isWorth ? 'it pays from there on' : `it costs more even if no one left again; it would have to keep ${figure(even)} a year`}.`,
    arithmetic: ledger.toString(),
    values: { lost, cost, even },
    ...(isWorth ? {} : { verdict: 'not-worth' as const }),
    weight: 11,
  };
}
