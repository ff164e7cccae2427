import { amount, figure, Ledger } from '../ledger.js';
import { isUnitPrice } from './costs.js';
import { type Figure, isPeriod } from './figures.js';
import { isCountOf, principalOf } from './price-line.js';
import { likeOf } from './shares-paid.js';

/** What each of all things costs, whichever is chosen: `each costs us 95`. */
export function forAll(shared: readonly Figure[], ledgers: string[]): string[] {
  const price = shared.find((one) => isUnitPrice(one) && /\b(?:costs?|cuesta|coute|kostet)\b/.test(one.before));
  const all = principalOf(shared);
  if (price === undefined || all === undefined) return [];
  const ledger = new Ledger();
  const whole = ledger.do(all.value, '×', price.value);
  ledgers.push(ledger.toString());
  return [`In every case ${figure(all.value)} × ${price.label} = ${amount(whole, likeOf(price, whole))}.`];
}

const HARM =
  /\b(?:brick\w*|fail\w*|freez\w*|break\w*|lose\w*|loss\w*|crash\w*|risk\w*|error\w*|wrong|defect\w*|die|dies|drop\w*|churn\w*|leave|complain\w*|return\w*|ausf[aä]ll\w*|fehler\w*|defekt\w*|verlier\w*|fall\w*|perd\w*|pierd\w*|erreur\w*|pann\w*|riesgo|risiko|risque)\b/;

/** What a rate of harm means for all of them: `1 in 600 freezes, we have 27,000`. */
export function risks(shared: readonly Figure[], ledgers: string[]): string[] {
  const rates = shared.filter(
    (one) => (one.kind === 'ratio' || one.kind === 'percent') && HARM.test(`${one.before} ${one.after}`),
  );
  const ledger = new Ledger();
  const counts = rates.slice(0, 3).flatMap((rate) => {
    // `1 in 8 builds fails, we run 480 builds a week`
    const thing = rate.after.split(' ')[0] ?? '';
    const all = baseOf(rate, shared.find((one) => one !== rate && isCountOf(one, thing)) ?? principalOf(shared));
    if (all === undefined) return [];
    const hit =
      rate.kind === 'percent'
        ? ledger.percent(rate.value, all.value)
        : ledger.do(all.value, '/', Math.round(1 / rate.value));
    return [{ rate, hit, all }];
  });
  ledgers.push(ledger.toString());
  if (counts.length === 0) return [];
  const words = counts.map(({ all, hit, rate }) => {
    const period = all.per.find(isPeriod);
    return `${rate.label} of ${figure(all.value)} is ${figure(hit)}${period === undefined ? '' : ` a ${period}`} (${aboutOf(rate)})`;
  });
  return [`${words.join(', against ')}.`];
}

export const isHarm = ({ after, before }: Figure): boolean => HARM.test(`${before} ${after}`);

const MIN_BASE = 100;
/** The count that a rate is of: `2 % of the margin` is of no number of things. */
export function baseOf(rate: Figure, all: Figure | undefined): Figure | undefined {
  if (all === undefined || all.value < MIN_BASE) return undefined;
  const of = /^(?:of|von|de|des|der|del) (.*)$/.exec(rate.after)?.[1];
  return of === undefined ||
    of
      .split(' ')
      .slice(0, 3)
      .some((word) => isCountOf(all, word))
    ? all
    : undefined;
}

/** The words that say what a rate is of. */
function aboutOf({ after, before }: Figure): string {
  const near = before.split(/ [,:] /).at(-1) ?? '';
  const verb = HARM.test(near) ? near : after.split(/ [,:] /)[0];
  return (verb ?? '').replaceAll(/^[,:\s]+|[,:\s]+$/g, '');
}
