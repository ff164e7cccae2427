import { amount, figure, Ledger } from '../ledger.js';
import { listed } from './combinations.js';
import { type Cost, costsOf } from './costs.js';
import type { Figure } from './figures.js';
import type { Draft } from './finding.js';
import { likeOf } from './shares-paid.js';
import type { Sheet } from './sheet.js';
import { shortNameOf } from './short-name.js';

const BUDGET =
  /\b(?:budget\w*|presupuesto|limit|cap|at most|no more than|nothing over|(?:new |any )?spend(?:ing)? (?:over|above|beyond)|max\w*|hochstens|approved|(?:have|haben|avons|tenemos)(?: only| nur| solo)?$)/;
const IS_PAY = /\b(?:offers?|angebote?\w*|ofertas?|offres?|jobs?|salary|gehalt|sueldo|salaire|raise)\b/i;

/** What customers pay: the lowest is not the best. */
const IS_INCOME =
  /\b(?:sell|charge|pricing|price (?:per|model)|hourly rate|bill hours|fix the price|verkaufen|vender|vendre|preismodell|tarifs?)\b/i;

interface CostBasis {
  readonly drafts: readonly Draft[];
  readonly sheets: readonly Sheet[];
  readonly shared: readonly Figure[];
  readonly text: string;
  readonly overall: string[];
  readonly ledgers: string[];
}

/** What each costs, against the budget and against the others. */
export function byCost({ drafts, sheets, shared, text, overall, ledgers }: CostBasis): void {
  // What people ask for does not say who of them can do the work.
  const arePeople = drafts.some(({ alternative }) => alternative.isTold === 'person');
  // What someone asks for and the end of the band are no sum.
  if (arePeople && sheets.some(({ own }) => own.filter(({ kind }) => kind === 'money').length > 1)) return;
  const costs = overLife(sheets, costsOf(sheets));
  const known = costs.flatMap((cost, at) => (cost === undefined ? [] : [{ cost, at }]));
  if (known.length === 0) return;
  const isReckoned = known.length > 1 || known.some(({ cost }) => cost.isReckoned);
  const budget = shared.find(
    (one) => one.kind === 'money' && (BUDGET.test(one.before) || one.after.startsWith('budget')),
  );
  const isPay = IS_PAY.test(text) && known.every(({ cost }) => !cost.isReckoned || cost.isRaise);
  const isIncome = IS_INCOME.test(text);
  const basis = known.some(({ cost }) => cost.isLease || cost.isPartial === true)
    ? undefined
    : known.every(({ cost }) => cost.once === 0)
      ? 'yearly'
      : known.every(({ cost }) => cost.yearly === 0)
        ? 'once'
        : undefined;
  const ranked = basis === undefined ? [] : known.toSorted((a, b) => a.cost[basis] - b.cost[basis]);
  const [low, high] = [ranked[0], ranked.at(-1)];
  const least = isIncome || isPay || arePeople ? undefined : leastAtFirst(known);
  for (const { cost, at } of known) {
    const draft = drafts[at];
    if (draft === undefined || (!isReckoned && budget === undefined)) continue;
    const total = cost.once + cost.yearly;
    let words = cost.words;
    if (budget !== undefined && total > budget.value) {
      const over = cost.ledger.do(total, '−', budget.value);
      words += `, ${amount(over, likeOf(cost.like, over))} over the ${budget.label} that there is`;
      draft.isOut = true;
    } else if (budget !== undefined) {
      const left = cost.ledger.do(budget.value, '−', total);
      words +=
        left === 0
          ? `, exactly the ${budget.label} that there is`
          : `, ${amount(left, likeOf(cost.like, left))} under the ${budget.label} that there is`;
    }
    if (
      basis !== undefined &&
      low !== undefined &&
      high !== undefined &&
      low !== high &&
      low.cost[basis] !== high.cost[basis]
    ) {
      const against = (isPay ? high : low).at === at ? (isPay ? ranked.at(-2) : ranked[1]) : isPay ? high : low;
      if (against !== undefined && against.at !== at && cost[basis] !== against.cost[basis]) {
        const gap = cost.ledger.do(
          Math.max(cost[basis], against.cost[basis]),
          '−',
          Math.min(cost[basis], against.cost[basis]),
        );
        const name = sheets[against.at];
        const before = isPay && !cost.isReckoned ? '' : `${words}; `;
        words = `${before}${amount(gap, likeOf(cost.like, gap))}${basis === 'yearly' ? ' a year' : ''} ${cost[basis] > against.cost[basis] ? 'more' : 'less'} than ${name === undefined ? 'the other' : shortNameOf(name.alternative)}`;
      }
      if (isPay && !arePeople && high.at === at && draft.alternative.isTold !== undefined) draft.leads ??= 'pay';
      const isLowest = low.at === at && low.cost[basis] < (ranked[1]?.cost[basis] ?? 0);
      if (!isPay && !isIncome && !arePeople && isLowest)
        draft.leads ??= known.length === sheets.length ? 'price' : 'cheaper';
    }
    if (least?.at === at) {
      words += '; the least in the first year';
      draft.leads ??= 'cheaper';
    }
    draft.follows.push(words);
    ledgers.push(cost.ledger.toString());
  }
  if (basis !== undefined) overall.push(...equals(ranked, basis, sheets));
  else overall.push(...breakEven(known, sheets, ledgers));
}

