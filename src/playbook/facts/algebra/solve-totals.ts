import type { Ledger } from '../ledger.js';
import { inPeriod, inUnit, written, type Flow } from './flow.js';
import { candidate, inWords, sentenceOf, union, type Candidate, type Problem } from './problem.js';
import { isThing, unitNamed } from './nouns.js';
import { isTimeUnit } from './time-units.js';

/** One product, or the sum of several that belong together. */
export function totals(problem: Problem): Candidate[] {
  const { flows } = problem;
  const whole = flows.filter(
    (one) =>
      one.each.length === 0 &&
      one.unit !== '' &&
      one.used.size > 1 &&
      !(isTimeUnit(one.unit) && one.factors.filter(({ term }) => term !== undefined).length < 2),
  );
  return [...whole.filter((one) => isWanted(one, problem)).map((one) => single(one, problem)), ...sums(problem)];
}

/** Those who take turns are not paid at once. */
const IN_TURN = /\b(?:one|1) [\p{L}-]+ (?:is )?on (?:duty|call)\b|\bat a time\b|\btak(?:e|ing) turns\b/u;

const FOR_A_PERIOD =
  /\b(?:a|an|per|each|pro|im|par|al|por) (?:day|week|month|year|tag|woche|monat|jahr|jour|semaine|mois|an|dia|semana|mes|ano)\b/;

/** A product is a figure that was asked for; two numbers that stand near each other are not. */
function isWanted(flow: Flow, { ask, goal, lower }: Problem): boolean {
  if (!ask.includes('?')) return false;
  if (IN_TURN.test(lower)) return false;
  if (flow.unit === 'money' && flow.period === undefined && FOR_A_PERIOD.test(ask)) return false;
  const isCounted = goal.counted !== '' || goal.isMoney || goal.isSaving;
  return isCounted || flow.used.size > 2 || (flow.unit === 'money' && flow.lead.per.length > 0 && !goal.isWhen);
}

function single(flow: Flow, problem: Problem): Candidate {
  const { goal } = problem;
  const isAsked =
    (flow.unit === 'money' && goal.isMoney) ||
    (goal.counted !== '' &&
      goal.counted
        .split(' ')
        .some(
          (word) => unitNamed(word) === flow.unit || (isTimeUnit(flow.unit) && new RegExp(`^${flow.unit}`).test(word)),
        ));
  return candidate(
    'total',
    flow.used.size +
      (isAsked ? 2.5 : 0) +
      (isWaste(flow, problem) ? 1.2 : 0) -
      0.3 * flow.assumed -
      (goal.isFit || goal.isWhen ? 1.5 : 0),
    flow.used,
    (ledger) => writeTotal(flow, ledger, problem),
    isTimeUnit(flow.unit),
  );
}

/** What is not used is what is asked for. */
const isWaste = (flow: Flow, { ask }: Problem): boolean =>
  /\b(?:waste\w*|unused|too many|save|cut|sparen|ahorrar|economiser|gaspill\w+|verschwend\w+)\b/.test(ask) &&
  flow.factors.some(
    ({ term }) =>
      term !== undefined &&
      /\b(?:unused|nobody|not|idle|never|inactive|ungenutzt|sin usar|inutilis\w+|nadie|personne n)\b/.test(
        `${term.before.split(/\d/).at(-1) ?? ''} ${term.after.split(/\d/)[0] ?? ''}`,
      ),
  );

function writeTotal(flow: Flow, ledger: Ledger, problem: Problem) {
  const { ask, isWork } = problem;
  let asked = flow;
  if (isTimeUnit(flow.unit)) {
    const rough = flow.value;
    if (flow.unit === 'minute' && rough >= 120) asked = inUnit(flow, 'hour', isWork);
    if (flow.unit === 'second' && rough >= 7200) asked = inUnit(flow, 'hour', isWork);
  }
  const { text, value } = written(asked, ledger);
  const parts = [`${text} is ${inWords(value, asked)}`];
  const year =
    /\b(?:year|yearly|annual\w*|jahr|jahrlich|ano|an|annee|par an|al ano)\b/.test(ask) ||
    (asked.unit === 'money' && asked.period === 'month');
  if (asked.period !== undefined && asked.period !== 'year' && year) {
    const yearly = inPeriod(asked, 'year', isWork);
    if (yearly !== undefined) {
      const factor = yearly.factors.at(-1)?.value ?? 1;
      parts.push(inWords(ledger.do(value, '×', factor), yearly));
    }
  }
  return { sentence: `${parts.join(', ')}.`, values: { total: value } };
}

/** Money in parts: `plus 90 € per call-out`. */
function sums(problem: Problem): Candidate[] {
  const { flows, goal, isWork, ask } = problem;
  if ((!goal.isMoney && !goal.isFit) || IN_TURN.test(problem.lower)) return [];
  const found: Candidate[] = [];
  for (const a of flows) {
    for (const b of flows) {
      if (
        a.lead.at >= b.lead.at ||
        a.unit !== b.unit ||
        isThing(a.unit) ||
        // A salary of one month and that of a year are not parts of anything.
        (a.period === undefined) !== (b.period === undefined) ||
        a.used.has(b.lead.at) ||
        b.used.has(a.lead.at)
      )
        continue;
      if (a.each.length > 0 || b.each.length > 0 || !b.factors.some(({ term }) => term?.roles.has('added') === true))
        continue;
      const period = /\b(?:year|jahr|ano|an)\b/.test(ask) && a.period !== undefined ? 'year' : (a.period ?? b.period);
      const [left, right] =
        period === undefined ? [a, b] : [inPeriod(a, period, isWork) ?? a, inPeriod(b, period, isWork) ?? b];
      const used = union(a.used, b.used);
      found.push(
        candidate('sum', used.size + 2 - 0.2 * (left.assumed + right.assumed), used, (ledger) => {
          const [one, other] = [written(left, ledger), written(right, ledger)];
          const total = ledger.do(one.value, '+', other.value);
          return {
            sentence: sentenceOf([
              `${one.text} is ${inWords(one.value, left)}`,
              `${other.text} is ${inWords(other.value, right)}`,
              `together ${inWords(total, left)}`,
            ]),
            values: { total },
          };
        }),
      );
    }
  }
  return found;
}
