import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { around, figuresIn, only, type WordedFigure } from './worded-figures.js';

const EACH_USER =
  /^ ?(?:per|a|each|\/|pro|por|par) ?(?:user|seat|head|person|employee|licen[cs]e|nutzer|usuario|utilisateur|platz)\b/;
const USERS = /^ ?(?:users?|seats?|people|employees|licen[cs]es|nutzer\w*|usuarios|utilisateurs)\b/;
const FLAT = /\b(?:flat|fixed|unlimited|pauschal|plana|forfait\w*|whole (?:company|team))\b/;
const PERIODS_A_YEAR: Readonly<Record<string, number>> = { month: 12, quarter: 4, year: 1 };

/** A price for each user against a flat one, for the numbers of users that are stated, and where they meet. */
export function flatOrEach({ text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const amounts = figures.filter((one) => one.unit === 'money' || (one.unit === '' && one.per !== ''));
  const each = only(amounts.filter((one) => EACH_USER.test(one.after)));
  const flat = only(amounts.filter((one) => one !== each && FLAT.test(around(one))));
  const users = figures.filter((one) => one.unit === '' && one.per === '' && USERS.test(one.after));
  const [now] = users;
  if (each === undefined || flat === undefined || now === undefined || amounts.length > 2 || users.length > 2)
    return undefined;
  const [many, few] = [PERIODS_A_YEAR[each.per], PERIODS_A_YEAR[flat.per]];
  if (many === undefined || few === undefined) return undefined;
  const ledger = new Ledger();
  const like = each.currency === '' ? flat : each;
  const money = (value: number) => amount(value, { currency: like.currency, isScaled: false });
  const price = yearly(each, many, ledger);
  const whole = yearly(flat, few, ledger);
  const even = ledger.do(whole, '/', price);
  const cases = users.map(({ value }) => {
    const cost = ledger.do(value, '×', price);
    return { value, cost, gap: cost > whole ? ledger.do(cost, '−', whole) : -ledger.do(whole, '−', cost) };
  });
  const said = cases.map(
    ({ value, cost, gap }) =>
      `${figure(value)} × ${money(price)} = ${money(cost)} for ${figure(value)} users, ${money(Math.abs(gap))} ${gap > 0 ? 'more' : 'less'} than the flat price`,
  );
  const isFlat = cases.every(({ gap }) => gap > 0);
  const isEach = cases.every(({ gap }) => gap < 0);
  return {
    kind: 'flat-or-each',
    sentence: `${isFlat ? 'The flat price is cheaper: ' : isEach ? 'The price per user is cheaper: ' : 'It turns with the number of users: '}${isFlat ? '' : 'flat it is '}${money(whole)} a year; ${said.join('; ')}. They meet at ${figure(even)} users.`,
    arithmetic: ledger.toString(),
    values: { whole, even },
    verdict: 'cheapest',
    weight: 11,
  };
}

const yearly = (one: WordedFigure, periods: number, ledger: Ledger): number =>
  periods === 1 ? one.value : ledger.do(one.value, '×', periods);
