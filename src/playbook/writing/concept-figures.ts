import type { Facts } from '../facts/index.js';

/** What a concept that is a formula gives with the asker's numbers, with its arithmetic; empty without them. */
export function figuresOf(id: string, facts: Facts): string {
  return FORMULAS[id]?.(facts) ?? '';
}

const FORMULAS: Readonly<Record<string, (facts: Facts) => string | undefined>> = {
  'rule-of-40': ({ percents }) => {
    const growth = percents.find((one) => isSaid(one, /\bgrow|wachs|crec|croiss/i));
    const margin = percents.find((one) => one !== growth && isSaid(one, /\bmargin|profit|ebitda|marge|margen/i));
    if (growth === undefined || margin === undefined) return undefined;
    const sum = growth.value + margin.value;
    const missing = 40 - sum;
    return `${growth.value} + ${margin.value} = ${sum}: ${missing <= 0 ? 'above the line.' : `${missing} short of 40; decide which of the two is to rise.`}`;
  },
  'arr-nrr-churn': ({ money }) => {
    const lost = money.find(
      (one) => isSaid(one, /^\W*churn|lost|cancel/i, 'after') || isSaid(one, /(?:churn|lost)\W*$/i, 'before'),
    );
    const gained = money.find((one) => one !== lost && isSaid(one, /^\W*(?:of )?(?:upsell|expansion)/i, 'after'));
    const start = money.filter((one) => one !== lost && one !== gained).toSorted((a, b) => b.value - a.value)[0];
    if (lost === undefined || start === undefined || start.value <= 0) return undefined;
    const churn = `churn ${lost.text} / ${start.text} = ${percent(lost.value / start.value)}`;
    if (gained === undefined) return `With ${start.text} at the start: ${churn}.`;
    const retained = (start.value - lost.value + gained.value) / start.value;
    return `Taking ${start.text} as the start: ${churn}; NRR (${start.text} − ${lost.text} + ${gained.text}) / ${start.text} = ${percent(retained)}.`;
  },
};

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** Whether the words beside a fact say so. */
function isSaid(
  fact: { readonly before: string; readonly after: string },
  words: RegExp,
  side?: 'before' | 'after',
): boolean {
  if (side !== undefined) return words.test(fact[side]);
  return (
    words.test(fact.before.split(/[,;]| and /).at(-1) ?? '') || words.test(fact.after.split(/[,;]| and /)[0] ?? '')
  );
}
