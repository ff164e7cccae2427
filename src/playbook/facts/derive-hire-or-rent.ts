import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, around, figuresIn, only, type WordedFigure } from './worded-figures.js';

/** Paid units of a month of full-time work, as rates are quoted. */
const UNITS_A_MONTH: Readonly<Record<string, number>> = { hour: 160, day: 20 };
const SEARCH =
  /\b(?:to (?:find|hire|recruit|fill)|until (?:we|i) (?:find|have|hire)|search\w*|recruit\w*|notice period|suche\w*|zu finden|para encontrar|en encontrar|pour trouver|recrut\w*)\b/;
const SALARY =
  /\b(?:hire|hiring|salary|employee|permanent|staff|employ|gehalt|festangestell\w*|anstell\w*|einstell\w*|contratar|sueldo|salario|emplead\w*|embauch\w*|salaire|cdi)\b/;
const ON_COSTS =
  /\b(?:on-?costs?|overheads?|social|employer|on top|taxes|ancillary|nebenkosten|lohnnebenkosten|cargas?|charges?|cotizacion\w*)\b/;
const MIN_SALARY = 15_000;

/** `95 €/h for 7 months full time, or hire for 78k plus 25 % on-costs, four months to find one`: both for the time it takes. */
export function hireOrRent({ text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const rate = only(figures.filter((one) => one.unit === 'money' && Object.hasOwn(UNITS_A_MONTH, one.per)));
  const salary = only(figures.filter((one) => isSalary(one)));
  if (rate === undefined || salary === undefined) return undefined;
  const months = figures.filter(({ unit, per }) => unit === 'month' && per === '');
  const search = only(months.filter((one) => SEARCH.test(around(one))));
  const length = only(months.filter((one) => one !== search));
  const units = UNITS_A_MONTH[rate.per];
  if (length === undefined || units === undefined) return undefined;
  const onCosts = only(figures.filter((one) => one.unit === '%' && ON_COSTS.test(around(one))));

  const ledger = new Ledger();
  const money = (value: number) => amount(value, { currency: rate.currency, isScaled: false });
  const rented = ledger.do(ledger.do(units, '×', rate.value), '×', length.value);
  const year =
    onCosts === undefined ? salary.value : ledger.do(salary.value, '+', ledger.percent(onCosts.value, salary.value));
  const there = search === undefined ? length.value : Math.max(0, ledger.do(length.value, '−', search.value));
  const month = ledger.do(year, '/', 12);
  const hired = ledger.do(month, '×', there);
  const presence =
    search === undefined
      ? `${money(hired)} for the same time`
      : there === 0
        ? 'and would come when it is over'
        : `and would be there for ${figure(there)} of the ${figure(length.value)}: ${money(hired)}`;
  return {
    kind: 'hire-or-rent',
    sentence: `${figure(length.value)} months at ${figure(units)} ${rate.per}s × ${money(rate.value)} are ${money(rented)}; an employee costs ${money(year)} a year, ${money(month)} a month, ${presence}.`,
    arithmetic: ledger.toString(),
    values: { rented, year, month, hired },
    weight: 11,
  };
}

const isSalary = (one: WordedFigure): boolean =>
  (one.unit === 'money' || one.unit === '') &&
  (one.per === '' || one.per === 'year') &&
  one.value >= MIN_SALARY &&
  (SALARY.test(ahead(one)) || SALARY.test(around(one)));
