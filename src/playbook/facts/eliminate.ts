import { dateAfter, daysBetween } from './calendar.js';
import { horizonOf, likeOf, optionsInTable, shortName } from './derive-tables.js';
import type { Alternative, DateFact, Facts, MoneyFact } from './facts.js';
import { amount, dayMonth, figure, Ledger } from './ledger.js';
import { PERIODS_A_YEAR } from './units.js';

/** What dates and costs say about one of the asker's own alternatives. */
export interface Elimination {
  readonly alternative: Alternative;
  readonly slackWeeks?: number;
  readonly cost?: number;
  readonly verdict: 'fits' | 'late' | 'even' | 'cheapest' | 'dearest' | 'between' | 'over-budget';
  readonly sentence: string;
  readonly arithmetic: string;
}

/** Weighs alternatives by the dates and amounts in them; those without any are left out. */
export function eliminate(alternatives: readonly Alternative[], facts: Facts): Elimination[] {
  const deadline = deadlineOf(alternatives, facts);
  const dated = deadline === undefined ? [] : alternatives.flatMap((one) => againstDate(one, facts, deadline));
  const costed = byCost(alternatives, facts);
  return [
    ...dated,
    ...costed.filter(
      (one) => !dated.some((other) => other.alternative === one.alternative && other.verdict === 'late'),
    ),
  ];
}

/** A deadline of the year after the next one: how far off it is when work starts is not known. */
type Deadline = DateFact & { readonly isNextYear?: boolean };

/** The asker's date that is not one of an alternative. */
function deadlineOf(alternatives: readonly Alternative[], facts: Facts): Deadline | undefined {
  const own = new Set(alternatives.flatMap((one) => one.facts.dates.map((date) => date.words)));
  const open = facts.dates.filter(
    (one) =>
      one.what !== 'today' &&
      one.date > facts.today &&
      !own.has(one.words) &&
      !isDecision(one) &&
      !isBehind(one, facts),
  );
  const deadline = open.find((one) => one.what === 'deadline') ?? open.find((one) => !/^next /i.test(one.words));
  if (deadline === undefined) return undefined;
  // “out on 1 October, the law starts on 1 January”: the January after it.
  const latest = Math.max(...alternatives.flatMap((one) => one.facts.dates.map(({ date }) => date.getTime())));
  if (latest - deadline.date.getTime() < HALF_A_YEAR) return deadline;
  const date = new Date(deadline.date);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return { ...deadline, date, isNextYear: true };
}

const HALF_A_YEAR = 182 * 86_400_000;

/** `backups from Sunday` and `eleven in October` are behind: read forward, the month would be nearly a year away. */
const isBehind = ({ before, date, words }: DateFact, { today }: Facts): boolean =>
  /\b(?:from|since|last|of|de|desde|depuis|von|seit)$/.test(before) ||
  (!/\d{4}/.test(words) && /\bin$/.test(before) && daysBetween(today, date) > ALMOST_A_YEAR);
const ALMOST_A_YEAR = 270;

/** The day on which to choose is no deadline for what is chosen. */
const isDecision = ({ after, before }: DateFact): boolean =>
  /\b(?:tell|decid\w*|decision|recommend\w*|meets?|meeting|choose|committee|wants? one|answer|present|entscheid\w*|sitzung|decidir|reuni[oó]n|d[eé]cider|comit[eé])\b/.test(
    `${before} ${after}`,
  );

