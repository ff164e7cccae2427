import type { Derived, Query } from './derived.js';
import { sentenceAt } from './derived.js';
import type { CountFact, FactPlace, MoneyFact } from './facts.js';
import { amount, figure, Ledger } from './ledger.js';

const DOWN = /\b(?:down|outage|outages|unavailable|downtime|offline|caido|caidos|panne|indisponible|ausfall\w*)\b/;
const HOURS_IN = { day: 24, week: 168, month: 730, quarter: 2_190, year: 8_760 } as const;

/** Availability against its promise, and what the promise would have allowed. */
export function availability(query: Query): Derived | undefined {
  const { facts } = query;
  const high = facts.percents.filter((one) => one.value >= 90 && one.value < 100);
  const promise =
    high.find((one) =>
      /\b(?:sla|promise\w*|target|against|slo|guarantee\w*|contract)\b/.test(
        `${one.before.split(' ').slice(-4).join(' ')} ${one.after.split(' ').slice(0, 2).join(' ')}`,
      ),
    ) ?? high[0];
  const down = facts.durations.find(
    (one) => (one.unit === 'hour' || one.unit === 'minute') && DOWN.test(sentenceAt(query, one.start)),
  );
  if (promise === undefined || down === undefined) return undefined;
  const window =
    /\b(?:last |this |past |per |a |in the |over the )?(day|week|month|quarter|year|mes|mois|monat|trimestre|quartal|jahr|ano|annee)\b/.exec(
      sentenceAt(query, down.start),
    )?.[1];
  const unit =
    window === undefined
      ? 'month'
      : ((
          {
            mes: 'month',
            mois: 'month',
            monat: 'month',
            trimestre: 'quarter',
            quartal: 'quarter',
            jahr: 'year',
            ano: 'year',
            annee: 'year',
          } as const
        )[window as 'mes'] ?? (window as 'month'));
  const ledger = new Ledger();
  const total = HOURS_IN[unit];
  const minutes =
    down.unit === 'hour'
      ? facts.durations.find(
          (one) =>
            one.unit === 'minute' && one.sentence === down.sentence && one.start - down.end < 8 && one.start > down.end,
        )
      : undefined;
  const whole = down.unit === 'minute' ? ledger.do(down.amount, '/', 60) : down.amount;
  const hours = minutes === undefined ? whole : ledger.do(whole, '+', ledger.do(minutes.amount, '/', 60));
  const up = ledger.do(total, '−', hours);
  const reached = ledger.share(up, total);
  const off = ledger.do(100, '−', promise.value);
  const allowed = ledger.percent(Number(off.toFixed(4)), total);
  const broken = hours > allowed;
  return {
    kind: 'availability',
    sentence: `${figure(hours)} of ${figure(total)} hours in a ${unit} is ${reached.toFixed(reached > 99.5 ? 2 : 1)}% available; ${figure(promise.value)}% allows ${figure(allowed)} hours.`,
    arithmetic: ledger.toString(),
    values: { reached, allowed },
    verdict: broken ? 'below' : 'above',
    weight: 9,
  };
}

/** From a value to another: difference and percent, for percentages in points as well. */
export function change(query: Query): Derived | undefined {
  const { facts } = query;
  return (
    changeOf(query, facts.money) ??
    changeOf(query, facts.percents) ??
    changeOf(
      query,
      facts.counts.filter((one) => one.value > 0),
    ) ??
    changeOf(query, durationsOf(query))
  );
}

/** Durations in the smaller of their units. */
function durationsOf(query: Query): Valued[] {
  const all = query.facts.durations.filter((one) => one.per === 'once');
  const isMixed = all.some((one) => one.unit === 'minute') && all.some((one) => one.unit === 'hour');
  return all.map((one) => ({
    ...one,
    unit: isMixed && one.unit === 'hour' ? 'minute' : one.unit,
    value: isMixed && one.unit === 'hour' ? one.amount * 60 : one.amount,
  }));
}

const NOW_FROM =
  /\b(?:from|de|von|was|were|instead of|a year ago|last year|before|previously|antes|vorher|avant)(?: about)?$/;
const NOW_TO = /\b(?:to|a|auf|is now|now|today|hoy|heute|up to|down to)(?: about)?$/;

interface Valued extends FactPlace {
  readonly value: number;
}

