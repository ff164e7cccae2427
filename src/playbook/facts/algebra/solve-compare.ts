import type { Verdict } from '../derived.js';
import { figure, type Ledger } from '../ledger.js';
import { inPeriod, inUnit, written, type Flow } from './flow.js';
import { candidate, inWords, say, sentenceOf, union, type Candidate, type Problem } from './problem.js';
import { MONTH } from './names.js';
import { isThing } from './nouns.js';
import { counts, isWithin, unitsNeeded } from './solve-count.js';
import type { Role } from './term.js';
import { isLonger, isTimeUnit } from './time-units.js';

const has = (flow: Flow, ...roles: Role[]): boolean => roles.some((role) => flow.roles.has(role));
const isSaving = (flow: Flow): boolean =>
  flow.factors.some(({ share }) => share?.isSaving === true && !share.isTakenAway) || has(flow, 'saving');

/** Two flows of one unit against each other: need and capacity, cost and budget, benefit and price, one offer and another. */
export function comparisons(problem: Problem): Candidate[] {
  const { flows } = problem;
  const found: Candidate[] = [];
  for (const a of flows) {
    if (a.unit === '' || a.unit === '%' || MONTH.test(a.lead.noun.toLowerCase())) continue;
    for (const b of flows) {
      if (a.lead.at >= b.lead.at || isWithin(a, b) || isWithin(b, a)) continue;
      const pair = matched(a, b, problem);
      if (pair === undefined) continue;
      found.push(...compared(pair, problem));
    }
    if (a.each.length === 1) found.push(...counts(a, problem));
  }
  return found;
}

const MAX_RATIO = 25;
/** What money is lost by, so that not losing it is a gain; hours that are spent are not all saved. */
const HARM =
  /\b(?:sav\w+|avoid\w*|prevent\w*|without|outages?|incidents?|stops?|downtime|los(?:e|es|ing|t)|breach\w*|failures?|insurance|ohne|spar\w*|ausfall\w*|verlier\w*|perd\w+|pierd\w*|evit\w*|ahorr\w*|arrets?|sans|sin|panne\w*|caidas?)\b/;

const OTHER_PERIOD = /\b(?:for|in) (?:the )?(?:next|this|whole|coming) (week|month|quarter|year)\b/;

interface Pair {
  readonly a: Flow;
  readonly b: Flow;
  /** What had to be supposed to bring them together. */
  readonly penalty: number;
}

/** Both for the same unit and period; nothing when they have neither in common. */
function matched(a: Flow, b: Flow, { isWork, goal }: Problem): Pair | undefined {
  let penalty = 0;
  let [left, right] = [a, b];
  if (left.each.length > 0 || right.each.length > 0) {
    if (left.each.join() !== right.each.join()) return undefined;
  }
  if (left.unit !== right.unit) {
    if (isTimeUnit(left.unit) && isTimeUnit(right.unit)) {
      const unit = isLonger(left.unit, right.unit) ? left.unit : right.unit;
      left = inUnit(left, unit, isWork);
      right = inUnit(right, unit, isWork);
    } else if (isThing(left.unit) && isThing(right.unit) && goal.isFit && left.period === right.period) {
      penalty += left.lead.isPeople && right.lead.isPeople ? 0.5 : 1.2;
      if (left.used.size + right.used.size < 3) return undefined;
    } else return undefined;
  }
  if (left.period !== right.period) {
    if (left.period === undefined || right.period === undefined) {
      // A month's price against an amount without a period compares nothing.
      const [bare, yearly] = left.period === undefined ? [left, right] : [right, left];
      // “90 for next quarter” has its period in words, and is nothing to compare with what a month brings.
      if (OTHER_PERIOD.exec(bare.lead.after)?.[1] !== undefined) return undefined;
      const isYearsBudget = left.unit === 'money' && has(bare, 'limit') && yearly.period === 'year';
      if ((!isThing(left.unit) && !isYearsBudget) || goal.isCheaper) return undefined;
      penalty += 1.5;
    } else {
      const period = isLonger(left.period, right.period) ? left.period : right.period;
      const [one, other] = [inPeriod(left, period, isWork), inPeriod(right, period, isWork)];
      if (one === undefined || other === undefined) return undefined;
      [left, right] = [one, other];
      penalty += 0.2;
    }
  }
  return { a: left, b: right, penalty: penalty + 0.3 * (left.assumed + right.assumed) };
}

