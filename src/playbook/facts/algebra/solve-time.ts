import type { Verdict } from '../derived.js';
import { figure, type Ledger } from '../ledger.js';
import { inPeriod, inUnit, type Flow } from './flow.js';
import { isThing } from './nouns.js';
import {
  candidate,
  inWords,
  isApart,
  isDisjoint,
  say,
  sentenceOf,
  timeInWords,
  union,
  type Candidate,
  type Problem,
} from './problem.js';
import type { Role } from './term.js';
import { isLonger, isTimeUnit, timeFactor, type TimeUnit } from './time-units.js';

const isSameKind = (a: Flow, b: Flow): boolean =>
  a.unit === b.unit || (isTimeUnit(a.unit) && isTimeUnit(b.unit)) || (isThing(a.unit) && isThing(b.unit));
/** Visits and visitors: things of two names may be the same, at a price. */
const strangeness = (a: Flow, b: Flow): number =>
  a.unit === b.unit || isTimeUnit(a.unit) ? 0 : a.lead.isPeople && b.lead.isPeople ? 0.3 : 3;
const has = (flow: Flow, ...roles: Role[]): boolean => roles.some((role) => flow.roles.has(role));

/** What flows in and out of an amount for a period. */
interface Net {
  readonly plus: Flow;
  readonly minus?: Flow;
  readonly value: number;
}
/** An amount to work off or to reach: one, or the gap between two. */
interface Gap {
  readonly whole: Flow;
  readonly part?: Flow;
  readonly value: number;
}

/** How long until an amount is used up, worked off, reached or paid back: amount / rate. */
export function durations(problem: Problem): Candidate[] {
  const { flows } = problem;
  const amounts = flows.filter(
    (one) =>
      (one.period === undefined || (isThing(one.unit) && isLonger(one.period, 'hour'))) &&
      one.each.length === 0 &&
      one.unit !== '' &&
      isAmount(one),
  );
  const rates = flows.filter((one) => one.unit !== 'occasion' && one.period !== undefined && one.each.length === 0);
  const found: Candidate[] = [];
  for (const gap of gapsOf(amounts, problem)) {
    for (const rate of rates) {
      if (
        !isSameKind(gap.whole, rate) ||
        rate.period === undefined ||
        (gap.whole.period !== undefined && !isLonger(gap.whole.period, rate.period)) ||
        !isApart(gap.whole, rate) ||
        (gap.part !== undefined && !isApart(gap.part, rate))
      )
        continue;
      for (const net of netsOf(rate, rates, gap, problem)) found.push(...timed(gap, net, problem));
    }
    if (isTimeUnit(gap.whole.unit) && gap.part === undefined) found.push(...byWorkers(gap.whole, problem));
  }
  return found;
}

/** A bare time is a limit; work is what several numbers make. */
const isAmount = (one: Flow): boolean =>
  !isTimeUnit(one.unit) ||
  one.used.size > 1 ||
  /\b(?:work|arbeit|trabajo|pending|pendiente|travail|effort|person|backlog|hours? of|once|automating|costs?)\b/.test(
    `${one.lead.before} ${one.lead.after} ${one.lead.noun}`,
  ) ||
  /personentag|mandays|person/i.test(one.lead.noun);

const gapUsed = ({ whole, part }: Gap): Set<number> => union(whole.used, ...(part === undefined ? [] : [part.used]));

function gapsOf(amounts: readonly Flow[], { goal }: Problem): Gap[] {
  const gaps: Gap[] = amounts.map((whole) => ({ whole, value: whole.value }));
  if (!goal.isWhen && !goal.isFit && !goal.isPayback) return gaps;
  for (const whole of amounts) {
    for (const part of amounts) {
      if (
        whole.value <= part.value ||
        whole.unit !== part.unit ||
        whole.unit === 'money' ||
        whole.period !== part.period ||
        has(whole, 'arrives') !== has(part, 'arrives') ||
        !isDisjoint(whole.used, part.used) ||
        isTimeUnit(whole.unit)
      )
        continue;
      gaps.push({ whole, part, value: whole.value - part.value });
    }
  }
  return gaps;
}

function netsOf(rate: Flow, rates: readonly Flow[], gap: Gap, { isWork }: Problem): Net[] {
  const nets: Net[] = [{ plus: rate, value: rate.value }];
  for (const other of rates) {
    if (other === rate || rate.period === undefined || !isSameKind(rate, other) || other.lead.at === rate.lead.at)
      continue;
    if (!isApart(other, rate) || !isApart(other, gap.whole) || (gap.part !== undefined && !isApart(other, gap.part)))
      continue;
    const like = inPeriod(other, rate.period, isWork);
    if (like === undefined || !isOpposed(rate, like, gap)) continue;
    // What 180 contracts cost less what one costs is no saving.
    if (rate.unit === 'money' && countedBy(rate) !== countedBy(like)) continue;
    nets.push({ plus: rate, minus: like, value: rate.value - like.value });
  }
  return nets;
}

