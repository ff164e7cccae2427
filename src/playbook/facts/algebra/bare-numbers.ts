import { isThing, SIZE_UNITS, unitNamed } from './nouns.js';
import { labelOf, type Draft } from './read-terms.js';
import { lastWords } from './roles.js';
import type { Role } from './term.js';
import { isTimeUnit } from './time-units.js';

const MONEY_WORD =
  /\b(?:cost\w*|pay\w*|paid|bill\w*|earn\w*|price\w*|fee|rate|sav(?:e|es|ing)|charge\w*|budgets?|salar\w+|revenue|rent|quote\w*|offers?|worth|insurance|contract|loses?|bring|brings|at|for|wants|pot|hour|invoice|cash|bank|sold|sell|spend|spent|commit|gana|kostet|gehalt|zahl\w*|verdien\w*|coute|cuesta|presupuesto|bonus|value|licen[cs]es?|cloud|salaries|kit|tool|volume)\b/;
const OPPOSED = new Set<Role>(['arrives', 'leaves', 'lost']);

/** Gives numbers without a unit one: money where the words say so, else what was counted before. */
export function nameBare(drafts: readonly Draft[]): void {
  const hasCurrency = drafts.some((one) => one.unit === 'money');
  for (const [at, one] of drafts.entries()) {
    if (one.unit !== '') continue;
    const period = one.per.find(({ unit }) => isTimeUnit(unit));
    const things = drafts
      .slice(0, at)
      .filter(
        (other) =>
          isThing(other.unit) &&
          !/^(?:vendor|option|offer|quot|alternativ|angebot|offr|oferta|variant)/.test(other.unit),
      );
    const last = things.findLast((other) => !other.isPeople) ?? things.at(-1);
    const cue =
      MONEY_WORD.test(lastWords(one.before, 4)) ||
      /^(?:in sales|all in|flat|once|of revenue|up ?front|post|in rent)\b/.test(one.after);
    const isOfTime =
      one.per.some(({ unit }) => unit === 'hour' || unit === 'minute') &&
      !/\b(?:handles?|does|closes?|picks|makes|packs)\b/.test(one.before);
    const isFlow =
      ['arrives', 'leaves', 'lost'].some((role) => one.roles.has(role)) &&
      !/\b(?:costs?|pays?|sold)\b/.test(one.before);
    const dangling = danglingOf(drafts, at);
    const isStock = /\b(?:backlog|queue|inventory|pile|ruckstand|pendientes|retard)\b/.test(one.before);
    if (/^of (?:them|these|those)\b/.test(one.after)) {
      one.unit = unitNamed(one.before.split(' ').findLast((word) => /^\p{L}/u.test(word)) ?? 'piece');
      if (one.before === '') one.unit = 'piece';
    } else if (
      period === undefined &&
      /\b(?:(?:team|squad|group|crew|equipo|equipe) (?:of|de)|ils sont|elles sont|nous sommes|wir sind|sie sind|somos|son|we are|we're|they are|they're)$/.test(
        one.before,
      )
    ) {
      one.unit = 'people';
      one.isPeople = true;
      one.noun = 'people';
      one.label = `${one.label} people`;
    } else if (
      !Number.isInteger(one.value) &&
      one.value < 1000 &&
      one.per.some(({ unit }) => SIZE_UNITS.has(unit)) &&
      hasCurrency
    )
      becomeMoney(one, drafts);
    else if (
      one.isScaled &&
      (cue || hasCurrency || one.value < 5_000_000 || (last?.value ?? 0) * 100 < one.value) &&
      !/\bpoints?\b/.test(one.after)
    )
      becomeMoney(one, drafts);
    else if (
      (cue || isOfTime) &&
      !(isStock && last !== undefined) &&
      !(isFlow && last !== undefined && !hasCents(one)) &&
      (one.value >= 1 ? one.value > 20 || hasCurrency || isOfTime || hasCents(one) : true)
    )
      becomeMoney(one, drafts);
    else if (
      dangling !== undefined &&
      period === undefined &&
      one.value <= 500 &&
      Number.isInteger(one.value) &&
      /\b(?:run|have|got|own|operate|use|there are|haben|tenemos|avons)\b/.test(one.before)
    ) {
      one.unit = dangling;
    } else if (period !== undefined && !isFlow && (last === undefined || last.value * 20 < one.value))
      becomeMoney(one, drafts);
    else if (last !== undefined) {
      one.unit = last.unit;
      one.isPeople = last.isPeople;
      inheritPeriod(drafts, at, last);
    } else if (
      last === undefined &&
      period === undefined &&
      /\b(?:backlog|queue|pending|inventory|stock|open|pile|berg|ruckstand|pendientes|retard)\b/.test(one.before)
    ) {
      one.unit = 'item';
      one.noun = 'items';
    } else if (isFlow && dangling !== undefined && period !== undefined) one.unit = dangling;
    else if (period !== undefined || one.value >= 1000) becomeMoney(one, drafts);
  }
}
/** `0.3 admin (95k a year)`: the part of a post and what a whole one costs. */
export function addPosts(drafts: readonly Draft[]): void {
  for (const [at, one] of drafts.entries()) {
    const post = drafts[at - 1];
    if (post === undefined || one.unit !== 'money' || !isThing(post.unit) || post.value >= 1) continue;
    if (one.start - post.end > 12 || !one.per.some(({ unit }) => unit === 'year')) continue;
    one.per.push({ unit: post.unit, term: at - 1 });
    if (/(?:\+|plus|and|und|et|y)$/.test(post.before)) one.roles.add('added');
  }
}
/** A salary in so many payments a year: by payment, or by year when it is as large. */
export function addPays(drafts: readonly Draft[]): void {
  for (const [at, one] of drafts.entries()) {
    const pay = drafts[at - 1];
    if (pay?.unit !== 'money' || one.value < 12 || one.value > 16 || one.start - pay.end > 12) continue;
    const isTimes = one.noun === '' && /(?:^| )(?:x|×|\*|mal|times|fois)$/.test(one.before);
    if (isTimes && pay.value < 20_000 && pay.per.length === 0) {
      pay.per = [{ unit: 'pay' }];
      one.unit = 'pay';
      one.per = [{ unit: 'year' }];
      one.isPeople = false;
      continue;
    }
    if (
      !/^(?:paga|pagas|pay|month|salar|gehalt|gehalter|monatsgehalt|mensualit|people)/.test(one.unit) &&
      !/paga|gehält|salar|mois|monat|month|mes/i.test(one.noun)
    )
      continue;
    if (!/(?:in|en|mal|auf|sur|x|×|times|over|por)$/.test(one.before)) continue;
    const isYearly = pay.value >= 12_000;
    pay.per = [{ unit: isYearly ? 'year' : 'pay' }];
    one.unit = isYearly ? 'pays' : 'pay';
    one.per = [{ unit: 'year' }];
    one.isPeople = false;
  }
}
const hasCents = (one: Draft): boolean => !Number.isInteger(one.value) && one.value < 1000;