function againstDate(alternative: Alternative, facts: Facts, deadline: Deadline): Elimination[] {
  const duration = alternative.facts.durations.find(
    (one) =>
      one.what !== 'past' &&
      one.per === 'once' &&
      one.value >= 1 &&
      one.unit !== 'year' &&
      !/\b(?:after|nach|tras|apres|every)$/.test(one.before),
  );
  // What goes on until a day is not done by it.
  const date = alternative.facts.dates.find(
    (one) => one.date > facts.today && !/(?:^|\s)(?:until|till|bis|hasta|jusqu\S*)(?: the)?$/.test(one.before),
  )?.date;
  if (date === undefined && (duration === undefined || deadline.isNextYear === true)) return [];
  const ledger = new Ledger();
  const end = date ?? (duration === undefined ? facts.today : dateAfter(facts.today, duration));
  const length =
    duration === undefined ? '' : `${figure(duration.amount)} ${duration.unit}${duration.amount === 1 ? '' : 's'}`;
  if (date === undefined) ledger.lands(facts.today, length, end);
  const isLate = end > deadline.date;
  const weeks = isLate ? ledger.weeks(deadline.date, end) : ledger.weeks(end, deadline.date);
  const slack = daysBetween(end, deadline.date) / 7;
  const name = titled(alternative);
  const starts = alternative.facts.dates.find(
    (one) => one.date === date && /\bstart\w*(?: (?:in|on|by))?$/.test(one.before),
  );
  if (starts !== undefined && date !== undefined && date < deadline.date) {
    const left = ledger.weeks(date, deadline.date);
    const words = `starts on ${dayMonth(date)}, which leaves ${figure(left)} weeks until ${dayMonth(deadline.date)}`;
    return [
      { alternative, slackWeeks: left, verdict: 'fits', sentence: `${name}: ${words}.`, arithmetic: ledger.toString() },
    ];
  }
  const when =
    date === undefined ? `${length} from ${dayMonth(facts.today)} is ${dayMonth(end)}` : `done by ${dayMonth(end)}`;
  const days = Math.abs(daysBetween(end, deadline.date));
  const gap = weeks < 1 ? `${figure(days)} day${days === 1 ? '' : 's'}` : `${figure(weeks)} weeks`;
  const verdict = isLate ? 'late' : slack < 2 ? 'even' : 'fits';
  const tail = isLate ? `, ${gap} after ${dayMonth(deadline.date)}` : `, ${gap} before ${dayMonth(deadline.date)}`;
  return [
    { alternative, slackWeeks: slack, verdict, sentence: `${name}: ${when}${tail}.`, arithmetic: ledger.toString() },
  ];
}

