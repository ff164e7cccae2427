import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { around, behind, figuresIn, only } from './worded-figures.js';

const PER_TIME =
  /^ ?(?:per|a|an|for each|for every|each|pro|por|par) (?:[a-z]+ )?(?:call|call-out|callout|incident|alarm|page|ticket|case|hour|einsatz|alerta|appel)\b/;
const EVENTS =
  /^ (?:[a-z-]+ ){0,2}(?:calls?|call-outs?|callouts?|incidents?|alarms?|pages?|tickets?|cases?|hours?|einsatz\w*|alertas?|appels?)\b/;
const TIMES_A_YEAR: Readonly<Record<string, number>> = { week: 52, month: 12, quarter: 4, year: 1 };

/** `300 a week plus 50 per call-out, 96 call-outs last year`: a fixed sum and one for each time, over a year. */
export function retainer({ text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const each = only(figures.filter((one) => (one.unit === 'money' || one.unit === '') && PER_TIME.test(one.after)));
  const fixed = only(
    figures.filter(
      (one) =>
        one !== each &&
        (one.unit === 'money' || one.unit === '') &&
        Object.hasOwn(TIMES_A_YEAR, one.per) &&
        !EVENTS.test(one.after),
    ),
  );
  const times = only(figures.filter((one) => one !== each && one.unit === '' && EVENTS.test(one.after)));
  if (each === undefined || fixed === undefined || times === undefined || figures.length > 3) return undefined;
  const isYear = /\b(?:year|jahr|ano|an|annee)\b/.test(`${around(times)} ${behind(times)}`);
  const periods = TIMES_A_YEAR[fixed.per];
  if (!isYear || periods === undefined) return undefined;
  const ledger = new Ledger();
  const like = fixed.currency === '' ? each : fixed;
  const money = (value: number) => amount(value, { currency: like.currency, isScaled: false });
  const kept = ledger.do(periods, '×', fixed.value);
  const called = ledger.do(times.value, '×', each.value);
  const total = ledger.do(kept, '+', called);
  return {
    kind: 'retainer',
    sentence: `${figure(periods)} × ${money(fixed.value)} is ${money(kept)}, ${figure(times.value)} × ${money(each.value)} is ${money(called)}: ${money(total)} a year.`,
    arithmetic: ledger.toString(),
    values: { total },
    weight: 11,
  };
}
