import type { Verdict } from '../derived.js';
import { figure } from '../ledger.js';
import { candidate, inWords, sentenceOf, union, type Candidate, type Problem } from './problem.js';
import { isThing } from './nouns.js';
import type { Term } from './term.js';
import { isTimeUnit } from './time-units.js';

/** Shares, what is left of a whole, and what changes in proportion. */
export function parts(problem: Problem): Candidate[] {
  return [
    ...shares(problem),
    ...rest(problem),
    ...inProportion(problem),
    ...uplift(problem),
    ...paceFromWork(problem),
    ...grown(problem),
  ];
}

const plainTerms = ({ terms }: Problem, is: (one: Term) => boolean): Term[] =>
  terms.filter((one) => one.unit !== '%' && is(one));

/** `5,200 calls, 3,850 in time` against a promised percentage. */
function shares({ terms, goal, flows }: Problem): Candidate[] {
  const target = terms.find(
    ({ unit, per, at }) => unit === '%' && per.length === 0 && !flows.some(({ used }) => used.has(at)),
  );
  if (target === undefined || target.value >= 99) return [];
  if (/\b(?:minus|less|fewer|down|reduc\w*|cut|weniger|moins|menos)\b/.test(target.before)) return [];
  if (!/\b(?:must|target|promis\w*|sla|goal|ziel|objetivo|objectif|policy|want\w*)\b/.test(target.before)) return [];
  return terms.flatMap((whole) =>
    terms.flatMap((part) => {
      if (
        part.per.some(({ unit }) => !whole.per.some((one) => one.unit === unit)) ||
        whole === part ||
        whole.unit !== part.unit ||
        !isThing(whole.unit) ||
        part.value >= whole.value ||
        part.start < whole.start
      )
        return [];
      return [
        candidate(
          'share-of-target',
          3 + (goal.isFit || goal.isLoad ? 2 : 0),
          new Set([target.at, whole.at, part.at, ...terms.filter(({ unit }) => unit === 'second').map(({ at }) => at)]),
          (ledger) => {
            const share = ledger.share(part.value, whole.value);
            const gap = ledger.do(Math.max(share, target.value), '−', Math.min(share, target.value));
            const verdict: Verdict = share >= target.value ? 'fits' : 'short';
            return {
              sentence: sentenceOf([
                `${figure(part.value)} / ${figure(whole.value)} is ${figure(share)}% against ${figure(target.value)}%: ${figure(gap)} points ${verdict === 'fits' ? 'above' : 'below'} it`,
              ]),
              values: { share, gap },
              verdict,
            };
          },
        ),
      ];
    }),
  );
}

/** A budget less what goes off it. */
function rest(problem: Problem): Candidate[] {
  const { ask, lower } = problem;
  if (!/\b(?:left|remain\w*|over|rest|bleibt|ubrig|queda\w*|reste|sobra|keep)\b/.test(`${ask} ${lower.slice(-160)}`))
    return [];
  const money = plainTerms(problem, ({ unit, per }) => unit === 'money' && per.length === 0);
  const whole = money.toSorted((a, b) => b.value - a.value)[0];
  if (whole === undefined || money.length < 3) return [];
  const others = money.filter((one) => one !== whole);
  return [
    candidate('left-over', money.length + 3, new Set(money.map(({ at }) => at)), (ledger) => {
      const left = others.reduce((value, one) => ledger.do(value, '−', one.value), whole.value);
      const flow = { unit: 'money', lead: whole };
      return {
        sentence: sentenceOf([
          `${[whole, ...others].map(({ label }) => label).join(' − ')} leaves ${inWords(left, flow)}`,
        ]),
        values: { left },
        verdict: undefined,
      };
    }),
  ];
}

const CHANGED =
  /\b(?:leave|leaves|leaving|quit|left|lose|losing|add|adding|hire|hiring|join|more|fewer|without|gehen|kundigen|mehr|weniger|partent|se van|dazu)\b/;
const GAINED = /\b(?:add|adding|hire|hiring|join|more|mehr|dazu)\b/;

/** What so many people do, with some more or fewer of them. */
function inProportion(problem: Problem): Candidate[] {
  const [all, changed] = plainTerms(problem, ({ isPeople, per }) => isPeople && per.length === 0);
  if (all === undefined || changed === undefined || changed.value >= all.value) return [];
  if (!CHANGED.test(`${changed.before} ${changed.after} ${changed.noun}`)) return [];
  const isMore = GAINED.test(`${changed.before} ${changed.after} ${changed.noun}`);
  return problem.flows
    .filter(
      ({ lead, period, factors, each }) =>
        period !== undefined && isThing(lead.unit) && !lead.isPeople && factors.length === 1 && each.length === 0,
    )
    .map((flow) =>
      candidate('in-proportion', flow.used.size + 2 + 2, union(flow.used, new Set([all.at, changed.at])), (ledger) => {
        const there = ledger.do(all.value, isMore ? '+' : '−', changed.value);
        const one = ledger.do(flow.value, '/', all.value);
        const result = ledger.do(one, '×', there);
        return {
          sentence: sentenceOf([
            `${flow.lead.label} / ${figure(all.value)} is ${figure(one)} for each`,
            `with ${figure(there)} of them ${inWords(result, flow)}`,
          ]),
          values: { result },
        };
      }),
    );
}