/** Where some are paid once and others every year, the one that takes clearly least in the first year. */
function leastAtFirst(known: readonly { cost: Cost; at: number }[]): { at: number } | undefined {
  const isMixed = known.some(({ cost }) => cost.once === 0) && known.some(({ cost }) => cost.once > 0);
  if (!isMixed || known.some(({ cost }) => cost.isLease || cost.isPartial === true || cost.isRaise)) return undefined;
  const [low, next] = known
    .map(({ at, cost }) => ({ at, total: cost.once + cost.yearly }))
    .toSorted((a, b) => a.total - b.total);
  return low !== undefined && next !== undefined && low.total <= next.total * CLEARLY ? low : undefined;
}
const CLEARLY = 0.75;

/** What costs the same is said to cost the same. */
function equals(
  ranked: readonly { cost: Cost; at: number }[],
  basis: 'once' | 'yearly',
  sheets: readonly Sheet[],
): string[] {
  return ranked.flatMap(({ cost, at }, index) => {
    const next = ranked[index + 1];
    if (next === undefined || next.cost[basis] !== cost[basis]) return [];
    const names = [at, next.at].flatMap((one) =>
      sheets[one] === undefined ? [] : [shortNameOf(sheets[one].alternative)],
    );
    return [
      `${capital(listed(names))} cost the same, ${amount(cost[basis], likeOf(cost.like, cost[basis]))}: the price does not decide between them.`,
    ];
  });
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const BOUGHT =
  /\b(?:build\w*|buy\w*|bought|purchase|own|perpetual|perpetua|rewrite|develop\w*|kauf\w*|bauen|entwickel\w*|compr\w*|achet\w*|agence|agency|agencia|agentur|desarroll\w*|refond\w*|refaire|confier)\b/i;

/** What is paid once against what is paid every year. */
function breakEven(
  known: readonly { cost: Cost; at: number }[],
  sheets: readonly Sheet[],
  ledgers: string[],
): string[] {
  const once = known.filter(({ cost }) => cost.yearly === 0).toSorted((a, b) => a.cost.once - b.cost.once)[0];
  const yearly = known.filter(({ cost }) => cost.once === 0).toSorted((a, b) => a.cost.yearly - b.cost.yearly)[0];
  const [one, other] = [sheets[once?.at ?? -1], sheets[yearly?.at ?? -1]];
  if (one === undefined || !BOUGHT.test(one.alternative.full)) return [];
  if (once === undefined || yearly === undefined || one === undefined || other === undefined) return [];
  if (once.cost.once < yearly.cost.yearly / 4 || once.cost.once > yearly.cost.yearly * 15) return [];
  const ledger = new Ledger();
  const years = ledger.do(once.cost.once, '/', yearly.cost.yearly);
  ledgers.push(ledger.toString());
  const { like } = once.cost;
  return [
    `${amount(once.cost.once, likeOf(like, once.cost.once))} once / ${amount(yearly.cost.yearly, likeOf(like, yearly.cost.yearly))} a year = ${figure(years)} years: ${shortNameOf(one.alternative)} is cheaper than ${shortNameOf(other.alternative)} only when it serves longer.`,
  ];
}

const LIFE = /\b(?:life|lasts?|lifetime|lebensdauer|vida|vie|leben|halten)\b/;

/** What is bought once and lasts for years costs so much a year; where every price has its years. */
function overLife(sheets: readonly Sheet[], costs: readonly (Cost | undefined)[]): (Cost | undefined)[] {
  const lives = sheets.map(({ own }) => own.find((one) => one.kind === 'time' && one.unit === 'year' && one.value > 1));
  const isMeant = sheets.some(({ alternative }) => LIFE.test(alternative.full));
  if (!isMeant || costs.some((cost, at) => cost !== undefined && cost.once > 0 && lives[at] === undefined))
    return [...costs];
  return costs.map((cost, at) => {
    const life = lives[at];
    if (cost === undefined || cost.once === 0 || life === undefined) return cost;
    const yearly = cost.ledger.do(cost.once, '/', life.value);
    return {
      ...cost,
      once: 0,
      yearly,
      words: `${cost.words}, / ${life.label} = ${amount(yearly, likeOf(cost.like, yearly))} a year`,
    };
  });
}
