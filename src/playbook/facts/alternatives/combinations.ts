import type { Alternative } from '../facts.js';
import { amount, Ledger } from '../ledger.js';
import { type Figure } from './figures.js';
import { likeOf } from './shares-paid.js';
import type { Sheet } from './sheet.js';

/** What an alternative brings towards a sum that is needed or is to be saved. */
export interface Part {
  readonly alternative: Alternative;
  readonly figure: Figure;
}

const TARGET =
  /\b(?:need|needs|raise|find|free|release|trim|cover|liberar|liberer|degager|freimachen|save|saving|cut|take|reduce|missing|short|gap(?: of)?|spare?n|einsparen|sparen|ahorrar|recortar|reducir|economiser|reduire|faut|brauch\w*|necesit\w*|fehlen|besoin)\b/;
const BUDGET = /\b(?:budget\w*|presupuesto|limit|cap|at most|max\w*|have approved|hochstens)\b/;
const MAX_PARTS = 8;

/** The sum that the alternatives are to reach together; undefined where they are ways to spend. */
export function targetOf(sheets: readonly Sheet[], shared: readonly Figure[]): Figure | undefined {
  const target = shared.find(
    (one) =>
      one.kind === 'money' &&
      TARGET.test(one.before.split(' ').slice(-WORDS_AWAY).join(' ')) &&
      !BUDGET.test(`${one.before} ${one.after}`),
  );
  return target === undefined || partsOf(sheets).length < 2 ? undefined : target;
}
/** Between what is wanted and its sum: `need about 200k`. */
const WORDS_AWAY = 3;
const NEEDED = /\b(?:need|needs|raise|find|missing|short|gap|cover|fehlen|faut|besoin|brauch\w*|necesit\w*)\b/;

/** Whether the sum is to be found, not saved. */
export const isNeeded = ({ before }: Figure): boolean => NEEDED.test(before.split(' ').slice(-2).join(' '));

/** What one part is to the sum that is needed; undefined where parts are only cut. */
export function againstTarget({ figure }: Part, target: Figure, ledger: Ledger): string | undefined {
  if (!isNeeded(target)) return undefined;
  if (figure.value === target.value) return `exactly the ${target.label}`;
  const gap = ledger.do(Math.max(figure.value, target.value), '−', Math.min(figure.value, target.value));
  const words = amount(gap, likeOf(target, gap));
  return figure.value > target.value
    ? `${figure.label} reaches the ${target.label} alone, ${words} over it`
    : `${figure.label} is ${words} short of the ${target.label}`;
}

export function partsOf(sheets: readonly Sheet[]): Part[] {
  return sheets.slice(0, MAX_PARTS).flatMap(({ alternative, own }) => {
    const figure = own.find((one) => one.kind === 'money');
    return figure === undefined ? [] : [{ alternative, figure }];
  });
}

/** Which parts reach the target together: the least that does, and the least without the largest part. */
export function combinations(
  parts: readonly Part[],
  target: Figure,
  nameOf: (alternative: Alternative) => string,
): { sentences: string[]; ledger: Ledger; best: readonly Part[] } {
  const ledger = new Ledger();
  const sets = subsets(parts).filter((set) => sumOf(set) >= target.value);
  const [best] = sets.toSorted((a, b) => sumOf(a) - sumOf(b) || a.length - b.length);
  if (best === undefined) {
    const all = addUp(parts, ledger);
    const gap = ledger.do(target.value, '−', all);
    return {
      sentences: [
        `All of them together make ${amount(all, likeOf(target, all))}: ${amount(gap, likeOf(target, gap))} short of ${target.label}.`,
      ],
      ledger,
      best: parts,
    };
  }
  const largest = parts.toSorted((a, b) => b.figure.value - a.figure.value)[0];
  const other = sets
    .filter((set) => set !== best && largest !== undefined && best.includes(largest) && !set.includes(largest))
    .toSorted((a, b) => sumOf(a) - sumOf(b))[0];
  const sentences = [best, ...(other === undefined ? [] : [other])].map((set) => {
    const sum = addUp(set, ledger);
    const over = sum === target.value ? 0 : ledger.do(sum, '−', target.value);
    const how =
      set.length === 1
        ? ''
        : `${set.map(({ figure }) => figure.label).join(' + ')} = ${amount(sum, likeOf(target, sum))}: `;
    const names = listed(set.map(({ alternative }) => nameOf(alternative)));
    const reach =
      over === 0 ? `exactly the ${target.label}` : `${amount(over, likeOf(target, over))} over the ${target.label}`;
    const without = set === other && largest !== undefined ? `, without ${nameOf(largest.alternative)}` : '';
    return `${how}${names} ${set.length === 1 ? 'alone makes' : 'together make'} ${reach}${without}.`;
  });
  return { sentences, ledger, best };
}

const sumOf = (set: readonly Part[]): number => set.reduce((sum, { figure }) => sum + figure.value, 0);

function addUp(set: readonly Part[], ledger: Ledger): number {
  let sum = set[0]?.figure.value ?? 0;
  for (const { figure } of set.slice(1)) sum = ledger.do(sum, '+', figure.value);
  return sum;
}

function subsets(parts: readonly Part[]): Part[][] {
  const sets: Part[][] = [[]];
  for (const part of parts) sets.push(...sets.map((set) => [...set, part]));
  return sets.slice(1);
}

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
