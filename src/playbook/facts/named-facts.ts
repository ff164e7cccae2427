import type { CountFact, Facts, FactTable } from './facts.js';
import { PERIODS_A_YEAR } from './units.js';
import { daysBetween } from './calendar.js';

/** Facts of a question that a condition can look at. */
export const NAMED_FACTS = [
  'teamSize',
  'teams',
  'people',
  'weeksLeft',
  'sinceWeeks',
  'times',
  'money',
  'percent',
  'priceFactor',
  'services',
  'customers',
  'hoursPerWeek',
] as const;
export type NamedFact = (typeof NAMED_FACTS)[number];
/** Facts that a text states, by name. */
export type NamedFacts = Partial<Record<NamedFact, number>>;

const OWN_TEAM =
  /\b(?:i lead|i've|i have|i manage|team of|squad of|my team|our team|equipo de|equipo|dirijo|team von|team mit|mein team|wir sind|equipe de|j'ai|my|his|her|lead|run|leads|reports)\b/;
const COMPANY =
  /\b(?:company|startup|start-up|firm|department|org|organi[sz]ation|agency|empresa|entreprise|firma|abteilung|we're|we are|of us|all of|somos|nous sommes|for)\b/;
const NOT_A_TEAM = /^(?:managers|contractors|hires|reps)$/;
const MAX_TEAM = 25;

const round = (value: number): number => Math.round(value * 10) / 10;

const MIN_DAYS = 5;
/** Below it an amount is a price of something small. */
const MIN_AMOUNT = 500;

/** The facts that the text really states. */
export function namedFacts(facts: Facts): Partial<Record<NamedFact, number>> {
  const found: Partial<Record<NamedFact, number>> = {};
  const set = (name: NamedFact, value: number | undefined) => {
    if (value !== undefined && Number.isFinite(value)) found[name] = round(value);
  };
  const counts = facts.counts.filter((count) => count.per === 'once' && count.value >= 1);
  const people = counts.filter(
    (count) =>
      count.isPeople &&
      !NOT_A_TEAM.test(count.unit) &&
      !/\b(?:them|those)$/.test(count.text) &&
      !/\b(?:add|hire|hiring|new|more|last|lost|of my|of our|of six)\b/.test(
        count.before.split(' ').slice(-2).join(' '),
      ),
  );
  const own = people.find(
    (count) => count.value <= MAX_TEAM && OWN_TEAM.test(lastWords(count)) && !COMPANY.test(lastWords(count)),
  );
  set(
    'teamSize',
    own?.value ??
      teamOf(counts) ??
      // “One of my developers” is no team.
      people.find((count) => count.value > 1 && count.value <= MAX_TEAM && !COMPANY.test(lastWords(count)))?.value,
  );
  const all = people
    .filter((count) => count.value > MAX_TEAM || COMPANY.test(lastWords(count)))
    .map((count) => count.value);
  if (all.length > 0) set('people', Math.max(...all));
  set('teams', unit(counts, 'teams'));
  set('services', unit(counts, 'services'));
  set('customers', unit(counts, 'customers'));
  set('weeksLeft', weeksLeft(facts));
  set('sinceWeeks', sinceWeeks(facts));
  set('times', timesOf(facts));
  // The price of one piece is not the money that it is about.
  const amounts = facts.money
    .filter(({ each, per }) => !each && per !== 'hour')
    .map((money) => (money.per === 'once' ? money.value : money.value * PERIODS_A_YEAR[money.per]))
    .filter((amount) => amount >= MIN_AMOUNT);
  for (const table of facts.tables) amounts.push(...moneyCells(table));
  if (amounts.length > 0) set('money', Math.max(...amounts));
  set('percent', facts.percents[0]?.value);
  set('priceFactor', priceFactor(facts));
  const hours = facts.durations.find((one) => one.unit === 'hour' && one.per !== 'once' && one.per !== 'hour');
  if (hours !== undefined)
    set(
      'hoursPerWeek',
      hours.per === 'week'
        ? hours.amount
        : hours.per === 'day'
          ? hours.amount * 5
          : (hours.amount * PERIODS_A_YEAR[hours.per as 'month']) / 52,
    );
  return found;
}

const lastWords = (count: CountFact): string =>
  `${count.before.split(' ').slice(-4).join(' ')} ${count.noun} ${count.after.split(' ').slice(0, 2).join(' ')}`;

/** `team of seven` has no noun behind its number. */
function teamOf(counts: readonly CountFact[]): number | undefined {
  return counts.find(
    (count) =>
      count.value <= MAX_TEAM &&
      count.unit === '' &&
      /\b(?:team|squad|crew|equipo|equipe|group|gruppe) (?:of|de|von|mit)(?: about| only)?$/.test(count.before),
  )?.value;
}

const unit = (counts: readonly CountFact[], name: string): number | undefined =>
  counts.find((count) => count.unit === name && (count.value > 1 || counts.length === 1))?.value;

function weeksLeft(facts: Facts): number | undefined {
  const date =
    facts.dates.find((one) => one.what === 'deadline' && one.date > facts.today) ??
    facts.dates.find(
      (one) => one.what === 'other' && one.date > facts.today && !/^next (?:week|month|quarter|year)$/i.test(one.words),
    );
  const days = date === undefined ? undefined : daysBetween(facts.today, date.date);
  const told = facts.durations.find((one) => one.what === 'remaining' && one.per === 'once')?.value;
  // “Nine weeks are left” is what the asker reckons with, whatever is known of the date.
  if (told !== undefined && days !== undefined && told < days / 7) return told;
  // A day or two ahead is no time that a plan is made for, and “until December” on the last of November means its end.
  if (days !== undefined) return days < MIN_DAYS ? undefined : days / 7;
  return told;
}

function sinceWeeks(facts: Facts): number | undefined {
  const duration = facts.durations.find((one) => one.what === 'past' && one.per === 'once');
  if (duration !== undefined) return duration.value;
  const date = facts.dates.find((one) => one.what === 'past' && one.date < facts.today);
  return date === undefined ? undefined : daysBetween(date.date, facts.today) / 7;
}

function timesOf(facts: Facts): number | undefined {
  const factor = facts.factors.find(
    (one) => one.text.endsWith('times') && !/^(?:the|last|more|as|what|our|higher|that)\b/.test(one.after),
  );
  return factor?.value;
}

function priceFactor(facts: Facts): number | undefined {
  const factor = facts.factors.find(
    (one) =>
      /\b(?:price|last year|more|higher|what we pay|the cost|as much|expensive)\b/.test(one.after) ||
      /\b(?:price\w*|renewal|quote|cost\w*|bill)\b/.test(one.before),
  );
  if (factor !== undefined) return factor.value;
  const prices = facts.money.filter((one) => one.what === 'price' || one.what === 'run');
  const [old, next] = prices;
  if (
    old !== undefined &&
    next !== undefined &&
    /\bfrom$/.test(old.before) &&
    /\bto$/.test(next.before) &&
    old.value > 0
  )
    return next.value / old.value;
  const rise = facts.percents.find(
    (one) =>
      /\b(?:up|increase\w*|rais\w+|hike|more|rise\w*|higher|uplift)\b/.test(
        `${one.before.split(' ').slice(-3).join(' ')} ${one.after.split(' ').slice(0, 2).join(' ')}`,
      ) && /\b(?:price\w*|renewal|licen[cs]e\w*|quote|vendor|bill)\b/.test(`${one.before} ${one.after}`),
  );
  return rise === undefined ? undefined : 1 + rise.value / 100;
}

function moneyCells(table: FactTable): number[] {
  return table.columns.flatMap((column, at) =>
    /\b(?:cost|price|build|run|budget|fee|licen[cs]e|spend)\b|[€$£]/i.test(column)
      ? table.rows.map((row) => row[at]?.value ?? 0)
      : [],
  );
}
