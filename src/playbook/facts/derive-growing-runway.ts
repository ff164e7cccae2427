import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, around, figuresIn, only, type WordedFigure } from './worded-figures.js';

const CASH = /\b(?:cash|in the bank|bank|caja|tesoreria|konto|kasse|treasury|tresorerie|en caisse)\b/;
const SPENT =
  /\b(?:spend\w*|burn\w*|costs? us|gast(?:amos|o|os)|quemamos|ausgab\w*|geben|brennen|verbrenn\w*|depens\w*|brulons)\b/;
const EARNED =
  /\b(?:revenue|mrr|earn\w*|bring in|take in|ingres\w*|factur\w*|umsatz|einnahm\w*|nehmen|encaiss\w*|recettes)\b/;
const GROWING = /\b(?:grow\w*|crec\w*|wachs\w*|wachst|croi\w*|increas\w*|more (?:each|every)|ris(?:es|ing))\b/;
const NET = /\b(?:net|netto|neto)\b/;
const PAYS = /\b(?:pays?|zahlt|paga|pagara|paie|paiera|signs? for)\b/;
const EACH = /\b(?:each|apiece|cada un[oa]|chacune?|je|jeweils|per person|per head)\b/;
const ROUND = /\b(?:round|raise|funding|ronda|runde|levee|tour de table|finanzierung)\b/;
const MONTHS = [
  /^(?:january|enero|januar|janner|janvier)$/,
  /^(?:february|febrero|februar|fevrier)$/,
  /^(?:march|marzo|marz|mars)$/,
  /^(?:april|abril|avril)$/,
  /^(?:may|mayo|mai)$/,
  /^(?:june|junio|juni|juin)$/,
  /^(?:july|julio|juli|juillet)$/,
  /^(?:august|agosto|aout)$/,
  /^(?:september|septiembre|septembre)$/,
  /^(?:october|octubre|oktober|octobre)$/,
  /^(?:november|noviembre|novembre)$/,
  /^(?:december|diciembre|dezember|decembre)$/,
];
const NAMES = 'January February March April May June July August September October November December'.split(' ');
const MAX_MONTHS = 120;
const NUMBER_WORDS = ['neither', 'one', 'both'];

/** Cash that is spent while income grows month by month, or from a month on, with and without the people to be hired. */
export function growingRunway(query: Query): Derived | undefined {
  const course = courseOf(query);
  if (course === undefined) return undefined;
  const { ask, lower } = query;
  const ledger = new Ledger();
  const goal = goalIn(query);
  return goal === undefined ? untilEmpty(course, ledger, ask, lower) : atGoal(course, goal, ledger);
}

interface Course {
  readonly cash: WordedFigure;
  readonly net: (month: number, hires: number) => number;
  readonly spent: number;
  readonly income: number;
  readonly growth: number;
  /** What is paid from a month on. */
  readonly step: { readonly value: number; readonly from: number; readonly name: string } | undefined;
  readonly hires: { readonly count: number; readonly each: number; readonly from: number } | undefined;
}

function courseOf({ facts, lower, text }: Query): Course | undefined {
  const figures = figuresIn(text);
  // `We spend 71k a month and take in 19k`: both are of a month.
  const isMonthly = (one: WordedFigure): boolean =>
    one.per === 'month' ||
    (one.per === '' &&
      EARNED.test(ahead(one, 20)) &&
      figures.some(({ per, sentence }) => per === 'month' && sentence === one.sentence));
  const monthly = figures.filter((one) => isMonthly(one) && isAmount(one));
  const cash = only(figures.filter((one) => !isMonthly(one) && isAmount(one) && CASH.test(around(one))));
  const left = new Set(monthly);
  const take = (is: (one: WordedFigure) => boolean): WordedFigure | undefined => {
    const found = only([...left].filter(is));
    if (found !== undefined) left.delete(found);
    return found;
  };
  const growth = take((one) => GROWING.test(ahead(one, 26)) || /^ ?more (?:each|every) month/.test(one.after));
  const hire = take((one) => EACH.test(one.after.slice(0, 40)));
  const step = take((one) => PAYS.test(one.before) && monthIn(one.whole) !== undefined);
  const income = take((one) => EARNED.test(ahead(one, 30).split(/\d/).at(-1) ?? ''));
  const spent = take((one) => SPENT.test(around(one)));
  if (cash === undefined || spent === undefined || left.size > 0 || (growth === undefined && step === undefined))
    return undefined;
  if (income === undefined && !NET.test(around(spent))) return undefined;
  if (spent.value <= (income?.value ?? 0)) return undefined;
  const now = nowIn(lower) ?? facts.today.getUTCMonth();
  const from = (one: WordedFigure) => ((monthIn(one.whole, now) ?? now) - now + 12) % 12;
  const people =
    hire === undefined
      ? undefined
      : figures.findLast(
          (one) => one.unit === '' && one.per === '' && one.sentence === hire.sentence && one.start < hire.start,
        );
  if (hire !== undefined && (people === undefined || people.value > 2)) return undefined;
  const hires =
    hire === undefined || people === undefined
      ? undefined
      : { count: people.value, each: hire.value, from: from(hire) };
  const paid =
    step === undefined
      ? undefined
      : { value: step.value, from: from(step), name: NAMES[monthIn(step.whole, now) ?? now] ?? '' };
  const [out, into, more] = [spent.value, income?.value ?? 0, growth?.value ?? 0];
  return {
    cash,
    spent: out,
    income: into,
    growth: more,
    step: paid,
    hires,
    net: (month, count) =>
      out -
      into -
      more * month -
      (paid !== undefined && month >= paid.from ? paid.value : 0) +
      (hires !== undefined && month >= hires.from ? count * hires.each : 0),
  };
}