/** How much a flow looks like what there is, rather than what is needed. */
function supply(flow: Flow): number {
  const { lead } = flow;
  const isPrice = flow.unit === 'money';
  let score = 0;
  if (has(flow, 'limit')) score += 3;
  if (isPrice) {
    if (has(flow, 'income')) score += 1;
    if (isSaving(flow)) score += 2;
    if (has(flow, 'need') && flow.factors.length === 1) score -= 2;
    if (lead.per.some(({ unit }) => isThing(unit))) score -= 1;
    return score - (has(flow, 'price') ? 1 : 0);
  }
  if (has(flow, 'need')) score -= 2;
  if (has(flow, 'arrives') && !has(flow, 'leaves')) score -= 1.5;
  if (has(flow, 'leaves')) score += 1.5;
  if (isThing(flow.unit) && flow.factors.length >= 3 && lead.per.length > 0) score += 1.5;
  if (
    flow.factors.some(
      ({ term }) => term !== undefined && term !== lead && (term.isPeople || isThing(term.unit)) && lead.per.length > 0,
    )
  )
    score += isTimeUnit(flow.unit) && !lead.per.some(({ unit }) => isTimeUnit(unit)) ? -1 : 2.5;
  if (
    isTimeUnit(flow.unit) &&
    lead.per.some(({ unit }) => isTimeUnit(unit)) &&
    !lead.per.some(({ unit, term }) => isThing(unit) && term === undefined && !isTimeUnit(unit))
  )
    score += 0.5;
  return score;
}

/** Spots for employees, desks for people: the people need them. */
const isPlaceFor = (place: Flow, people: Flow): boolean =>
  people.lead.isPeople &&
  isThing(place.unit) &&
  !place.lead.isPeople &&
  [place, people].every(({ lead, period }) => period === undefined && lead.per.length === 0);

function compared({ a, b, penalty }: Pair, problem: Problem): Candidate[] {
  const { goal } = problem;
  const used = union(a.used, b.used);
  const money = a.unit === 'money';
  const size = used.size - penalty;
  // Numbers so far apart are seldom of one question.
  if (Math.max(a.value, b.value) > MAX_RATIO * Math.min(a.value, b.value)) return [];
  if (isForOtherTime(a, b)) return [];
  const found: Candidate[] = [];
  const asksFit = goal.isFit || goal.isFitTurned || goal.isLoad;
  const [need, there] = isPlaceFor(b, a) || (!isPlaceFor(a, b) && supply(a) <= supply(b)) ? [a, b] : [b, a];
  const certainty = Math.min(2, Math.abs(supply(a) - supply(b)));
  // Two times or counts of which the words do not say that one needs the other.
  const isUntold = certainty < 0.4 && a.used.size === 1 && b.used.size === 1;
  const [price, benefit] = worthOf(a, b, need, there);
  const isBenefit =
    money &&
    ((isSaving(there) && !isSaving(need)) ||
      (goal.isWorth &&
        HARM.test(problem.lower) &&
        !goal.isCheaper &&
        !has(there, 'limit') &&
        benefit.used.size > price.used.size));
  if (isBenefit && (goal.isWorth || goal.isFit || goal.isDifference)) {
    found.push(
      candidate('benefit', size + 3 + (need.used.size > 1 && need.factors.length > 1 ? 0.2 : 0), used, (ledger) =>
        writeBenefit(price, benefit, ledger),
      ),
    );
  }
  if (asksFit && isUntold) return found;
  if (asksFit && !(money && goal.isCheaper)) {
    found.push(
      candidate(
        'fit',
        size + 1.5 + certainty * 0.5 - (certainty < 0.4 ? 2 : 0) - (money && !has(there, 'limit', 'income') ? 1.5 : 0),
        used,
        (ledger) => writeFit(need, there, ledger, problem),
      ),
    );
  } else if (money && goal.isClosed && a.used.size === 1 && b.used.size === 1 && !isUntold) {
    found.push(candidate('fit', size + 1.5, used, (ledger) => without(writeFit(need, there, ledger, problem))));
  } else if (money && goal.isWorth && !isBenefit) {
    found.push(candidate('costs-compared', size + 0.5, used, (ledger) => writeDifference(a, b, ledger, problem)));
  }
  const isOneDiscounted = [a, b].filter(({ factors }) => factors.some(({ share }) => share?.isTakenAway)).length === 1;
  if (goal.isCheaper || goal.isDifference || (goal.isSaving && !goal.isFit && !isOneDiscounted)) {
    found.push(
      candidate('difference', size + 2 - (has(a, 'limit') && has(b, 'limit') ? 0.5 : 0), used, (ledger) =>
        writeDifference(a, b, ledger, problem),
      ),
    );
  }
  return found;
}

/** Three years of the one against one year of the other compare nothing. */
function isForOtherTime(a: Flow, b: Flow): boolean {
  const [one, other] = [a, b].map(({ factors, lead }) =>
    factors.find(({ term }) => term !== undefined && term !== lead && (term.unit === 'year' || term.unit === 'month')),
  );
  return one !== undefined && other !== undefined && (one.term?.unit !== other.term?.unit || one.value !== other.value);
}

/** What it costs and what it brings: the saving, else what several numbers make against one price. */
function worthOf(a: Flow, b: Flow, need: Flow, there: Flow): [price: Flow, benefit: Flow] {
  if (isSaving(there) && !isSaving(need)) return [need, there];
  return a.used.size >= b.used.size ? [b, a] : [a, b];
}

