import { daysBetween } from './calendar.js';
import { addedPeople, presentPeople, sentenceAt, type Derived, type Query } from './derived.js';
import type { CountFact, DurationFact } from './facts.js';
import { figure, Ledger } from './ledger.js';

const OVERHEAD =
  /\b(?:bugs?|on-?call|support|maintenance|ops|operations|meetings?|interrupt\w*|incidents?|firefighting|overhead|keep the lights|time|capacity|toil|soporte|mantenimiento|guardias?|tiempo|wartung|betrieb|zeit|astreintes?|temps|unplanned|run|tickets?|admin|security|debt|training|learning)\b/;
const ABSENCE = /\b(?:holidays?|vacation|leave|off|away|out|vacaciones|conges?|urlaub|absent|sick|parental|training)\b/;
const EVERYONE =
  /\b(?:everyone|everybody|each of (?:them|us)|all of (?:them|us)|each (?:engineer|person|one)|cada uno|chacun|jeder|alle)\b/;
const WORK_ITEMS =
  /^(?:projects|features|epics|items|initiatives|stories|migrations|integrations|modules|screens|proyectos|projets|projekte|requests|changes|workstreams|releases|endpoints)$/;

/** Person-weeks or -months that there are, against those that are asked for. */
export function capacity(query: Query): Derived | undefined {
  const { facts } = query;
  const need = neededWork(query);
  const people = presentPeople(query);
  if (need === undefined || people === undefined) return undefined;
  const period = availableTime(query, need.skip);
  if (period === undefined) return undefined;
  const part = partTime(query);
  if (part === 'unknown') return undefined;
  const ledger = new Ledger();
  const unit = need.unit;
  const noun = `${people.unit === 'engineers' ? 'engineer' : 'person'}-${unit}s`;
  const perUnit = period.unit === unit ? period.amount : Number((period.weeks / WEEKS_IN[unit]).toFixed(1));
  const wanted = need.each === undefined ? need.count : ledger.do(need.count, '×', need.each);
  const heads = part === undefined ? people.value : people.value - part.count * part.absentShare;
  if (part !== undefined) ledger.do(people.value, '−', ledger.do(part.count, '×', part.absentShare));
  let left = ledger.do(heads, '×', perUnit);
  const made = part === undefined ? '' : ` (${figure(people.value)}, of them ${figure(part.count)} part-time)`;
  const steps = [`${figure(heads)}${made} × ${figure(perUnit)} ${unit}s is ${figure(left)} ${noun}`];
  for (const away of absences(query, people, period.skip)) {
    const weeks =
      away.count === 1 ? away.weeks / WEEKS_IN[unit] : ledger.do(away.count, '×', away.weeks / WEEKS_IN[unit]);
    left = ledger.do(left, '−', weeks);
    steps.push(`less ${figure(weeks)} of ${away.word} leaves ${figure(left)}`);
  }
  for (const away of facts.counts.filter((count) => count.unit === `person-${unit}s` && isAbsence(count))) {
    left = ledger.do(left, '−', away.value);
    steps.push(`less ${figure(away.value)} of absence leaves ${figure(left)}`);
  }
  for (const percent of facts.percents) {
    if (
      percent.value >= 95 ||
      PART_TIME.test(percent.before) ||
      !OVERHEAD.test(`${percent.of} ${percent.after}`) ||
      GROWTH.test(percent.before)
    )
      continue;
    left -= ledger.percent(percent.value, left);
    steps.push(`less ${figure(percent.value)}% leaves ${figure(left)}`);
  }
  const gap = ledger.do(wanted, '−', left);
  const share = ledger.share(left, wanted);
  const isClose = Math.abs(gap) < wanted * 0.05;
  const asked =
    need.each === undefined
      ? `${figure(wanted)} are asked for`
      : `${figure(need.count)} × ${figure(need.each)} = ${figure(wanted)} are asked for`;
  const end =
    gap > 0
      ? `${asked}, ${figure(gap)} too many: ${figure(share)}% of it fits`
      : `${asked}, ${Math.abs(gap) < 0.05 ? 'with nothing to spare' : `so ${figure(-gap)} ${isClose ? 'is the whole reserve' : 'are left'}`}`;
  return {
    kind: 'capacity',
    sentence: `${gap > 0 ? 'No' : isClose ? 'Only just' : 'Yes'}: ${steps.join(', ')}; ${end}.`,
    arithmetic:
      gap > 0 ? ledger.toString() : `${ledger.toString()}; ${figure(left)} − ${figure(wanted)} = ${figure(-gap)}`,
    values: { available: left, needed: wanted, gap, sharePercent: share },
    verdict: gap > 0 ? 'short' : isClose ? 'even' : 'fits',
    weight: 10,
  };
}

