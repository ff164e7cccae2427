import { conversion, doubt, shareFactor, type Factor, type Flow } from './flow.js';
import { isSame } from './nouns.js';
import type { Per, Share, Term } from './term.js';
import { isLonger, isTimeUnit, timeFactor } from './time-units.js';

const MAX_FLOWS = 160;
const MAX_DEPTH = 7;
const MAX_STEPS = 1_500;

/** All products that the terms allow, each from a term that leads it. */
export function flowsOf(terms: readonly Term[], isWork: boolean): Flow[] {
  const found = new Map<string, Flow>();
  let steps = 0;
  const visit = (flow: Flow, open: readonly Per[], depth: number): void => {
    if ((steps += 1) > MAX_STEPS || found.size >= MAX_FLOWS) return;
    const thing = open.find(({ unit }) => !isTimeUnit(unit));
    const period = open.map(({ unit }) => unit).find(isTimeUnit);
    if (thing !== undefined && depth < MAX_DEPTH) {
      const factors = countersOf(terms, thing, flow);
      if (factors.length > 0) {
        for (const factor of factors) {
          const rest = open.filter((one) => one !== thing);
          const more = merge(
            rest,
            factor.term.per.filter((one) => !flow.used.has(one.term ?? -1)),
          );
          if (more !== undefined) visit(extended(flow, factor, []), more, depth + 1);
        }
        return;
      }
      const rest = open.filter((one) => one !== thing);
      visit({ ...flow, each: [...flow.each, thing.unit] }, rest, depth);
      return;
    }
    keep(found, { ...flow, ...(period === undefined ? {} : { period }) });
    if (period === undefined || depth >= MAX_DEPTH) return;
    for (const term of terms) {
      if (!isTimeUnit(term.unit) || flow.used.has(term.at)) continue;
      const things = term.per.filter(({ unit }) => !isTimeUnit(unit));
      // Hours of each of something are what an hourly price is for, not how long it goes on.
      if (things.length > 0 && (isTimeUnit(flow.unit) || isLonger(term.unit, 'day'))) continue;
      const longer = term.per.map(({ unit }) => unit).find(isTimeUnit);
      if (longer !== undefined && !isLonger(longer, period)) continue;
      if (isLonger(period, term.unit) && !(period === 'hour' && term.unit === 'minute')) continue;
      const factor = term.unit === period ? 1 : timeFactor(term.unit, period, isWork);
      visit(
        extended(flow, { term, value: term.value, label: term.label }, conversion(factor, term.unit, period)),
        // What is counted already is not counted once more.
        term.per.filter(({ unit }) => isTimeUnit(unit) || !flow.factors.some((one) => one.term?.unit === unit)),
        depth + 1,
      );
    }
  };
  for (const term of terms) {
    if (term.unit === '%' || term.value <= 0) continue;
    const discounts = term.shares.filter(isDiscount);
    for (const shares of discounts.length === 0
      ? [term.shares]
      : [term.shares, term.shares.filter((one) => !isDiscount(one))])
      start(term, shares);
  }
  const products = [...found.values()];
  return [...products, ...withExtras(products)];

  function start(term: Term, shares: readonly Share[]): void {
    const shared = shares.map(shareFactor);
    const flow: Flow = {
      lead: term,
      value: [term.value, ...shared.map(({ value }) => value)].reduce((a, b) => a * b, 1),
      unit: term.unit,
      each: [],
      factors: [{ value: term.value, label: term.label, term }, ...shared],
      used: new Set([term.at, ...shares.map(({ at }) => at)]),
      roles: term.roles,
      assumed: 0,
    };
    visit(flow, term.per, 0);
  }
}

/** Paid every year where nothing else is said. */
const RECURRING = /^(?:licen[cs]e|licencia|lizenz\w*|maintenance|wartung|subscription)\b/;

