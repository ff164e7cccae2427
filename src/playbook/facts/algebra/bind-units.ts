import { isThing, SIZE_UNITS, unitNamed } from './nouns.js';
import type { Draft } from './read-terms.js';
import type { Per } from './term.js';
import { isLonger, isTimeUnit, type TimeUnit } from './time-units.js';

/** What a quantity is for each of, with the very term where the words bind it. */
export function persOf(drafts: readonly Draft[], at: number): Per[] {
  const one = drafts[at];
  if (one === undefined || one.unit === '%' || one.unit === 'occasion') return one?.per ?? [];
  const per: Per[] = one.per.filter(({ unit }) => unit !== one.unit || !isThing(unit));
  const isCounted = (unit: string) => unit !== one.unit && drafts.some((other) => other !== one && other.unit === unit);
  const add = (unit: string, term?: number): void => {
    if (unit !== '' && !per.some((other) => other.unit === unit))
      per.push(term === undefined ? { unit } : { unit, term });
  };
  const bind = (term: number): void => add(drafts[term]?.unit ?? '', term);
  for (const unit of one.maybe) if (isCounted(unit)) add(unit);
  const named = one.subject.map(unitNamed).find(isCounted);
  if (named !== undefined) add(named);
  const previous = drafts[at - 1];
  const isAt =
    previous !== undefined &&
    one.start - previous.end <= (one.unit === 'money' ? 28 : 8) &&
    previous.sentence === one.sentence &&
    !/\b(?:plus|and|und|et|y)\b/.test(one.before.split(/\d/).at(-1) ?? '') &&
    !/\b(?:room|space|capacity|platz|salle|sala) (?:for|fur|pour|para|de)$/.test(previous.before) &&
    (one.unit === 'money' ? AT_PRICE : AT_TIME).test(` ${one.before}`.replace(/ [€$£]$/, '')) &&
    one.unit !== previous.unit;
  const isHourly =
    one.unit === 'money' && /\b(?:hour|stunde|heure|hora)(?: (?:at|costs?|is|zu|kostet|a))?(?: us)?$/.test(one.before);
  if (isHourly) add('hour');
  // `5 teams of 7 people`
  if (
    one.isPeople &&
    previous !== undefined &&
    !previous.isPeople &&
    isThing(previous.unit) &&
    previous.value > 1 &&
    one.start - previous.end <= 8 &&
    /(?:^| )(?:of|de|mit|with|zu|je)$/.test(one.before)
  )
    bind(at - 1);
  const hasOwner = isHourly || per.some(({ unit }) => isThing(unit) && drafts.some((other) => other.unit === unit));
  if (!hasOwner && isAt && previous !== undefined && isPriceable(one, previous)) bind(at - 1);
  else if (!hasOwner && one.isEach) {
    const owner = ownerOf(drafts, at);
    if (owner !== undefined) bind(owner);
  } else if (!hasOwner && (isSpentByPeople(drafts, at) || isUsualTime(drafts, at))) {
    const owner = drafts.slice(0, at).findLast(({ isPeople }) => isPeople);
    if (owner !== undefined) bind(drafts.indexOf(owner));
  } else if (!hasOwner && one.unit === 'money') {
    const next = drafts[at + 1];
    if (
      next !== undefined &&
      isThing(next.unit) &&
      /^(?:for|fur|pour|para)$/.test(next.before.split(' ').at(-1) ?? '') &&
      next.clause === one.clause &&
      one.value < 200
    )
      bind(at + 1);
  }
  if (one.unit === 'money' && per.length === 0) buyers(drafts, at, bind);
  const people = drafts.find((other) => other.isPeople && other !== one);
  if (
    (isTimeUnit(one.unit) || isThing(one.unit)) &&
    people !== undefined &&
    per.length > 0 &&
    !per.some(({ unit }) => unit === people.unit)
  ) {
    const before = one.before.split(' ').slice(-6);
    if (
      before.some(
        (word) =>
          word.endsWith('s') && (unitNamed(word) === people.unit || (people.unit === 'people' && WORKER.test(word))),
      )
    )
      add(people.unit);
  }
  if (
    isTimeUnit(one.unit) &&
    per.length === 0 &&
    /\b(?:mttr|average|on average|mean|im schnitt|en moyenne|de media|durchschnitt\w*|en promedio)\b/.test(
      `${one.lead} ${one.after}`,
    )
  ) {
    const thing = drafts.findIndex(
      (other, index) => Math.abs(index - at) === 1 && isThing(other.unit) && other.sentence === one.sentence,
    );
    if (thing >= 0) bind(thing);
  }
  if (one.unit === 'money' && per.length === 0) inheritPers(drafts, at, per);
  if (isTimeUnit(one.unit)) addCalendar(drafts, at, per);
  return per;
}

const WORKER =
  /^(?:technicians?|techniciens|tecnicos|engineers|ingenieurs|ingenieros|agents?|agentes|nurses|consultants|testers|developers|devs|analysts|analistas|reviewers|clerks|drivers|people|employees)$/;

/** `65% came back, 30% of those bought the pack for 9.99`: the price is for each of those that are left. */
function buyers(drafts: readonly Draft[], at: number, bind: (term: number) => void): void {
  const [one, previous] = [drafts[at], drafts[at - 1]];
  if (one === undefined || previous?.unit !== '%' || previous.sentence !== one.sentence || one.value >= 500) return;
  const things = drafts.slice(0, at).filter(({ unit, sentence }) => isThing(unit) && sentence === one.sentence);
  const [thing] = things;
  if (things.length === 1 && thing !== undefined) bind(drafts.indexOf(thing));
}

