import type { Derived, Query } from './derived.js';
import { figure, Ledger } from './ledger.js';
import { around, figuresIn, only } from './worded-figures.js';

const USUAL =
  /\b(?:industry|benchmark\w*|average|market|usual\w*|normal\w*|typical\w*|peers?|others|target|goal|limit|branche\w*|durchschnitt\w*|ublich\w*|sector|promedio|objetivo|secteur|moyenne|objectif)\b/;
const PART = /^ ?(?:(?:out )?of|von|de|sur|aus)(?: our| the| my)? $/;

/** `7 of 58 engineers left, the industry says 13%`: the asker's own share beside the one that is named. */
export function ownRate({ text }: Query): Derived | undefined {
  const figures = figuresIn(text);
  const usual = only(figures.filter((one) => one.unit === '%' && USUAL.test(around(one))));
  if (usual === undefined || figures.filter(({ unit }) => unit === '%').length > 1) return undefined;
  const pairs = figures.flatMap((part, at) => {
    const whole = figures[at + 1];
    const between = whole === undefined ? '' : part.after.slice(0, Math.max(0, whole.start - part.end));
    return whole !== undefined &&
      part.unit === '' &&
      whole.unit === '' &&
      PART.test(between) &&
      whole.value > part.value
      ? [{ part, whole }]
      : [];
  });
  const [pair] = pairs;
  if (pair === undefined || pairs.length > 1) return undefined;
  const ledger = new Ledger();
  const { part, whole } = pair;
  const share = ledger.do(ledger.do(part.value, '/', whole.value), '×', 100);
  const gap = share > usual.value ? ledger.do(share, '−', usual.value) : ledger.do(usual.value, '−', share);
  const isAbove = share > usual.value;
  const one = ledger.do(100, '/', whole.value);
  const beside =
    gap < one
      ? `about the ${figure(usual.value)}% you name: one more or less is ${figure(one)} points`
      : `${figure(gap)} points ${isAbove ? 'above' : 'below'} the ${figure(usual.value)}% you name`;
  return {
    kind: 'own-rate',
    sentence: `${figure(part.value)} / ${figure(whole.value)} is ${figure(share)}%, ${beside}.`,
    arithmetic: ledger.toString(),
    values: { share, gap },
    weight: 9,
  };
}