const isAmount = ({ unit, value }: WordedFigure): boolean => unit === 'money' || (unit === '' && value >= 500);

/** The first month that a sentence names, other than the present one. */
function monthIn(sentence: string, now?: number): number | undefined {
  for (const [word] of sentence.matchAll(/[a-z]{3,}/g)) {
    const at = MONTHS.findIndex((pattern) => pattern.test(word));
    if (at >= 0 && at !== now) return at;
  }
  return undefined;
}

function nowIn(lower: string): number | undefined {
  const word =
    /\b(?:now|today|it's|it is|ahora es|hoy es|estamos en|jetzt ist|heute ist|nous sommes en)(?: \d+\.?(?: de)?)? ([a-z]+)/.exec(
      lower,
    )?.[1];
  const at = word === undefined ? -1 : MONTHS.findIndex((pattern) => pattern.test(word));
  return at < 0 ? undefined : at;
}

interface Goal {
  readonly months: number;
  readonly name: string;
  /** Months of cash that are to be left then. */
  readonly spare: number;
}

/** The round and the cash that is to be there when it comes. */
function goalIn({ facts, lower, text }: Query): Goal | undefined {
  const now = nowIn(lower) ?? facts.today.getUTCMonth();
  const sentence = lower.split(/[.?!;](?=\s|$)|\n/).find((one) => ROUND.test(one) && monthIn(one, now) !== undefined);
  const month = sentence === undefined ? undefined : monthIn(sentence, now);
  if (sentence === undefined || month === undefined) return undefined;
  const spare =
    figuresIn(text).find((one) => one.unit === 'month' && one.per === '' && one.whole === sentence)?.value ?? 0;
  return { months: (month - now + 12) % 12, name: NAMES[month] ?? '', spare };
}

/** Cash at the start of a month, worked out in the ledger. */
function cashAt(
  { cash, growth, hires, income, spent, step }: Course,
  months: number,
  count: number,
  ledger: Ledger,
): number {
  let gone = ledger.do(months, '×', ledger.do(spent, '−', income));
  if (hires !== undefined && count > 0 && months > hires.from)
    gone = ledger.do(gone, '+', ledger.do(ledger.do(months, '−', hires.from), '×', count * hires.each));
  const grown = growth > 0 ? ledger.do(growth, '×', ledger.do(ledger.do(months, '×', months - 1), '/', 2)) : 0;
  const paid =
    step !== undefined && months > step.from ? ledger.do(ledger.do(months, '−', step.from), '×', step.value) : 0;
  const eased = grown > 0 && paid > 0 ? ledger.do(grown, '+', paid) : grown + paid;
  if (eased > 0) gone = ledger.do(gone, '−', eased);
  return ledger.do(cash.value, '−', gone);
}

/** How many months an amount lasts from a month on; undefined when it is never spent. */
function lasts({ net }: Course, amountThere: number, from: number, count: number): number | undefined {
  let left = amountThere;
  if (left < 0) return 0;
  for (let month = from; month < from + MAX_MONTHS; month += 1) {
    const spent = net(month, count);
    if (spent <= 0) return undefined;
    if (spent >= left) return month - from + left / spent;
    left -= spent;
  }
  return undefined;
}