const titled = (alternative: Alternative): string => {
  const { label } = alternative;
  const name =
    label === undefined ? shortName(undefined, alternative.text) : label.length > 1 ? label : `option ${label}`;
  return `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
};

interface Cost {
  readonly alternative: Alternative;
  readonly like: Pick<MoneyFact, 'currency' | 'isScaled'>;
  readonly cost: number;
  readonly ledger: Ledger;
  readonly words: string;
}

/** What each alternative costs: over a year, or over the time that it or the text names. */
function byCost(alternatives: readonly Alternative[], facts: Facts): Elimination[] {
  const costs = facts.tables[0] === undefined ? proseCosts(alternatives, facts) : tableCosts(alternatives, facts);
  const budget = facts.money.find(
    (one) => one.what === 'budget' && !alternatives.some((other) => other.full.includes(one.text)),
  );
  const isPay = alternatives.some((one) =>
    /\b(?:raise|bonus|salary|base|offer)\b/i.test(`${one.label ?? ''} ${one.full}`),
  );
  const ranked = costs.toSorted((a, b) => a.cost - b.cost);
  return costs.map(({ alternative, like, cost, ledger, words }) => {
    const over = budget !== undefined && cost > budget.value ? ledger.do(cost, '−', budget.value) : undefined;
    const rank = costs.length < 2 || ranked[0]?.cost === ranked.at(-1)?.cost ? 'between' : rankOf(ranked, alternative);
    const limit =
      over === undefined || budget === undefined
        ? ''
        : `, ${amount(over, like)} over the budget of ${amount(budget.value, budget)}`;
    return {
      alternative,
      cost,
      verdict: over === undefined ? rank : ('over-budget' as const),
      sentence: `${titled(alternative)}: ${words}${limit}${rank === 'between' ? '' : `, the ${isPay ? (rank === 'cheapest' ? 'lower' : 'higher') : rank}`}.`,
      arithmetic: ledger.toString(),
    };
  });
}

function rankOf(ranked: readonly Cost[], alternative: Alternative): 'cheapest' | 'dearest' | 'between' {
  if (ranked[0]?.alternative === alternative) return 'cheapest';
  return ranked.at(-1)?.alternative === alternative ? 'dearest' : 'between';
}

function proseCosts(alternatives: readonly Alternative[], facts: Facts): Cost[] {
  const priced = alternatives.map((alternative) => ({
    alternative,
    money: alternative.facts.money.filter((one) => one.what !== 'saving' && one.what !== 'revenue'),
  }));
  // What is paid once and what runs are added over the same time for all.
  const isMixed = priced.some(
    ({ money }) => money.some((one) => one.per === 'once') && money.some((one) => one.per !== 'once'),
  );
  const years = horizonOf(facts).value;
  return priced.flatMap(({ alternative, money }) => {
    const [first] = money;
    if (first === undefined) return [];
    const ledger = new Ledger();
    const bonus =
      first.per === 'once' || first.per === 'year'
        ? alternative.facts.percents.find(() => /\b(?:raise|bonus|plus|on top|increase|more)\b/i.test(alternative.full))
        : undefined;
    if (bonus !== undefined) {
      const cost = ledger.do(first.value, '+', ledger.percent(bonus.value, first.value));
      return [
        {
          alternative,
          like: first,
          cost,
          ledger,
          words: `${amount(first.value, first)} + ${figure(bonus.value)}% is ${amount(cost, first)}`,
        },
      ];
    }
    if (!isMixed) {
      const { cost, how } = costOf(alternative, first, facts, ledger);
      const words =
        how === undefined
          ? `${amount(cost, first)}${first.per === 'once' ? '' : ' a year'}`
          : `${how} is ${amount(cost, first)}`;
      return [{ alternative, like: first, cost, ledger, words }];
    }
    const once = money.find((one) => one.per === 'once');
    const running = money.find((one) => one.per !== 'once');
    const times = running === undefined || running.per === 'once' ? 0 : years * PERIODS_A_YEAR[running.per];
    const run = running === undefined ? 0 : ledger.do(times, '×', running.value);
    const cost = once === undefined ? run : ledger.do(once.value, '+', run);
    const parts = [
      once === undefined ? '' : amount(once.value, once),
      running === undefined ? '' : `${figure(times)} × ${amount(running.value, running)}`,
    ].filter((one) => one !== '');
    return [
      {
        alternative,
        like: first,
        cost,
        ledger,
        words: `${parts.join(' + ')} is ${amount(cost, first)} over ${figure(years)} years`,
      },
    ];
  });
}

function tableCosts(alternatives: readonly Alternative[], facts: Facts): Cost[] {
  const table = facts.tables[0];
  if (table === undefined) return [];
  const years = horizonOf(facts).value;
  const like = likeOf(table);
  return optionsInTable(table).flatMap((option) => {
    const alternative = alternatives.find((one) => one.text === option.name);
    if (alternative === undefined) return [];
    const ledger = new Ledger();
    const cost = ledger.do(option.build, '+', ledger.do(years, '×', option.run));
    return [
      {
        alternative,
        like,
        cost,
        ledger,
        words: `${amount(option.build, like)} + ${figure(years)} × ${amount(option.run, like)} = ${amount(cost, like)}`,
      },
    ];
  });
}

const PER_HEAD = /\b(?:per|pro|par|por|a|each) (?:person|head|seat|user|engineer|employee|persona|kopf|personne)\b/;

/** What an alternative costs in all: times how many, and over the time that it names or a year. */
function costOf(
  alternative: Alternative,
  money: MoneyFact,
  facts: Facts,
  ledger: Ledger,
): { cost: number; how?: string } {
  const own = alternative.facts.counts.find(
    (one) =>
      one.isPeople &&
      one.end <= money.start &&
      one.value > 1 &&
      one.per === 'once' &&
      /\b(?:at|a|zu|por|of|je|on)$/.test(money.before),
  );
  const perHead = PER_HEAD.test(`${money.text} ${money.after}`)
    ? [...alternative.facts.counts, ...facts.counts].find(
        (one) => one.value > 1 && (one.isPeople || one.unit === 'seats' || one.unit === ''),
      )
    : undefined;
  const count = own ?? perHead;
  const each = count === undefined ? money.value : ledger.do(count.value, '×', money.value);
  const first = count === undefined ? '' : `${figure(count.value)} × ${amount(money.value, money)}`;
  const length = alternative.facts.durations.find((one) => one.unit === money.per && one.amount > 1);
  if (length !== undefined) {
    return {
      cost: ledger.do(length.amount, '×', each),
      how: `${figure(length.amount)} ${money.per}s × ${first === '' ? amount(money.value, money) : first}`,
    };
  }
  if (money.per === 'once' || money.per === 'year') return first === '' ? { cost: each } : { cost: each, how: first };
  const times = PERIODS_A_YEAR[money.per];
  return {
    cost: ledger.do(each, '×', times),
    how: `${first === '' ? amount(money.value, money) : first} × ${figure(times)} ${money.per}s`,
  };
}