/** What a flow is multiplied by, by place. */
const countedBy = ({ factors, lead }: Flow): string =>
  factors
    .filter(({ term }) => term !== undefined && term !== lead && isThing(term.unit))
    .map(({ term }) => term?.at)
    .join();

/** Whether the first works towards the end of the gap and the second against it. */
function isOpposed(forth: Flow, back: Flow, { part, whole }: Gap): boolean {
  if (forth.unit === 'money') {
    if (has(forth, 'saving') && !has(back, 'saving')) return true;
    if (has(back, 'income') && !has(forth, 'income')) return true;
    return !has(forth, 'income') && forth.value > back.value && !has(forth, 'saving') && !has(back, 'saving');
  }
  if (part !== undefined && !isDownTo(whole, part))
    return has(forth, 'arrives') && !has(forth, 'lost') && has(back, 'leaves', 'lost');
  if (has(back, 'lost')) return has(forth, 'leaves', 'arrives') && !has(forth, 'lost');
  if (has(forth, 'arrives') && !has(forth, 'leaves')) return false;
  if (has(forth, 'leaves') && has(back, 'arrives'))
    return !has(back, 'leaves') || forth.lead.start > back.lead.start || !has(forth, 'arrives');
  return false;
}

/** A backlog that is to be under a limit, rather than a stock that grows to one. */
const isDownTo = (whole: Flow, part: Flow): boolean =>
  has(whole, 'stock') && has(part, 'limit') && whole.lead.start < part.lead.start;

/** A time that is there: a window, a deadline, a promise. */
function limitsOf({ flows }: Problem, used: ReadonlySet<number>): (Flow | undefined)[] {
  return [
    undefined,
    ...flows.filter(
      (one) =>
        isTimeUnit(one.unit) &&
        one.used.size === 1 &&
        one.period === undefined &&
        one.each.length === 0 &&
        isDisjoint(one.used, used),
    ),
  ];
}

function timed(gap: Gap, net: Net, problem: Problem): Candidate[] {
  const { goal } = problem;
  const used = union(gapUsed(gap), net.plus.used, ...(net.minus === undefined ? [] : [net.minus.used]));
  const period = net.plus.period;
  if (period === undefined) return [];
  if (gap.whole.unit === 'money' && !goal.isWhen && !goal.isPayback) return [];
  const isOpposite = net.minus !== undefined;
  const bonus =
    (goal.isWhen ? 3 : 0) +
    (goal.isPayback ? 3 : 0) +
    (goal.isFit ? 0.5 : 0) +
    (isOpposite ? 1 : 0) -
    (!goal.isWhen && !goal.isPayback && !goal.isFit ? 3 : 0) -
    (gap.whole.unit === 'money' && goal.isFit && !goal.isWhen && !goal.isPayback ? 2 : 0) -
    (has(gap.whole, 'stock', 'once', 'need') || isTimeUnit(gap.whole.unit) ? 0 : 0.2);
  const assumed =
    4 * strangeness(gap.whole, net.plus) +
    (gap.whole.period === undefined ? 0 : 5) +
    net.plus.assumed +
    gap.whole.assumed +
    (net.minus?.assumed ?? 0);
  const limits = limitsOf(problem, used).filter((limit) => limit === undefined || goal.isFit || has(limit, 'limit'));
  return limits.map((limit) =>
    candidate(
      'time-to',
      used.size +
        (limit === undefined ? 0 : has(limit, 'limit') ? 3.2 : goal.isFit ? 1.6 : 0.4) +
        bonus -
        0.3 * assumed,
      limit === undefined ? used : union(used, limit.used),
      (ledger) => writeTime(gap, net, limit, ledger, problem),
    ),
  );
}