/** “Holidays come to 27 person-weeks” take from what there is. */
const isAbsence = ({ before }: CountFact): boolean => ABSENCE.test(before.split(/[,;]/).at(-1) ?? '');

const GROWTH = /\b(?:grew|growth|up|down|churn|plan)$/;
const WEEKS_IN = { day: 0.2, week: 1, month: 365.25 / 12 / 7 } as const;
type WorkUnit = keyof typeof WEEKS_IN;

interface Need {
  readonly count: number;
  readonly each?: number;
  readonly unit: WorkUnit;
  readonly skip?: DurationFact;
}

function neededWork(query: Query): Need | undefined {
  const { facts } = query;
  const direct = facts.counts.findLast((count) => count.unit.startsWith('person-') && !isAbsence(count));
  // Of “24 + 18 + 9 person-weeks” only the last is read with its unit.
  if (direct !== undefined && /\+\s*$/.test(direct.before)) return undefined;
  if (direct !== undefined) {
    const unit = direct.unit.slice(7, -1) as WorkUnit;
    // “11 features at 8 dev-days each”
    const items = /^(?:each|apiece|per)\b/.test(direct.after)
      ? facts.counts.findLast(
          (count) =>
            count.sentence === direct.sentence && count.end <= direct.start && !count.isPeople && count.value > 1,
        )
      : undefined;
    return items === undefined ? { count: direct.value, unit } : { count: items.value, each: direct.value, unit };
  }
  for (const duration of facts.durations) {
    if (
      !/^(?:each|apiece|cada|chacun|je)\b/.test(duration.after) ||
      ABSENCE.test(duration.after.split(' ').slice(0, 4).join(' '))
    )
      continue;
    if (duration.unit !== 'week' && duration.unit !== 'month' && duration.unit !== 'day') continue;
    const items = facts.counts.find((count) => count.sentence === duration.sentence && WORK_ITEMS.test(count.unit));
    if (items !== undefined) return { count: items.value, each: duration.amount, unit: duration.unit, skip: duration };
  }
  return undefined;
}

function availableTime(
  query: Query,
  skip: DurationFact | undefined,
): { amount: number; weeks: number; unit: string; skip?: DurationFact } | undefined {
  const { facts } = query;
  const length = facts.durations.find(
    (one) =>
      one !== skip &&
      one.what !== 'past' &&
      one.per === 'once' &&
      one.value >= 2 &&
      !ABSENCE.test(one.after.split(' ').slice(0, 3).join(' ')) &&
      !/\beach\b/.test(one.after),
  );
  if (length !== undefined) return { amount: length.amount, weeks: length.value, unit: length.unit, skip: length };
  const date = facts.dates.find((one) => one.what !== 'today' && one.date > facts.today);
  if (date !== undefined) {
    const weeks = daysBetween(facts.today, date.date) / 7;
    return { amount: weeks, weeks, unit: 'week' };
  }
  return /\b(?:quarter|q[1-4])\b/.test(query.lower) ? { amount: 13, weeks: 13, unit: 'week' } : undefined;
}

const PART_TIME = /\b(?:part[- ]?time|half[- ]?time|teilzeit|halbtags|a temps partiel|tiempo parcial|media jornada)\b/;