function changeOf(query: Query, all: readonly Valued[]): Derived | undefined {
  for (const [at, first] of all.entries()) {
    const second = all[at + 1];
    if (second === undefined || Math.abs(second.sentence - first.sentence) > 0 || !isSameKind(first, second)) continue;
    const gap = query.lower.slice(first.end, second.start);
    // `800ms to 4.1s`, `five instead of nine`: no one scale, or too small to be one of percent.
    if ('noun' in first && (/^[a-z]/.test(gap) || Math.max(first.value, second.value) < 10)) continue;
    const isRise = NOW_FROM.test(first.before) && (NOW_TO.test(second.before) || /\bto\b/.test(gap));
    const isFall =
      /^[\s,(;]*(?:down |up )?(?:from|against|a year ago|last year|previously|was|instead of|vs\.?|versus|before)/.test(
        gap,
      ) && gap.length < 30;
    const isAgo =
      /^[\s,)]*(?:a year|a quarter|a month|one year|last|previous)/.test(
        query.lower.slice(second.end, second.end + 14),
      ) && gap.length < 6;
    if (!isRise && !isFall && !isAgo) continue;
    const [old, now] = isRise ? [first, second] : [second, first];
    if (old.value === 0 || old.value === now.value) continue;
    const ledger = new Ledger();
    const difference = ledger.do(Math.max(now.value, old.value), '−', Math.min(now.value, old.value));
    const percent = ledger.share(difference, old.value);
    const way = now.value > old.value ? 'up' : 'down';
    const write = (value: number) => written(value, now);
    const isPoints = 'of' in now;
    const times = now.value / old.value;
    const factor = times >= 2 ? `, ${figure(ledger.do(now.value, '/', old.value))} times as much` : '';
    return {
      kind: 'change',
      sentence: `From ${write(old.value)} to ${write(now.value)} is ${way} ${isPoints ? `${figure(difference)} points` : write(difference)}, ${figure(percent)}%${factor}.`,
      arithmetic: ledger.toString(),
      values: { difference, percent },
      weight: 6,
    };
  }
  return undefined;
}

function isSameKind(a: Valued, b: Valued): boolean {
  if ('currency' in a && 'currency' in b)
    return (
      (a as MoneyFact).per === (b as MoneyFact).per ||
      (b as MoneyFact).per === 'once' ||
      (a as MoneyFact).per === 'once'
    );
  if ('noun' in a && 'noun' in b)
    return (
      (a as CountFact).unit === (b as CountFact).unit || (a as CountFact).unit === '' || (b as CountFact).unit === ''
    );
  return !('unit' in a) || !('unit' in b) || a.unit === b.unit;
}

function written(value: number, like: Valued): string {
  if ('currency' in like) return amount(value, like as MoneyFact);
  if ('of' in like) return `${figure(value)}%`;
  return 'words' in like && 'unit' in like ? `${figure(value)} ${String(like.unit)}s` : figure(value);
}

const PLAN_WORD =
  /\b(?:plan|target|goal|budgeted|forecast|objetivo|objectif|ziel|promised|committed|quota|expected|supposed|sla)\b/;

/** An actual against its plan or target. */
export function againstPlan(query: Query): Derived | undefined {
  const { facts } = query;
  const all: readonly Valued[] = [...facts.money, ...facts.percents, ...facts.counts].toSorted(
    (a, b) => a.start - b.start,
  );
  for (const [at, plan] of all.entries()) {
    const near = `${plan.before.split(' ').slice(-4).join(' ')} | ${plan.after.split(' ').slice(0, 2).join(' ')}`;
    if (!PLAN_WORD.test(near) || plan.value === 0 || plan.value >= 90) {
      if (!PLAN_WORD.test(near) || plan.value === 0 || 'of' in plan) continue;
    }
    if (/\bplan (?:for|to|from)\b/.test(plan.before) || /^(?:under|below|over|above)\b/.test(plan.after)) continue;
    const actual = [all[at - 1], all[at + 1]].find(
      (one) =>
        one !== undefined &&
        Math.abs(one.sentence - plan.sentence) <= 1 &&
        one.value !== plan.value &&
        ('currency' in one === 'currency' in plan || 'of' in one || 'of' in plan) &&
        !isOtherNoun(one, plan),
    );
    if (actual !== undefined && /^(?:under|below|over|above)\b/.test(actual.after)) continue;
    if (actual === undefined || ('noun' in actual && actual.value < 3 && plan.value > 50)) continue;
    const ledger = new Ledger();
    const isPoints = 'of' in actual || 'of' in plan;
    const difference = ledger.do(Math.max(plan.value, actual.value), '−', Math.min(plan.value, actual.value));
    const below = actual.value < plan.value;
    const share = isPoints ? undefined : ledger.share(actual.value, plan.value);
    return {
      kind: 'plan-actual',
      sentence: isPoints
        ? `${figure(actual.value)}% against a plan of ${figure(plan.value)}% is ${figure(difference)} points ${below ? 'below' : 'above'}.`
        : `${written(actual.value, actual)} against ${written(plan.value, plan)} planned is ${figure(share ?? 0)}%, ${written(difference, actual)} ${below ? 'short' : 'over'}.`,
      arithmetic: ledger.toString(),
      values: { difference, ...(share === undefined ? {} : { share }) },
      verdict: below ? 'below' : 'above',
      weight: 7,
    };
  }
  return undefined;
}

