import { amount, type Ledger } from '../ledger.js';
import { type Figure, isPeriod } from './figures.js';
import { isCountOf } from './price-line.js';
import type { Sheet } from './sheet.js';

/** A part of a sum that is paid: a raise, a commission, a discount. */
export interface SharePaid {
  readonly value: number;
  readonly period: string | undefined;
  readonly words: string;
  readonly base: Figure;
}

export const likeOf = (price: Pick<Figure, 'currency' | 'isScaled'>, value: number) => ({
  currency: price.currency,
  isScaled: price.isScaled && Math.abs(value) >= 1000,
});

const DISCOUNT = /\b(?:discount|rabatt|nachlass|descuento|remise|off|weniger|menos)\b/;
const RAISE =
  /\b(?:raise|increase|promotion|more|plus|erhohung|mehr|aumento|subida|augmentation|hausse|bump|gehalt\w*|salary)\b/;
const PAY = /\b(?:earn\w*|base|salary|makes|on|pay|paid|gehalt|verdient|gana|sueldo|gagne|salaire)\b/;
const OF_REVENUE =
  /^(?:of|von|de|des|del|der|auf|on)?\s?(?:our |the |unser\w* |nos |las |los )?(?:sales|revenue|turnover|umsatz\w*|ventas|ventes|commission|provision|comision|takings|gebuhr)\b/;
const REVENUE =
  /\b(?:sell|sells|sales|revenue|turnover|umsatz|ventas|facturamos|vendemos|verkaufen|vendons|chiffre|we make|take in)\b/;
/** What the other side pays us. */
const PAID_TO_US = /\b(?:they|customers?|clients?|sie|kunden?|ils|clientes?) (?:pay|pays|zahlen|zahlt|paient|pagan)\b/;

/** The shares that an alternative names, of the sums that they are part of. */
export function sharesPaid(sheet: Sheet, sheets: readonly Sheet[], ledger: Ledger): SharePaid[] {
  return sheet.own
    .filter((one) => one.kind === 'percent')
    .flatMap((share) => {
      const paid =
        ofEach(share, sheet, ledger) ??
        ofRevenue(share, sheet, ledger) ??
        discounted(share, sheet, ledger) ??
        raised(share, sheet, sheets, ledger);
      return paid === undefined ? [] : [paid];
    });
}

/** `3% of each ticket (410k tickets, avg 9)`. */
function ofEach(share: Figure, { own, shared }: Sheet, ledger: Ledger): SharePaid | undefined {
  const each = /^(?:of|on|von|de|des|sur|auf|del|der) (?:each|every|jede\w*|cada|chaque) (\S+)/.exec(share.after)?.[1];
  if (each === undefined) return undefined;
  const all = [...own, ...shared];
  const count = all.find((one) => isCountOf(one, each));
  const price = all.find((one) => one.kind === 'money');
  if (count === undefined || price === undefined) return undefined;
  const value = ledger.percent(share.value, ledger.do(count.value, '×', price.value));
  const period = count.per.find(isPeriod);
  return {
    value,
    period,
    base: price,
    words: `${share.label} of ${count.label.replace(/ .*$/, '')} × ${price.label} = ${amount(value, likeOf(price, value))}`,
  };
}

/** `2 % of sales`, `15 % commission` of what is sold. */
function ofRevenue(share: Figure, { own, shared }: Sheet, ledger: Ledger): SharePaid | undefined {
  if (!OF_REVENUE.test(share.after)) return undefined;
  const base = [...own, ...shared].find((one) => one.kind === 'money' && REVENUE.test(`${one.before} ${one.after}`));
  if (base === undefined) return undefined;
  const value = ledger.percent(share.value, base.value);
  return {
    value,
    period: base.per.find(isPeriod),
    base,
    words: `${share.label} of ${base.label} = ${amount(value, likeOf(base, value))}`,
  };
}

/** `8 % off, they pay 240k`, `150k at 20 % discount`. */
function discounted(share: Figure, { own, shared }: Sheet, ledger: Ledger): SharePaid | undefined {
  if (!DISCOUNT.test(share.after.split(' ').slice(0, 2).join(' '))) return undefined;
  const base = [...own, ...shared].find((one) => one.kind === 'money' && PAID_TO_US.test(one.before));
  if (base === undefined) return undefined;
  const value = ledger.percent(share.value, base.value);
  return {
    value,
    period: base.per.find(isPeriod),
    base,
    words: `${share.label} of ${base.label} = ${amount(value, likeOf(base, value))} given away`,
  };
}

/** `11 % on 130k`; `4 % more now or 9 % in July; he earns 88,000`. */
function raised(
  share: Figure,
  { own, shared }: Sheet,
  sheets: readonly Sheet[],
  ledger: Ledger,
): SharePaid | undefined {
  const behind = own.find((one) => one.kind === 'money' && one.start > share.end && one.start - share.end < NEAR);
  const isOn = behind !== undefined && /^(?:of|on|von|de|des|sur|auf|del|der|sobre)\b/.test(share.after);
  const isRaise = sheets.some(({ own: figures }) =>
    figures.some(
      (one) => one.kind === 'percent' && RAISE.test(`${one.before} ${one.after.split(' ').slice(0, 3).join(' ')}`),
    ),
  );
  const pay =
    isRaise && own.every((one) => one.kind !== 'money')
      ? shared.find(
          (one) =>
            (one.kind === 'money' || one.kind === 'bare') && one.value > 1000 && PAY.test(`${one.before} ${one.after}`),
        )
      : undefined;
  const base = isOn ? behind : pay;
  if (base === undefined) return undefined;
  const part = ledger.percent(share.value, base.value);
  if (DISCOUNT.test(share.after.split(' ').slice(0, 3).join(' '))) {
    const left = ledger.do(base.value, '−', part);
    const words = `${share.label} of ${base.label} = ${amount(part, likeOf(base, part))} off, ${amount(left, likeOf(base, left))} to pay`;
    return { value: left, period: base.per.find(isPeriod), base, words };
  }
  const plus = part;
  const whole = ledger.do(base.value, '+', plus);
  return {
    value: plus,
    period: 'year',
    base,
    words: `${share.label} of ${base.label} = ${amount(plus, likeOf(base, plus))}, ${amount(whole, likeOf(base, whole))} in all`,
  };
}
/** Characters between a share and the sum that it is of. */
const NEAR = 24;