function writeTime(gap: Gap, net: Net, limit: Flow | undefined, ledger: Ledger, { goal, isWork }: Problem) {
  const parts: string[] = [];
  const whole = say(gap.whole, ledger, parts);
  let value = whole.value;
  let top = whole.text;
  if (gap.part !== undefined) {
    const part = say(gap.part, ledger, parts);
    value = ledger.do(value, '−', part.value);
    parts.push(`${whole.text} − ${part.text} is ${inWords(value, gap.whole)}`);
    top = figure(value);
  }
  let rateFlow = net.plus;
  if (isTimeUnit(rateFlow.unit) && isTimeUnit(gap.whole.unit)) rateFlow = inUnit(rateFlow, gap.whole.unit, isWork);
  const rate = say(rateFlow, ledger, parts);
  let speed = rate.value;
  let bottom = rate.text;
  if (net.minus !== undefined) {
    const against = say(net.minus, ledger, parts);
    speed = ledger.do(rate.value, '−', against.value);
    if (Math.abs(rate.value - against.value) < 1e-9 || speed <= 0) {
      const grows = Math.abs(speed);
      return {
        sentence: sentenceOf([
          ...parts,
          `${rate.text} against ${against.text} a ${net.plus.period}: ${grows < 1e-9 ? 'it stays as it is' : `it moves away by ${inWords(grows, net.plus)}`}, so it never gets there at this pace`,
        ]),
        values: { net: speed },
        verdict: 'short' as Verdict,
      };
    }
    parts.push(`${rate.text} − ${against.text} is ${inWords(speed, { ...net.plus, lead: net.plus.lead })} net`);
    bottom = figure(speed);
  }
  const period = net.plus.period as TimeUnit;
  let time = ledger.do(value, '/', speed);
  const natural = naturalUnit(time, period, limit, goal.counted);
  if (natural !== period) {
    const factor = timeFactor(period, natural, false);
    time = factor >= 1 ? ledger.do(time, '×', factor) : ledger.do(time, '/', 1 / factor);
  }
  const bracket = / [×/] /.test(bottom) ? `(${bottom})` : bottom;
  const result = timeInWords(time, natural);
  let main = `${top} / ${bracket}${natural === period ? ` a ${period}` : ''} is ${result}`.replace(
    / a (\w+) a \1/,
    ' a $1',
  );
  let verdict: Verdict | undefined;
  if (limit !== undefined) {
    const there = limit.unit === natural ? limit.value : say(inUnit(limit, natural, false), ledger, []).value;
    const spare = there - time;
    const gapTime = ledger.do(Math.max(there, time), '−', Math.min(there, time));
    main += ` against ${timeInWords(there, natural)}: ${timeInWords(gapTime, natural)} ${spare >= 0 ? 'to spare' : 'too long'}`;
    verdict = Math.abs(spare) < 1e-9 ? 'even' : spare > 0 ? 'fits' : 'short';
    if (spare < 0 && gap.part === undefined && net.minus === undefined && !isTimeUnit(gap.whole.unit)) {
      const inPlan =
        limit.unit === period ? limit.value : limit.value * timeFactor(limit.unit as TimeUnit, period, false);
      const done = ledger.do(speed, '×', inPlan);
      main += `; in that time it is ${inWords(done, { ...gap.whole })}, ${inWords(ledger.do(value, '−', done), gap.whole)} missing`;
    }
  } else if (/^year|^month/.test(natural) && goal.isWorth) verdict = undefined;
  return { sentence: sentenceOf([...parts, main]), values: { time }, verdict };
}

/** Work by so many people at once. */
function byWorkers(work: Flow, problem: Problem): Candidate[] {
  const { goal, terms } = problem;
  if (!goal.isWhen && !goal.isFit) return [];
  return terms
    .filter((one) => one.isPeople && one.per.length === 0 && !work.used.has(one.at))
    .flatMap((people) =>
      limitsOf(problem, union(work.used, new Set([people.at]))).map((limit) =>
        candidate(
          'work-shared',
          work.used.size + (limit === undefined ? 0 : 1.2) + (goal.isWhen ? 2 : 0) - 0.5,
          union(work.used, new Set([people.at])),
          (ledger) => {
            const parts: string[] = [];
            const whole = say(work, ledger, parts);
            const each = ledger.do(whole.value, '/', people.value);
            const flow = { ...work, period: undefined } as unknown as Flow;
            let main = `${whole.text} / ${people.label} is ${inWords(each, flow)}`;
            if (limit === undefined) return { sentence: sentenceOf([...parts, main]), values: { each } };
            const there = say(inUnit(limit, work.unit as TimeUnit, problem.isWork), ledger, []).value;
            main += ` against ${inWords(there, flow)}`;
            return {
              sentence: sentenceOf([...parts, main]),
              values: { each },
              verdict: each <= there ? 'fits' : 'short',
            };
          },
        ),
      ),
    );
}

function naturalUnit(time: number, period: TimeUnit, limit: Flow | undefined, counted: string): TimeUnit {
  if (limit !== undefined && isTimeUnit(limit.unit)) {
    if (limit.unit === period || Math.abs(Math.log(time * timeFactor(period, limit.unit, false))) < 6)
      return limit.unit;
  }
  const asked = /(second|minute|hour|day|week|month|year)s?\b/.exec(counted)?.[1];
  if (asked !== undefined && isTimeUnit(asked)) return asked;
  if (period === 'second') return time >= 5400 ? 'hour' : time >= 120 ? 'minute' : 'second';
  if (period === 'minute') return time >= 120 ? 'hour' : 'minute';
  if (period === 'hour') return time >= 96 ? 'day' : 'hour';
  return period;
}