/** Part of a whole in counts: `7 of 46`, `four of our 12 engineers`; with a year's rate where a time is named. */
export function partOfWhole(query: Query): Derived | undefined {
  const { facts } = query;
  for (const [at, part] of facts.counts.entries()) {
    const whole = facts.counts.slice(at + 1).find((one) => one.start - part.end < 40 && one.sentence === part.sentence);
    const isSubset = /\b(?:them|those|these)$/.test(part.text);
    const parent = isSubset
      ? facts.counts.slice(0, at).findLast((one) => one.unit === part.unit && one.value > part.value)
      : whole;
    if (parent === undefined || parent.value <= part.value || part.value < 1) continue;
    // A share of a handful says nothing.
    if (parent.value < 10) continue;
    const between = query.lower.slice(part.end, parent.start);
    if (
      !isSubset &&
      !/^(?: [a-z'-]+)? ?(?:of|out of|de|von|sur|des|der)(?: (?:our|the|my|all|their|nos|nuestros|unseren))*(?: last)? ?$/.test(
        between,
      )
    )
      continue;
    const ledger = new Ledger();
    const share = ledger.share(part.value, parent.value);
    const sentence = sentenceAt(query, part.start);
    const isLeaving =
      part.isPeople || parent.isPeople
        ? /\b(?:left|resign\w*|quit|leaving|gone|attrition|turnover|partis|gekundigt|se han ido)\b/.test(sentence)
        : false;
    const time = facts.durations.find(
      (one) => one.sentence === part.sentence && one.value >= 3 && one.value < 52 && one.unit === 'month',
    );
    const noun = parent.noun === '' ? part.noun : parent.noun;
    let text = `${figure(part.value)} of ${figure(parent.value)} ${noun} is ${figure(share)}%`.replace(/ +/g, ' ');
    if (isLeaving && time !== undefined)
      text += `, at that rate ${figure(ledger.do(share, '×', Number((12 / time.amount).toFixed(2))))}% a year`;
    return {
      kind: 'part',
      sentence: `${text}.`,
      arithmetic: ledger.toString(),
      values: { share },
      weight: isLeaving ? 7 : 4,
    };
  }
  return undefined;
}

const isOtherNoun = (one: Valued, plan: Valued): boolean => {
  if (!('noun' in one) || !('noun' in plan)) return false;
  const [a, b] = [(one as CountFact).unit, (plan as CountFact).unit];
  return a !== b && a !== '' && b !== '';
};

/** Output per person then and now, e.g. `14 features with 18 people, this year 11 with 25`. */
export function perPersonChange(query: Query): Derived | undefined {
  const { facts } = query;
  const pairs = facts.counts.flatMap((output, at) => {
    const people = facts.counts[at + 1];
    return people !== undefined &&
      people.start - output.end < 40 &&
      /\b(?:with|con|mit|avec|by)(?: only| just)?$/.test(people.before) &&
      (people.isPeople || people.unit === '')
      ? [{ output, people }]
      : [];
  });
  const [first, second] = pairs;
  if (first === undefined || second === undefined) return undefined;
  const ledger = new Ledger();
  const before = ledger.do(first.output.value, '/', first.people.value);
  const after = ledger.do(second.output.value, '/', second.people.value);
  const percent = Math.abs(((after - before) / before) * 100);
  const noun = first.output.noun === '' ? 'of them' : first.output.noun;
  return {
    kind: 'per-person',
    sentence: `${figure(first.output.value)} / ${figure(first.people.value)} is ${figure(before)} ${noun} per person, ${figure(second.output.value)} / ${figure(second.people.value)} is ${figure(after)}: ${figure(percent)}% ${after < before ? 'less' : 'more'}.`,
    arithmetic: `${ledger.toString()}; ${figure(after)} / ${figure(before)} − 1 = ${after < before ? '−' : ''}${figure(percent)}%`,
    values: { before, after, percent },
    weight: 9,
  };
}