/** `96k a year plus 15k to recruit`, `A 300 a month and 4,000 set-up`. */
function withExtras(flows: readonly Flow[]): Flow[] {
  const extras = flows.filter(({ lead, each }) => each.length === 0 && lead.roles.has('added'));
  return extras.flatMap((extra) =>
    flows
      .filter(
        ({ lead, unit, each, used, period }) =>
          unit === extra.unit &&
          each.length === 0 &&
          lead.at < extra.lead.at &&
          lead.sentence === extra.lead.sentence &&
          !used.has(extra.lead.at) &&
          !extra.used.has(lead.at) &&
          (period === extra.period ||
            (extra.period === undefined && period === 'year') ||
            (period === undefined && extra.period === 'year' && RECURRING.test(lead.after))),
      )
      .map((flow) => ({
        ...flow,
        ...(flow.period === undefined && extra.period !== undefined ? { period: extra.period } : {}),
        value: flow.value + extra.value,
        used: new Set([...flow.used, ...extra.used]),
        plus: extra,
        assumed: flow.assumed + extra.assumed,
      })),
  );
}

/** `15% off` holds for one of the offers. */
const isDiscount = (share: Share): boolean => share.isTakenAway && share.isSaving;

/** Characters between a thing and what stands right behind it. */
const ADJACENT = 8;

/** Terms that count what a flow is for each of: the bound one, else all of the unit, the nearest first. */
function countersOf(terms: readonly Term[], per: Per, flow: Flow): (Factor & { term: Term })[] {
  const bound = per.term === undefined ? undefined : terms[per.term];
  const found =
    bound === undefined
      ? terms.filter(
          (one) =>
            !flow.used.has(one.at) &&
            isSame(one.unit, per.unit, one.isPeople) &&
            !one.per.some(({ unit }) => unit === flow.unit),
        )
      : flow.used.has(bound.at)
        ? []
        : [
            bound,
            // The price right behind its thing is of no other: `3 seniors at 92k or 5 juniors at 58k`.
            ...(flow.lead.start - bound.end <= ADJACENT ? [] : terms).filter(
              (one) =>
                one !== bound &&
                !flow.used.has(one.at) &&
                one.unit === bound.unit &&
                one.per.length === bound.per.length &&
                one.sentence >= bound.sentence,
            ),
          ];
  return found
    .toSorted((a, b) => Math.abs(a.start - flow.lead.start) - Math.abs(b.start - flow.lead.start))
    .slice(0, 2)
    .map((term) => ({ term, value: term.value, label: term.label }));
}

function extended(flow: Flow, factor: Factor & { term: Term }, conversions: readonly Factor[]): Flow {
  const shares = factor.term.shares.filter(({ at }) => !flow.used.has(at)).map(shareFactor);
  const more = [factor, ...shares, ...conversions];
  return {
    ...flow,
    value: more.reduce((value, one) => (one.isDivisor === true ? value / one.value : value * one.value), flow.value),
    factors: [...flow.factors, ...more],
    used: new Set([...flow.used, factor.term.at, ...factor.term.shares.map(({ at }) => at)]),
    assumed: flow.assumed + conversions.reduce((sum, one) => sum + doubt(one), 0),
  };
}

/** What is still open after a factor; nothing when it would be for two periods at once. */
function merge(open: readonly Per[], more: readonly Per[]): readonly Per[] | undefined {
  const per = [...open];
  for (const one of more) {
    const other = isTimeUnit(one.unit)
      ? per.find(({ unit }) => isTimeUnit(unit))
      : per.find(({ unit }) => unit === one.unit);
    if (other === undefined) per.push(one);
    else if (other.unit !== one.unit) return undefined;
  }
  return per;
}

function keep(found: Map<string, Flow>, flow: Flow): void {
  const key = `${flow.lead.at}:${[...flow.used].toSorted((a, b) => a - b).join(',')}:${flow.period ?? ''}`;
  const known = found.get(key);
  if (known === undefined || known.assumed > flow.assumed) found.set(key, flow);
}
