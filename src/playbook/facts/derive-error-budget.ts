import type { Derived, Query, Verdict } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { around, behind, figuresIn, only, type WordedFigure } from './worded-figures.js';

const PROMISE = /\b(?:slo|sla|slos|slas|error budget|availability|uptime|verfugbarkeit|disponib\w+)\b/;
const TO_COME =
  /\b(?:planned|announced|scheduled|next|will|expect\w*|each (?:cost|costs|take|takes)|per (?:release|deploy\w*)|usually|typically|geplant\w*|angekundigt\w*|prevu\w*|previst\w*)\b/;
const OF_REQUESTS =
  /^ ?(?:of|der|von|de|des|del) (?:the |our |all |las |los |les )?(?:requests?|traffic|users?|customers?|calls?|anfragen|nutzer|peticiones|requetes|transactions?|sessions?)/;
const FREEZE = /\b(?:freez\w*|stop (?:the )?(?:releas\w+|features?|launch\w*|deploy\w*)|einfrieren|geler|congel\w+)\b/;
const OWED = /\b(?:owe|credits?|penalt\w+|refund\w*|breach\w*|missed|miss)\b/;
const HOW_MUCH =
  /\bhow (?:many|much) (?:minutes|downtime|time|budget|of it|is left)\b|\bwieviel\w*|\bwie viele minuten\b/;
const BURNT = /\b(?:burnt|burned|used|spent|lost|verbraucht|gastado|consomme)(?: up| about| already)? $/;
const FITS =
  /\b(?:budget|enough|fits?|can we|may we|afford|do it|allowed|safe|push|ship|release|launch|go ahead|reicht|alcanza|suffit)\b/;

/** What a promised availability allows in its window, what is used of it, and what is to come. */
export function errorBudget({ ask, lower, text }: Query): Derived | undefined {
  const isAsked = [FREEZE, OWED, FITS, HOW_MUCH].some((pattern) => pattern.test(ask));
  if (!PROMISE.test(lower) || !isAsked) return undefined;
  const figures = figuresIn(text);
  const target = only(figures.filter(({ unit, value }) => unit === '%' && value >= 90 && value < 100));
  const window = target === undefined ? undefined : windowOf(figures, lower);
  if (target === undefined || window === undefined) return undefined;
  // “99.9%, how many minutes is that, and we already burnt 31?”
  const times = figures.filter(
    (one) =>
      one.per === '' && (one.unit === 'minute' || one.unit === 'hour' || (one.unit === '' && BURNT.test(one.before))),
  );
  if (times.length === 0 || times.length > 6) return undefined;
  const ledger = new Ledger();
  const total = ledger.do(window.days, '×', 1440);
  const allowed = ledger.percent(ledger.do(100, '−', target.value), total);
  const past = times.filter((one) => !isToCome(one));
  const toCome = only(times.filter(isToCome));
  if (past.length === 0 || past.length + (toCome === undefined ? 0 : 1) !== times.length) return undefined;
  const used = usedOf(past, figures, ledger);
  const left = used.minutes > allowed ? -ledger.do(used.minutes, '−', allowed) : ledger.do(allowed, '−', used.minutes);
  const parts = [
    `${figure(target.value)}% of ${window.words} allows ${minutesIn(allowed)} minutes`,
    `${used.words}, so ${left < 0 ? `${minutesIn(-left)} too many` : `${minutesIn(left)} are left`}`,
  ];
  const more = toCome === undefined ? 0 : minutesOf(toCome, ledger);
  const after = more === 0 ? left : left < 0 ? -ledger.do(-left, '+', more) : ledger.do(left, '−', more);
  if (more > 0)
    parts.push(
      `another ${minutesIn(more)} ${after < 0 ? `would put it ${minutesIn(-after)} over` : `would still leave ${minutesIn(after)}`}`,
    );
  if (left < 0 && OWED.test(ask)) parts.push(...penaltyOf(figures, ledger));
  const { opening, verdict } = verdictOf(ask, left, after);
  return {
    kind: 'error-budget',
    sentence: `${opening}${parts.join('; ')}.`,
    arithmetic: ledger.toString(),
    values: { allowed, used: used.minutes, left },
    ...(verdict === undefined ? {} : { verdict }),
    weight: 11,
  };
}

