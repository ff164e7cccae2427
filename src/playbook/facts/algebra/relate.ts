import { addPays, addPosts, nameBare } from './bare-numbers.js';
import { persOf } from './bind-units.js';
import type { Draft } from './read-terms.js';
import { anchorOf, isChange, isLimitShare, isMeasure, shareOf } from './shares.js';
import type { Role, Share, Term } from './term.js';
import { isTimeUnit } from './time-units.js';

/** Gives the bare numbers their units, binds each price to its thing and each percentage to what it is a part of. */
export function termsOf(drafts: readonly Draft[]): Term[] {
  nameBare(drafts);
  addPays(drafts);
  addPosts(drafts);
  const shares = new Map<number, Share[]>();
  const isRate = (one: Draft) => one.unit === '%' && one.per.some(({ unit }) => isTimeUnit(unit));
  for (const [at, one] of drafts.entries()) {
    if (one.unit !== '%' || isRate(one) || isLimitShare(one) || isChange(one) || isMeasure(one)) continue;
    const anchor = anchorOf(drafts, at);
    if (anchor === undefined) continue;
    shares.set(anchor, [...(shares.get(anchor) ?? []), shareOf(one, at)]);
  }
  return drafts.map((one, at) => ({
    at,
    value: one.value,
    unit: one.unit,
    per: persOf(drafts, at),
    shares: shares.get(at) ?? [],
    label: one.label,
    name: one.name,
    noun: one.noun,
    currency: one.currency,
    isScaled: one.isScaled,
    isPeople: one.isPeople,
    roles: one.roles as ReadonlySet<Role>,
    start: one.start,
    end: one.end,
    sentence: one.sentence,
    before: one.before,
    after: one.after,
  }));
}
