import type { Derived, Query } from './derived.js';
import { amount, figure, Ledger } from './ledger.js';
import { ahead, figuresIn, only, type WordedFigure } from './worded-figures.js';

const GUESTS =
  /^ ?(?:people|persons?|employees|engineers|developers|devs|guests|heads|leute|personen|mitarbeiter\w*|personas|personnes)\b/;
const A_HEAD = /\b(?:each|per (?:person|head)|pp|apiece|pro person|por persona|par personne)\b/;
const THERE = /\b(?:gave|give|budget|have|approved|limit|cap|allowed|presupuesto|enveloppe|habe|haben)\b/;
const ASKS = /\b(?:fits?|enough|afford|within|over|do we|can we|reicht|alcanza|suffit|passt)\b/;

/** Several costs, some of each person and of each night, against one budget. */
export function costList({ ask, text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const people = only(
    figures.filter((one) => one.unit === '' && one.per === '' && GUESTS.test(one.after) && one.value > 1),
  );
  const amounts = figures.filter((one) => isAmount(one) && one !== people && one.per === '');
  const budget = only(amounts.filter((one) => THERE.test(ahead(one, 30))));
  const costs = amounts.filter((one) => one !== budget);
  const [first] = costs;
  if (people === undefined || budget === undefined || first === undefined || costs.length < 2 || !ASKS.test(ask))
    return undefined;
  if (costs.some(({ sentence }) => sentence !== first.sentence)) return undefined;
  // Numbers without a role would be left out of the sum.
  const nights = figures.filter((one) => one.sentence === first.sentence && one !== people && !amounts.includes(one));
  if (figures.some((one) => one !== people && !amounts.includes(one) && !nights.includes(one))) return undefined;
  const ledger = new Ledger();
  const like = amounts.find(({ currency }) => currency !== '') ?? budget;
  const money = (value: number) => amount(value, { currency: like.currency, isScaled: false });
  let sum = 0;
  const parts: string[] = [];
  const used = new Set<WordedFigure>();
  for (const [at, one] of costs.entries()) {
    const item = itemOf(one, costs[at - 1], costs[at + 1]);
    const times = nights.find(
      (other) =>
        other.start > item.start &&
        other.end <= one.start &&
        /^ ?(?:nights?|days?|nachte?|noches?|nuits?)\b/.test(`${other.unit === 'day' ? 'days' : ''}${other.after}`),
    );
    if (times !== undefined) used.add(times);
    let cost = one.value;
    let words = amount(one.value, one);
    if (A_HEAD.test(item.words)) {
      cost = ledger.do(people.value, '×', cost);
      words = `${figure(people.value)} × ${words}`;
    }
    if (times !== undefined) {
      cost = ledger.do(cost, '×', times.value);
      words += ` × ${figure(times.value)}`;
    }
    sum = at === 0 ? cost : ledger.do(sum, '+', cost);
    parts.push(words.includes('×') ? `${words} = ${money(cost)}` : words);
  }
  if (used.size < nights.length || parts.every((one) => !one.includes('×'))) return undefined;
  const isOver = sum > budget.value;
  const gap = isOver ? ledger.do(sum, '−', budget.value) : ledger.do(budget.value, '−', sum);
  return {
    kind: 'cost-list',
    sentence: `${isOver ? 'No' : 'Yes'}: ${parts.join(' + ')} is ${money(sum)} against ${amount(budget.value, budget)}, ${money(gap)} ${isOver ? 'too much' : 'to spare'}.`,
    arithmetic: ledger.toString(),
    values: { sum, gap },
    verdict: isOver ? 'short' : 'fits',
    weight: 11,
  };
}

const isAmount = ({ unit, value, isScaled }: WordedFigure): boolean =>
  unit === 'money' || (unit === '' && (isScaled || value >= 100));

/** The words of one cost, between those before and behind it. */
function itemOf(
  one: WordedFigure,
  before: WordedFigure | undefined,
  next: WordedFigure | undefined,
): { start: number; words: string } {
  const start = before === undefined || before.sentence !== one.sentence ? one.start - one.before.length : before.end;
  const behind = next === undefined ? one.after : one.after.slice(0, next.start - one.end);
  return { start, words: behind.split(/[,;]/)[0] ?? '' };
}