function writeFit(need: Flow, there: Flow, ledger: Ledger, { goal }: Problem) {
  const parts: string[] = [];
  const [first, second] =
    need.lead.start <= there.lead.start && need.factors.length < there.factors.length ? [there, need] : [need, there];
  const lines = new Map<Flow, number>();
  for (const flow of [first, second]) {
    const { text, value } = written(flow, ledger);
    lines.set(flow, value);
    if (flow.factors.length > 1 || flow.plus !== undefined) parts.push(`${text} is ${inWords(value, flow)}`);
  }
  const [needed, available] = [lines.get(need) ?? 0, lines.get(there) ?? 0];
  const gap = ledger.do(Math.max(needed, available), '−', Math.min(needed, available));
  const load = ledger.share(needed, available);
  const isEnough = needed <= available;
  let main = `${inWords(needed, need)} against ${inWords(available, there)}: ${inWords(gap, there, false)} ${isEnough ? 'to spare' : need.unit === 'money' ? 'too much' : 'short'}, ${figure(load)}% of it`;
  main += unitsNeeded(need, there, needed, available, ledger);
  const isTurned = goal.isFitTurned;
  const verdict: Verdict =
    Math.abs(needed - available) < 1e-9
      ? 'even'
      : isTurned
        ? isEnough
          ? 'unneeded'
          : 'needed'
        : isEnough
          ? 'fits'
          : 'short';
  return { sentence: sentenceOf([...parts, main]), values: { needed, available, gap, load }, verdict };
}

/** What the numbers show, where the question is not whether they fit. */
const without = <Of extends { verdict: Verdict }>({ verdict: _verdict, ...rest }: Of): Omit<Of, 'verdict'> => rest;

function writeBenefit(price: Flow, benefit: Flow, ledger: Ledger) {
  const parts: string[] = [];
  const gained = saySaving(benefit, ledger, parts);
  const paid = say(price, ledger, parts);
  const gap = ledger.do(Math.max(gained, paid.value), '−', Math.min(gained, paid.value));
  const isWorth = gained > paid.value;
  parts.push(
    `${inWords(gained, benefit)} gained against ${inWords(paid.value, price)}: ${inWords(gap, { ...benefit })} ${isWorth ? 'better' : 'worse'} off`,
  );
  return {
    sentence: sentenceOf(parts),
    values: { gained, paid: paid.value, gap },
    verdict: (isWorth ? 'worth' : 'not-worth') as Verdict,
  };
}

/** The whole first, then the part of it that is saved. */
function saySaving(flow: Flow, ledger: Ledger, parts: string[]): number {
  const saved = flow.factors.findLast(({ share }) => share?.isSaving === true);
  if (saved?.share === undefined || flow.factors.length < 3) return say(flow, ledger, parts).value;
  const whole = written({ ...flow, factors: flow.factors.filter((one) => one !== saved) }, ledger);
  parts.push(`${whole.text} is ${inWords(whole.value, flow)}`);
  const value = ledger.percent(saved.share.percent, whole.value);
  parts.push(`${figure(saved.share.percent)}% of it is ${inWords(value, flow)}`);
  return value;
}

function writeDifference(a: Flow, b: Flow, ledger: Ledger, { goal }: Problem) {
  const parts: string[] = [];
  const values = [a, b].map((flow) => {
    const { text, value } = written(flow, ledger);
    if (flow.factors.length > 1 || flow.plus !== undefined) parts.push(`${text} is ${inWords(value, flow)}`);
    return value;
  });
  const [left, right] = [values[0] ?? 0, values[1] ?? 0];
  const gap = ledger.do(Math.max(left, right), '−', Math.min(left, right));
  const main = `${inWords(left, a)} against ${inWords(right, b)}: ${nameOf(left <= right ? a : b, left <= right ? 'the first' : 'the second')} is ${inWords(gap, a)} ${a.unit === 'money' ? 'less' : 'fewer'}`;
  const yearly =
    a.period === 'month' && a.unit === 'money' ? `, ${inWords(ledger.do(gap, '×', 12), { ...a, period: 'year' })}` : '';
  void goal;
  const share = right === 0 ? '' : ` (${figure(ledger.share(Math.min(left, right), Math.max(left, right)))}%)`;
  return { sentence: sentenceOf([...parts, `${main}${yearly}${share}`]), values: { left, right, gap } };
}

/** `A` of the asker's letters. */
function nameOf({ lead }: Flow, otherwise: string): string {
  const letter =
    /(?:^|option |offer |variante? |quote |angebot )([a-d])(?=$|:| (?:is|costs?|at|takes?|has|for|wants|with|kostet|cuesta|coute|offers?)\b| \d)/.exec(
      lead.before,
    )?.[1];
  return letter === undefined
    ? lead.name === '' || lead.name.length < 3
      ? otherwise
      : lead.name
    : letter.toUpperCase();
}