/** By the words of its own clause: `28 minutes so far, the planned upgrade takes 20`. */
const isToCome = (one: WordedFigure): boolean => {
  const [before = '', after = ''] = around(one).split('·');
  return TO_COME.test(`${before.split(/[,;]/).at(-1) ?? ''}·${after.split(/[,;]/)[0] ?? ''}`);
};

function verdictOf(ask: string, left: number, after: number): { opening: string; verdict?: Verdict } {
  if (HOW_MUCH.test(ask)) return { opening: '' };
  if (FREEZE.test(ask)) {
    if (left <= 0) return { opening: 'Yes: ', verdict: 'needed' };
    return after < 0
      ? { opening: 'Yes, before the next release: ', verdict: 'needed' }
      : { opening: 'No: ', verdict: 'unneeded' };
  }
  if (OWED.test(ask))
    return left < 0 ? { opening: 'Yes: ', verdict: 'needed' } : { opening: 'No: ', verdict: 'unneeded' };
  return after < 0 ? { opening: 'No: ', verdict: 'short' } : { opening: 'Yes: ', verdict: 'fits' };
}

/** Minutes as they are counted, with a tenth where there is one. */
const minutesIn = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

/** The days over which it is measured. */
function windowOf(figures: readonly WordedFigure[], lower: string): { days: number; words: string } | undefined {
  const stated = figures.find(
    (one) =>
      one.unit === 'day' &&
      one.value >= 7 &&
      one.value <= 100 &&
      (/^ ?(?:rolling |sliding )?(?:window|period|fenster|ventana)/.test(one.after) ||
        /\b(?:over|rolling|window of|in|per) $/.test(one.before)),
  );
  if (stated !== undefined) return { days: stated.value, words: `${figure(stated.value)} days` };
  if (/\b(?:a|per|this|each|pro|al|par|last) (?:month|monat|mes|mois)\b|\bmonthly\b/.test(lower))
    return { days: 30, words: 'a month of 30 days' };
  return /\b(?:a|per|this|last) quarter\b|\bquarterly\b/.test(lower)
    ? { days: 90, words: 'a quarter of 90 days' }
    : undefined;
}

function minutesOf(one: WordedFigure, ledger: Ledger): number {
  return one.unit === 'hour' ? ledger.do(one.value, '×', 60) : one.value;
}

/** The outages, each with the part of the requests that it hit. */
function usedOf(
  outages: readonly WordedFigure[],
  figures: readonly WordedFigure[],
  ledger: Ledger,
): { minutes: number; words: string } {
  let minutes = 0;
  const said: string[] = [];
  for (const [at, one] of outages.entries()) {
    const limit = outages[at + 1]?.start ?? Infinity;
    const part = figures.find(
      (other) =>
        other.unit === '%' &&
        other.sentence === one.sentence &&
        other.start > one.start &&
        other.start < limit &&
        OF_REQUESTS.test(other.after),
    );
    const whole = minutesOf(one, ledger);
    const spent = part === undefined ? whole : ledger.percent(part.value, whole);
    minutes = at === 0 ? spent : ledger.do(minutes, '+', spent);
    said.push(part === undefined ? figure(whole) : `${figure(whole)} × ${figure(part.value)}%`);
  }
  const sum = said.join(' + ');
  return {
    minutes,
    words:
      said.length === 1 && sum === minutesIn(minutes) ? `${sum} are used` : `${sum} = ${minutesIn(minutes)} are used`,
  };
}

/** `penalty 10% of the 48k monthly fee`. */
function penaltyOf(figures: readonly WordedFigure[], ledger: Ledger): string[] {
  const rate = figures.find(
    (one) => one.unit === '%' && one.value < 90 && /\b(?:penalty|credit|refund)\b/.test(around(one)),
  );
  const fee =
    rate === undefined
      ? undefined
      : figures.find(({ sentence, start }) => sentence === rate.sentence && start > rate.end && start - rate.end < 12);
  if (rate === undefined || fee === undefined || fee.value < 100 || !/fee|bill|price|contract|month/.test(behind(fee)))
    return [];
  const sum = ledger.percent(rate.value, fee.value);
  return [`the penalty is ${figure(rate.value)}% of ${amount(fee.value, fee)} = ${amount(sum, fee)}`];
}
