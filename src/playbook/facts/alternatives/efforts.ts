import { amount, figure, Ledger } from '../ledger.js';
import { principalOf } from './price-line.js';
import { baseOf, isHarm } from './risks.js';
import { likeOf } from './shares-paid.js';
import type { Sheet } from './sheet.js';

/** What goes on costing while it takes: `over 7 months`, `the double licence, 90k a month`. */
export function runningCost({ own, shared }: Sheet, ledgers: string[]): string | undefined {
  if (own.some((one) => one.kind === 'money')) return undefined;
  const rates = shared.filter(
    (one) => one.kind === 'money' && one.per.length === 1 && /^(?:week|month)$/.test(one.per[0] ?? ''),
  );
  const [rate] = rates;
  const time = own.find(
    (one) => one.kind === 'time' && one.unit === rate?.per[0] && one.per.length === 0 && one.value > 1,
  );
  if (rate === undefined || rates.length > 1 || time === undefined || !GOES_ON.test(`${rate.before} ${rate.after}`))
    return undefined;
  const ledger = new Ledger();
  const whole = ledger.do(time.value, '×', rate.value);
  ledgers.push(ledger.toString());
  return `${time.label} × ${rate.label} = ${amount(whole, likeOf(rate, whole))}`;
}
const GOES_ON =
  /\b(?:double|licen[cs]e|lizenz\w*|licencia|licence|rent|miete|alquiler|loyer|costs?|kostet|cuesta|coute|lose|losing|burn\w*|penalty|delay|verlieren|perdemos|perdons|late|bill|idle)\b/;

/** `10 % of our 600k users`, `by 3 % or by 5 %` of what is counted. */
export function shareOf({ own, shared }: Sheet, sheets: readonly Sheet[], ledgers: string[]): string | undefined {
  if (own.some((one) => one.kind === 'money')) return undefined;
  const few = own.find((one) => /^(?:of|von|de) /.test(one.after) && (one.kind === 'bare' || one.kind === 'count'));
  const many = own.find(
    (one) =>
      one !== few && one.kind === 'count' && one.start > (few?.end ?? Infinity) && one.start - (few?.end ?? 0) < 12,
  );
  if (few !== undefined && many !== undefined && few.value < many.value) {
    const ledger = new Ledger();
    const part = ledger.share(few.value, many.value);
    ledgers.push(ledger.toString());
    return `${figure(few.value)} of ${many.label} is ${figure(part)}%`;
  }
  const share = own.find((one) => one.kind === 'percent');
  if (share === undefined) return undefined;
  const behind = own.find((one) => one.kind === 'count' && one.start > share.end && one.start - share.end < 16);
  const isOf = behind !== undefined && /^(?:of|von|de|des|der|del)\b/.test(share.after);
  const areShares = sheets.filter((other) => other.own.length === 1 && other.own[0]?.kind === 'percent').length >= 2;
  const all = principalOf(shared);
  const ofAll = areShares ? all : isHarm(share) ? baseOf(share, all) : undefined;
  const base = isOf ? behind : ofAll;
  if (base === undefined) return undefined;
  const ledger = new Ledger();
  const part = ledger.percent(share.value, base.value);
  ledgers.push(ledger.toString());
  return `${share.label} of ${base.label} = ${figure(part)}`;
}

/** `200k against a 15 % discount`: what is given away. */
export function discountOf({ own }: Sheet, ledgers: string[]): string | undefined {
  const rate = own.find(
    (one) =>
      one.kind === 'percent' &&
      /^(?:discount|rabatt|nachlass|descuento|de remise|remise|interest|zins\w*|fee)\b/.test(one.after),
  );
  const base = own.find((one) => one.kind === 'money');
  if (rate === undefined || base === undefined) return undefined;
  const ledger = new Ledger();
  const given = ledger.percent(rate.value, base.value);
  ledgers.push(ledger.toString());
  return `${rate.label} of ${base.label} = ${amount(given, likeOf(base, given))} given away`;
}

const SPANS: Readonly<Record<string, number>> = { month: 12, quarter: 4 };

/** Work that no price is given for: people times months, hours that come back. */
export function effortOf({ own }: Sheet, ledgers: string[]): string | undefined {
  if (own.some((one) => one.kind === 'money')) return undefined;
  const ledger = new Ledger();
  const people = own.find((one) => one.kind === 'count' && one.isPeople && one.value >= 2);
  const time = own.find(
    (one) => one.kind === 'time' && /^(?:day|week|month)$/.test(one.unit) && one.per.length === 0 && one.value > 1,
  );
  const recurring = own.find(
    (one) => one.kind === 'time' && /^(?:hour|day)$/.test(one.unit) && SPANS[one.per[0] ?? ''] !== undefined,
  );
  const each = own.find((one) => one.kind === 'time' && /^(?:minute|hour)$/.test(one.unit) && one.per.includes('each'));
  const count = own.find((one) => one.kind === 'count' && one.value >= 2 && one.end <= (each?.start ?? 0));
  let words: string | undefined;
  if (recurring !== undefined) {
    const times = SPANS[recurring.per[0] ?? ''] ?? 1;
    const year = ledger.do(times, '×', recurring.value);
    words = `${figure(times)} × ${recurring.label} = ${figure(year)} ${recurring.unit}s a year`;
  } else if (each !== undefined && count !== undefined) {
    const all = ledger.do(count.value, '×', each.value);
    const hours = each.unit === 'hour' ? all : ledger.do(all, '/', 60);
    words = `${figure(count.value)} × ${each.label} = ${figure(hours)} hours`;
  } else if (people !== undefined && time !== undefined && Math.abs(people.start - time.start) < 40) {
    const effort = ledger.do(people.value, '×', time.value);
    words = `${figure(people.value)} × ${time.label} = ${figure(effort)} person-${time.unit}s`;
  }
  ledgers.push(ledger.toString());
  return words;
}