type Written = (value: number) => string;
const netOf = ({ income, spent }: Course, money: Written, ledger: Ledger): string =>
  income === 0 ? money(spent) : `${money(spent)} − ${money(income)} = ${money(ledger.do(spent, '−', income))}`;
const changeOf = ({ growth, step }: Course, money: Written): string =>
  `${growth > 0 ? `, ${money(growth)} less each month` : ''}${step === undefined ? '' : `, ${money(step.value)} less from ${step.name}`}`;

/** What there is at the round with each number of hires, and how long it then lasts. */
function atGoal(course: Course, { months, name, spare }: Goal, ledger: Ledger): Derived {
  const counts = Array.from({ length: (course.hires?.count ?? 0) + 1 }, (_, at) => at);
  ledger.note(`${figure(months)} months to ${name}`);
  const cases = counts.map((count) => {
    const there = cashAt(course, months, count, ledger);
    const further = lasts(course, there, months, count);
    if (further !== undefined) ledger.note(`then ${figure(further)} months`);
    return { count, there, further, isMet: there > 0 && (further === undefined || further >= spare) };
  });
  const money = (value: number) => amount(value, course.cash);
  const said = cases.map(({ count, there, further }) => {
    const who =
      counts.length === 1 ? '' : `${count === 0 ? 'without a hire' : count === 1 ? 'with one' : 'with both'} `;
    const length =
      there <= 0 ? '' : further === undefined ? ', and income then carries it' : `, ${figure(further)} months more`;
    return there <= 0
      ? `${who}the cash is gone by then, ${money(-there)} short`
      : `${who}${money(there)} are left in ${name}${length}`;
  });
  const best = cases.findLast(({ isMet }) => isMet);
  const basis = `you spend ${netOf(course, money, ledger)} a month net${changeOf(course, money)}`;
  const against = spare > 0 ? `, against the ${figure(spare)} that you want` : '';
  const opening =
    counts.length === 1
      ? best === undefined
        ? 'No: '
        : 'Yes: '
      : best === undefined
        ? spare > 0 && (cases[0]?.there ?? 0) > 0
          ? 'No, neither, and it falls short even then: '
          : 'No, neither: '
        : best.count === 0
          ? 'No, neither: '
          : `Yes, ${NUMBER_WORDS[best.count] ?? 'all'}: `;
  return {
    kind: 'growing-runway',
    sentence: `${opening}${basis}; ${said.join('; ')}${against}.`,
    arithmetic: ledger.toString(),
    values: Object.fromEntries(cases.map(({ count, there }) => [`cash${count}`, there])),
    verdict: best === undefined || (counts.length > 1 && best.count === 0) ? 'short' : 'fits',
    weight: 11,
  };
}

/** When the cash is gone, or that income meets spending first. */
function untilEmpty(course: Course, ledger: Ledger, ask: string, lower: string): Derived | undefined {
  if (
    course.hires !== undefined ||
    !/\b(?:how (?:long|many)|runway|cuant\w+|wie (?:lange|viele)|reicht|combien|last|enough|alcanza|when)\b/.test(
      `${ask} ${lower.slice(-80)}`,
    )
  )
    return undefined;
  const { cash, growth, income, spent } = course;
  const money = (value: number) => amount(value, cash);
  const net = ledger.do(spent, '−', income);
  const basis = `you spend ${netOf(course, money, ledger)} a month net${changeOf(course, money)}`;
  const months = lasts(course, cash.value, 0, 0);
  const values: Record<string, number> = { net };
  let end = '';
  if (months === undefined) {
    if (growth <= 0) return undefined;
    const even = Math.ceil(ledger.do(net, '/', growth));
    ledger.note(`month ${figure(even)}`);
    const there = cashAt(course, even, 0, ledger);
    end = `income meets spending after ${figure(even)} months, with ${money(there)} left, so the cash does not run out at that pace`;
    values['even'] = even;
  } else {
    const whole = Math.floor(months);
    const there = cashAt(course, whole, 0, ledger);
    const last = course.net(whole, 0);
    ledger.note(`${figure(there)} left and ${figure(last)} to spend in the month after; ${figure(months)} months`);
    end = `it lasts ${figure(months)} months, with ${money(there)} left after ${figure(whole)}`;
    values['months'] = months;
  }
  return {
    kind: 'growing-runway',
    sentence: `${end.charAt(0).toUpperCase()}${end.slice(1)}: ${basis}.`,
    arithmetic: ledger.toString(),
    values,
    weight: 11,
  };
}
