import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, around, behind, figuresIn, only } from './worded-figures.js';

const CREDIT =
  /\b(?:credits?|penalt(?:y|ies)|refunds?|rebate|gutschrift\w*|vertragsstrafe\w*|ponale\w*|penalizacion\w*|abono\w*|penalites?|avoirs?)\b/;
const MISSES = /\b(?:in a row|missed|breach\w*|failed|months running|hintereinander|seguid[oa]s|d'affilee|de suite)\b/;

/** `We missed it three months in a row; 5 % credit each month on 30k`: what is owed. */
export function credit({ text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const percent = only(figures.filter((one) => one.unit === '%' && CREDIT.test(around(one))));
  const fee = only(figures.filter((one) => (one.unit === 'money' || one.isScaled) && one.value >= 100));
  const times = only(
    figures.filter(
      (one) => one.unit === 'month' && one.value > 1 && MISSES.test(`${ahead(one, 60)} ${behind(one, 30)}`),
    ),
  );
  if (percent === undefined || fee === undefined || times === undefined || percent.value > 50) return undefined;
  const ledger = new Ledger();
  const money = (value: number) => amount(value, { currency: fee.currency, isScaled: false });
  const each = ledger.percent(percent.value, fee.value);
  const total = ledger.do(times.value, '×', each);
  return {
    kind: 'credit',
    sentence: `${figure(percent.value)}% × ${money(fee.value)} is ${money(each)} a month, and ${figure(times.value)} months are ${money(total)}.`,
    arithmetic: ledger.toString(),
    values: { total },
    weight: 10,
  };
}