/** Of those who are there, how many work how much less; `unknown` where some do and the text does not say both. */
function partTime({ lower }: Query): { count: number; absentShare: number } | 'unknown' | undefined {
  if (!PART_TIME.test(lower)) return undefined;
  const said =
    /\b(\d+) (?:of (?:them|us|those) )?(?:are |work |working )?part[- ]?time (?:at |on |with |\()?(\d+) ?%/.exec(lower);
  const [count, percent] = [Number(said?.[1]), Number(said?.[2])];
  if (said === null || percent >= 100) return 'unknown';
  return { count, absentShare: 1 - percent / 100 };
}

/** People who are away for a time, e.g. “three of them take two weeks of holiday each”. */
function absences(
  query: Query,
  people: CountFact,
  period: DurationFact | undefined,
): { count: number; weeks: number; word: string }[] {
  const { facts } = query;
  return facts.durations.flatMap((one) => {
    if (
      one === period ||
      one.what === 'past' ||
      one.value > 30 ||
      !ABSENCE.test(`${one.before.split(' ').slice(-4).join(' ')} ${one.after.split(' ').slice(0, 4).join(' ')}`)
    )
      return [];
    const who = facts.counts.findLast(
      (count) =>
        count.sentence === one.sentence &&
        count.end <= one.start &&
        count !== people &&
        count.value <= people.value &&
        (count.isPeople || count.unit === ''),
    );
    const around = sentenceAt(query, one.start);
    const count = who?.value ?? (EVERYONE.test(around) ? people.value : 1);
    // A day of absence is a working day.
    const word =
      /\b(?:holidays?|vacation|parental leave|leave|sick leave|training)\b/.exec(one.after)?.[0] ?? 'absence';
    return [{ count, weeks: one.unit === 'day' ? one.amount / 5 : one.value, word }];
  });
}

const REDUCED = /\b(?:with|to|down to|only|just|con|mit|avec|a|auf)(?: only| just)?$/;

/** “My two leads cannot agree, fourteen engineers” is not about how many each of them leads. */
const ABOUT_MANAGING =
  /\b(?:span|reports?|managers?|management|layers?|too many|per lead|each lead|fuhrungsspanne|jefes?|encadr\w*)\b/;

/** Reports per manager before and after. */
export function span(query: Query): Derived | undefined {
  const { facts, lower } = query;
  const managers = facts.counts.find((count) => /^(?:managers)$/.test(count.unit) && count.value >= 1);
  const people = facts.counts.find(
    (count) => count.isPeople && count !== managers && count.unit !== 'managers' && count.value >= 5,
  );
  if (managers === undefined || people === undefined || people.value <= managers.value) return undefined;
  const other = facts.counts.find(
    (count) =>
      count !== managers &&
      count !== people &&
      count.value >= 1 &&
      count.value <= 60 &&
      (count.unit === 'managers' || (count.unit === '' && REDUCED.test(count.before))),
  );
  const drops =
    /\b(?:cut|lose|losing|remove|without|drop|fewer|let go|cutting|save)\s+(?:one|1|a manager|one of)\b/.test(lower) ||
    /\bone (?:less|fewer|of the managers|manager (?:less|leaves|left|resigned))\b/.test(lower);
  const adds = /\b(?:add|hire|one more|another|fifth|extra) (?:a |one )?(?:manager|lead)\b/.test(lower);
  const after = other?.value ?? (drops ? managers.value - 1 : adds ? managers.value + 1 : undefined);
  const extra = addedPeople(query);
  const grown = extra === undefined || extra === people ? people.value : people.value + extra.value;
  const ledger = new Ledger();
  const now = ledger.do(people.value, '/', managers.value);
  const role = managers.noun === '' ? 'manager' : 'manager';
  if (after === undefined || after < 1) {
    const later =
      grown === people.value
        ? undefined
        : ledger.do(ledger.do(people.value, '+', extra?.value ?? 0), '/', managers.value);
    if (later === undefined && !ABOUT_MANAGING.test(lower)) return undefined;
    return {
      kind: 'span',
      sentence:
        later === undefined
          ? `${figure(people.value)} / ${figure(managers.value)} is ${figure(now)} reports per ${role}.`
          : `${figure(people.value)} / ${figure(managers.value)} is ${figure(now)} reports per ${role} today; with ${figure(grown)} people it becomes ${figure(later)}.`,
      arithmetic: ledger.toString(),
      values: later === undefined ? { now } : { now, after: later },
      weight: 6,
    };
  }
  const then = ledger.do(people.value, '/', after);
  const more = ledger.do(then, '−', now);
  return {
    kind: 'span',
    sentence: `${figure(people.value)} / ${figure(managers.value)} is ${figure(now)} reports per ${role} today; with ${figure(after)} it is ${figure(then)} each${more > 0 ? `, ${figure(more)} more` : ''}.`,
    arithmetic: more > 0 ? ledger.toString() : ledger.lines.slice(0, 2).join('; '),
    values: { now, after: then, change: more },
    verdict: then > 10 ? 'above' : 'below',
    weight: 9,
  };
}

/** Hours that a regular meeting or chore takes from everybody. */
export function sharedHours(query: Query): Derived | undefined {
  const { facts, lower } = query;
  const hours = facts.durations.find(
    (one) => (one.unit === 'hour' || one.unit === 'minute') && one.per !== 'once' && one.per !== 'hour',
  );
  const people = presentPeople(query);
  if (hours === undefined || people === undefined || people.value < 2 || /\b(?:down|outage|unavailable)\b/.test(lower))
    return undefined;
  const ledger = new Ledger();
  const each = hours.unit === 'minute' ? ledger.do(hours.amount, '/', 60) : hours.amount;
  const perPerson =
    hours.per === 'day' ? ledger.do(each, '×', 5) : hours.per === 'month' ? ledger.do(each, '/', 4.35) : each;
  const week = ledger.do(people.value, '×', perPerson);
  const full = ledger.do(week, '/', 40);
  return {
    kind: 'shared-hours',
    sentence: `${figure(people.value)} people × ${figure(perPerson)} hours is ${figure(week)} hours a week, the working time of ${figure(full)} ${full > 1 ? 'people' : 'of a person'} at 40 hours.`,
    arithmetic: ledger.toString(),
    values: { hoursPerWeek: week, people: full },
    weight: 7,
  };
}
