import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { around, behind, figuresIn, only } from './worded-figures.js';

const RUNWAY = /\b(?:runway|of money|of cash|cash for|money for|reicht|geld fur|caja para|tresorerie pour)\b/;
const BURN = /\b(?:burn\w*|spend\w*|costs?|a month|per month|ausgab\w*|gasto|depens\w*)\b/;
const HIRED = /\b(?:hire|hiring|add|adding|take on|more|new|extra|einstell\w*|contrat\w*|embauch\w*)\b/;
const EACH = /\b(?:each|apiece|per person|per head|cada un[oa]|chacune?|je)\b/;

/** `18 months of runway at 210k burn, three more at 9k a month each`: how long the same money lasts then. */
export function shorterRunway({ text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const months = only(
    figures.filter((one) => one.unit === 'month' && one.per === '' && RUNWAY.test(`${behind(one)} ${around(one)}`)),
  );
  const amounts = figures.filter((one) => one.unit === 'money' || (one.unit === '' && one.isScaled));
  const each = only(amounts.filter((one) => one.per === 'month' && EACH.test(behind(one, 30))));
  const burn = only(amounts.filter((one) => one !== each && BURN.test(around(one))));
  const people = only(figures.filter((one) => one.unit === '' && !one.isScaled && HIRED.test(one.before.slice(-24))));
  if (months === undefined || burn === undefined || each === undefined || people === undefined || figures.length > 4)
    return undefined;
  const ledger = new Ledger();
  const like = burn.currency === '' ? each : burn;
  const money = (value: number) => amount(value, { currency: like.currency, isScaled: like.isScaled });
  const cash = ledger.do(months.value, '×', burn.value);
  const more = ledger.do(people.value, '×', each.value);
  const after = ledger.do(burn.value, '+', more);
  const left = ledger.do(cash, '/', after);
  const lost = ledger.do(months.value, '−', left);
  return {
    kind: 'shorter-runway',
    sentence: `${figure(months.value)} × ${money(burn.value)} is ${money(cash)}; with ${figure(people.value)} × ${money(each.value)} = ${money(more)} more a month it lasts ${money(cash)} / ${money(after)} = ${figure(left)} months, ${figure(lost)} fewer.`,
    arithmetic: ledger.toString(),
    values: { left, lost },
    weight: 11,
  };
}
