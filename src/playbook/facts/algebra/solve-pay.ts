import { figure, type Ledger } from '../ledger.js';
import { inPeriod, written, type Flow } from './flow.js';
import { candidate, inWords, isDisjoint, sentenceOf, union, type Candidate, type Problem } from './problem.js';
import type { Term } from './term.js';

const ONCE = /\b(?:sign|signing|sign-on|bonus|antrittspramie|pramie|prime|once|einmalig|prima|bono)\b/;

/** Two salaries in so many payments a year, with what one of them pays once. */
export function salaries({ flows, isWork, terms }: Problem): Candidate[] {
  const pays = flows.filter(
    (one) =>
      one.unit === 'money' &&
      one.period === 'year' &&
      one.each.length === 0 &&
      one.plus === undefined &&
      one.factors.every(({ share, term }) => term !== undefined && share === undefined) &&
      one.factors.some(({ term }) => (term?.unit === 'pay' || term?.unit === 'pays') && term.at === one.lead.at + 1),
  );
  const money = terms.filter(({ unit }) => unit === 'money');
  return pays.flatMap((a) =>
    pays
      .filter((b) => a.lead.at < b.lead.at && isDisjoint(a.used, b.used))
      .flatMap((b) => {
        const [once, ...others] = money.filter(({ at }) => !a.used.has(at) && !b.used.has(at));
        if (others.length > 0 || (once !== undefined && !ONCE.test(`${once.before} ${once.after}`))) return [];
        const used = union(a.used, b.used, new Set(once === undefined ? [] : [once.at]));
        return [candidate('salaries', used.size + 4, used, (ledger) => writeSalaries(a, b, once, ledger, isWork))];
      }),
  );
}

function writeSalaries(first: Flow, second: Flow, extra: Term | undefined, ledger: Ledger, isWork: boolean) {
  const parts: string[] = [];
  const years = [first, second].map((flow) => {
    const { text, value } = written(inPeriod(flow, 'year', isWork) ?? flow, ledger);
    parts.push(`${text} is ${inWords(value, flow)}`);
    return value;
  });
  const [left = 0, right = 0] = years;
  const after = ledger.do(Math.max(left, right), '−', Math.min(left, right));
  const leads = left >= right ? 'the first' : 'the second';
  if (extra === undefined) {
    parts.push(`${leads} is ${inWords(after, first)} more`);
    return { sentence: sentenceOf(parts), values: { left, right, gap: after } };
  }
  const isOfFirst = extra.start < second.lead.start;
  const [one, other] = isOfFirst ? [left, right] : [right, left];
  const sum = ledger.do(one, '+', extra.value);
  const gap = ledger.do(Math.max(sum, other), '−', Math.min(sum, other));
  const leadsFirst = sum >= other === isOfFirst ? 'the first' : 'the second';
  const plain = { ...first, period: undefined } as unknown as Flow;
  parts.push(
    `with ${figure(extra.value)} once ${inWords(sum, plain)} in year one`,
    leads === leadsFirst
      ? `${leads} is ${inWords(gap, plain)} more in year one and ${inWords(after, plain)} more in year two`
      : `${leadsFirst} is ${inWords(gap, plain)} more in year one, ${leads} ${inWords(after, plain)} more in year two`,
  );
  return { sentence: sentenceOf(parts), values: { left, right, gap, after } };
}
