import { figure, type Ledger } from '../ledger.js';
import { inPeriod, inUnit, type Flow } from './flow.js';
import { isThing } from './nouns.js';
import { candidate, say, sentenceOf, union, type Candidate, type Problem } from './problem.js';
import { isLonger, isTimeUnit, type TimeUnit } from './time-units.js';

export const isWithin = (a: Flow, b: Flow): boolean => a.used.has(b.lead.at) || b.used.has(a.lead.at);

/** How many of what does it, or how many it does. */
export function unitsNeeded(need: Flow, there: Flow, needed: number, available: number, ledger: Ledger): string {
  // What is flat is not for each of them.
  if (need.plus !== undefined || there.plus !== undefined) return '';
  const worker = there.factors.find(
    ({ term }) =>
      term !== undefined &&
      term !== there.lead &&
      isThing(term.unit) &&
      term.per.length === 0 &&
      Number.isInteger(term.value),
  )?.term;
  if (worker !== undefined) {
    const one = ledger.do(available, '/', worker.value);
    const count = ledger.do(needed, '/', one);
    const whole = Math.ceil(count - 1e-9);
    ledger.note(`${figure(count)} takes ${whole}`);
    return `; it takes ${figure(needed)} / ${figure(one)} = ${figure(count)}, so ${figure(whole)} ${worker.noun}`;
  }
  const thing = need.factors.find(
    ({ term }) =>
      term !== undefined && term !== need.lead && isThing(term.unit) && term.per.length === 0 && term.value > 1,
  )?.term;
  if (thing === undefined || there.factors.length > 1 || needed <= available || thing.value > 1000) return '';
  const one = ledger.do(needed, '/', thing.value);
  const count = Math.floor(ledger.do(available, '/', one) + 1e-9);
  ledger.note(`${count} whole`);
  return `; ${figure(available)} / ${figure(one)} does for ${figure(count)} ${thing.noun}`;
}

/** How many of a thing do the work: need / what one of them does. */
export function counts(one: Flow, problem: Problem): Candidate[] {
  const { flows, goal, isWork } = problem;
  const [each] = one.each;
  if (each === undefined || one.period === undefined || goal.counted === '' || goal.isWhen) return [];
  return flows.flatMap((need) => {
    if (need.each.length > 0 || need.period === undefined || need.lead.at === one.lead.at || isWithin(one, need))
      return [];
    const isTime = isTimeUnit(one.unit) && isTimeUnit(need.unit);
    if (one.unit !== need.unit && !isTime) return [];
    const period = isLonger(one.period as TimeUnit, need.period) ? (one.period as TimeUnit) : need.period;
    const [a, b] = [
      inPeriod(isTime ? inUnit(need, one.unit, isWork) : need, period, isWork),
      inPeriod(one, period, isWork),
    ];
    if (a === undefined || b === undefined) return [];
    const used = union(need.used, one.used);
    return [
      candidate('count-needed', used.size + 3 - 0.3 * (a.assumed + b.assumed), used, (ledger) => {
        const parts: string[] = [];
        const needed = say(a, ledger, parts);
        const single = say(b, ledger, parts);
        const count = ledger.do(needed.value, '/', single.value);
        const whole = Math.ceil(count - 1e-9);
        ledger.note(`${figure(count)} takes ${whole}`);
        parts.push(`${figure(needed.value)} / ${figure(single.value)} is ${figure(count)}, so ${figure(whole)}`);
        return { sentence: sentenceOf(parts), values: { count } };
      }),
    ];
  });
}