/** The counted thing before that `each` means. */
function ownerOf(drafts: readonly Draft[], at: number): number | undefined {
  const one = drafts[at];
  for (let index = at - 1; index >= 0; index -= 1) {
    const other = drafts[index];
    if (other !== undefined && isThing(other.unit) && other.unit !== one?.unit && other.value > 1) return index;
  }
  return undefined;
}

/** `240 hours at 135 €`, `3 seniors at 92k`, `1,300 builds at 14 minutes`. */
function isPriceable(one: Draft, previous: Draft): boolean {
  if (one.per.some(({ unit }) => unit === previous.unit)) return false;
  if (one.unit === 'money') {
    if (/^(?:post|valuation)/.test(one.after)) return false;
    return (
      isThing(previous.unit) ||
      previous.unit === 'hour' ||
      previous.unit === 'minute' ||
      (previous.unit === 'day' && one.value < 5000) ||
      SIZE_UNITS.has(previous.unit)
    );
  }
  return isTimeUnit(one.unit) && isThing(previous.unit);
}

/** `12 $ per user and month, 10 $ if paid yearly`: the second price is for the same. */
function inheritPers(drafts: readonly Draft[], at: number, per: Per[]): void {
  const one = drafts[at];
  const like = drafts.slice(0, at).findLast((other) => other.unit === 'money' && other.sentence === one?.sentence);
  if (
    one === undefined ||
    like === undefined ||
    like.per.length === 0 ||
    one.roles.has('once') ||
    /\b(?:flat|once|set-?up|budget)\b/.test(one.after + one.before)
  )
    return;
  const isOpposite = one.roles.has('income') !== like.roles.has('income');
  const bound = isOpposite ? 12 : 2.5;
  if (one.value > like.value * bound || like.value > one.value * bound) return;
  if (/\b(?:bank|cash|account|reserves?|caja|tresorerie|kasse|konto)\b/.test(`${one.before} ${one.after}`)) return;
  per.push(...like.per);
}

/** Hours of a week that one person has: of each of the people before. */
function isUsualTime(drafts: readonly Draft[], at: number): boolean {
  const one = drafts[at];
  if (one === undefined || !isTimeUnit(one.unit) || one.per.length !== 1) return false;
  const [per] = one.per;
  const most: Readonly<Record<string, number>> = {
    'hour day': 12,
    'hour week': 60,
    'day month': 23,
    'day week': 6,
    'hour month': 200,
  };
  const bound = most[`${one.unit} ${per?.unit ?? ''}`];
  if (bound === undefined || one.value > bound || one.value * 8 < bound) return false;
  return (
    !/\b(?:of (?:planned|pending|open|work)|together|in total|zusammen|in one-on-ones|meetings?)\b/.test(
      `${one.after} ${one.before}`,
    ) && drafts.slice(0, at).some((other) => other.isPeople && other.value > 1)
  );
}

/** `45 sellers lose 20 minutes each day`. */
function isSpentByPeople(drafts: readonly Draft[], at: number): boolean {
  const [one, previous] = [drafts[at], drafts[at - 1]];
  if (one === undefined || previous === undefined || !isTimeUnit(one.unit) || !previous.isPeople) return false;
  if (previous.clause !== one.clause || /\b(?:of|in) (?:planned|pending|open|total)\b|\bde trabajo\b/.test(one.after))
    return false;
  return (
    one.per.some(({ unit }) => isTimeUnit(unit) && isLonger(unit, one.unit as TimeUnit)) || /\bwith$/.test(one.before)
  );
}

/** `220 days` are days of a year, `20 working days` of a month, `16 hours on 250 days` hours of a day. */
function addCalendar(drafts: readonly Draft[], at: number, per: Per[]): void {
  const one = drafts[at];
  const next = drafts[at + 1];
  if (one === undefined || per.length > 0) return;
  if (
    next !== undefined &&
    isTimeUnit(next.unit) &&
    one.unit === 'hour' &&
    next.unit === 'day' &&
    next.start - one.end <= 8
  ) {
    per.push({ unit: 'day' });
    return;
  }
  if (
    one.unit === 'hour' &&
    /\b(?:days?|shifts?|tagen?|jours?|dias?) (?:at|of|a|à|zu|de|mit|von|with)$/.test(one.before)
  ) {
    per.push({ unit: 'day' });
    return;
  }
  const { unit, value } = one;
  const isAsked = /\b(?:in|within|noch|until|left|remain\w*|restent|quedan|deadline)\b/.test(one.before + one.after);
  if (
    (unit === 'day' && value >= 180 && value <= 260 && !/person|man-?days/i.test(one.noun)) ||
    (unit === 'week' && value >= 40 && value <= 52) ||
    (unit === 'hour' && value >= 1500 && value <= 2000)
  )
    per.push({ unit: 'year' });
  else if (
    unit === 'day' &&
    value >= 17 &&
    value <= 23 &&
    !isAsked &&
    drafts.some((other) => other.per.some((name) => name.unit === 'month')) &&
    /working|ouvr|laborable|arbeitstage|days?$|tage|jours|dias/.test(one.noun.toLowerCase() + one.before)
  )
    per.push({ unit: 'month' });
}

const AT_PRICE = /(?:^| )(?:at|a|zu|mal|je|for|x|×|à|@)$/;
const AT_TIME = /(?:^| )(?:at|a|zu|mal|je|with|x|×|à|@|de|con|mit|avec)$/;