/** From one percentage to another of the same whole: what the difference brings. */
function uplift(problem: Problem): Candidate[] {
  const { terms, flows, goal } = problem;
  const rates = terms.filter(({ unit, per }) => unit === '%' && per.length === 0);
  const [from, to] = rates;
  if (from === undefined || to === undefined || rates.length > 2 || from.value === to.value) return [];
  if (
    !/\b(?:to|bring|reach|instead|after|from|auf|nach|sobre|a|passer|subir|steig\w*|would|expect\w*)\b/.test(to.before)
  )
    return [];
  const whole = flows.find(
    ({ lead, used, factors }) => isThing(lead.unit) && used.has(from.at) && factors.length === 2,
  );
  if (whole === undefined) return [];
  const [price, once, ...others] = terms
    .filter(({ unit }) => unit === 'money')
    .toSorted((one, other) => one.value - other.value);
  if (
    others.length > 0 ||
    price?.per.some(({ unit }) => isTimeUnit(unit)) === true ||
    price?.roles.has('once') === true
  )
    return [];
  const used = new Set([
    from.at,
    to.at,
    whole.lead.at,
    ...(price === undefined ? [] : [price.at]),
    ...(once === undefined ? [] : [once.at]),
  ]);
  return [
    candidate('uplift', used.size + (goal.isPayback ? 3 : 1.5), used, (ledger) => {
      const points = ledger.do(Math.max(to.value, from.value), '−', Math.min(to.value, from.value));
      const more = ledger.percent(points, whole.lead.value);
      const words = [
        `${figure(points)} points of ${whole.lead.label} are ${figure(more)}${whole.period === undefined ? '' : ` a ${whole.period}`}`,
      ];
      if (price === undefined) return { sentence: sentenceOf(words), values: { more } };
      const value = ledger.do(more, '×', price.value);
      words.push(`× ${price.label} is ${inWords(value, { ...whole, unit: 'money', lead: price })}`);
      if (once === undefined || whole.period === undefined)
        return { sentence: sentenceOf([words.join(' ')]), values: { value } };
      const time = ledger.do(once.value, '/', value);
      return {
        sentence: sentenceOf([words.join(' '), `${once.label} is paid back after ${figure(time)} ${whole.period}s`]),
        values: { time },
      };
    }),
  ];
}

/** Work in progress by the time each takes: what comes out. */
function paceFromWork(problem: Problem): Candidate[] {
  const { lower, terms, flows } = problem;
  if (!/\b(?:cycle time|lead time|throughput|durchlaufzeit|in progress|wip)\b/.test(lower)) return [];
  const time = terms.find(
    ({ unit, per, before }) =>
      isTimeUnit(unit) && per.length === 0 && /\b(?:cycle|lead) time|durchlaufzeit|takes?\b/.test(before),
  );
  const work = terms.find(({ unit, per }) => isThing(unit) && per.length === 0);
  if (time === undefined || work === undefined) return [];
  const wanted = flows.find(
    ({ lead, period, each }) => lead.unit === work.unit && period !== undefined && each.length === 0,
  );
  return [
    candidate(
      'throughput',
      6 + (wanted === undefined ? 0 : 1),
      union(new Set([time.at, work.at]), wanted?.used ?? new Set()),
      (ledger) => {
        const pace = ledger.do(work.value, '/', time.value);
        const words = [`${work.label} / ${time.label} is ${figure(pace)} a ${time.unit}`];
        if (wanted !== undefined && wanted.period === time.unit) {
          const needed = ledger.do(wanted.value, '×', time.value);
          const faster = ledger.do(work.value, '/', wanted.value);
          words.push(
            `${figure(wanted.value)} a ${time.unit} takes ${figure(needed)} in progress, or a cycle of ${figure(faster)} ${time.unit}s`,
          );
        }
        return { sentence: sentenceOf(words), values: { pace } };
      },
    ),
  ];
}

/** Growth by a percentage for a period until a limit is reached. */
function grown(problem: Problem): Candidate[] {
  const { terms, goal } = problem;
  const rate = terms.find(({ unit, per }) => unit === '%' && per.some((one) => isTimeUnit(one.unit)));
  const period = rate?.per.find((one) => isTimeUnit(one.unit))?.unit;
  if (rate === undefined || period === undefined || !goal.isWhen) return [];
  const amounts = terms.filter(({ unit, per }) => unit !== '%' && !isTimeUnit(unit) && per.length === 0);
  const [a, b] = amounts;
  if (a === undefined || b === undefined || a.unit !== b.unit || a.value === b.value) return [];
  const [now, full] = a.value < b.value ? [a, b] : [b, a];
  return [
    candidate('growth-to', 3 + 4, new Set([rate.at, a.at, b.at]), (ledger) => {
      const times = ledger.do(full.value, '/', now.value);
      const factor = 1 + rate.value / 100;
      const count = Math.log(times) / Math.log(factor);
      ledger.note(`log(${figure(times)}) / log(${factor}) = ${figure(count)}`);
      return {
        sentence: sentenceOf([
          `From ${now.label} to ${full.label} at ${figure(rate.value)}% a ${period}, compounded, is ${figure(count)} ${period}s`,
        ]),
        values: { count },
      };
    }),
  ];
}