function becomeMoney(one: Draft, drafts: readonly Draft[]): void {
  one.unit = 'money';
  one.currency = drafts.find((other) => other.currency !== '')?.currency ?? '';
  one.label = labelOf(undefined, one.value, 'money', '', one.currency, one.isScaled);
}

/** A unit that something is for each of, and that no number counts. */
function danglingOf(drafts: readonly Draft[], at: number): string | undefined {
  return drafts
    .slice(0, at)
    .flatMap(({ per, subject }) => [...per.map(({ unit }) => unit), ...subject.slice(0, 1).map(unitNamed)])
    .find((unit) => isThing(unit) && !drafts.some((other) => other.unit === unit));
}

/** `45 a month, we win 55`; `260 come in and 215 go out a day`. */
function inheritPeriod(drafts: readonly Draft[], at: number, last: Draft): void {
  const one = drafts[at];
  const next = drafts[at + 1];
  if (one === undefined || one.per.length > 0) return;
  const opposed = [...one.roles].some((role) => OPPOSED.has(role as Role));
  if (!opposed) return;
  const period = last.sentence === one.sentence ? last.per.find(({ unit }) => isTimeUnit(unit)) : undefined;
  if (period !== undefined) one.per.push(period);
  else if (next?.unit === '' && next.sentence === one.sentence && next.clause === one.clause) {
    const shared = next.per.find(({ unit }) => isTimeUnit(unit));
    if (shared !== undefined) one.per.push(shared);
  }
}
