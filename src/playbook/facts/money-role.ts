import type { MoneyRole } from './facts.js';

const ROLES: readonly (readonly [MoneyRole, RegExp])[] = [
  ['burn', /\b(?:burn\w*|net burn|lose|losing|quemamos|brulons|verbrennen|consommons)\b/g],
  ['cash', /\b(?:bank|account|cash|raised|reserves?|caja|tresorerie|kasse|konto|treasury|en caisse|runway)\b/g],
  ['saving', /\b(?:sav(?:e|es|ed|ing|ings)|ahorr\w+|economis\w+|spar\w+|cuts?)\b/g],
  [
    'salary',
    /\b(?:salar\w+|salari\w*|sueldos?|gehalt|base|comp|fully loaded|all-in|all in|tout compris|employee|permanent|angestellte\w*|paid|earns?|makes)\b/g,
  ],
  [
    'revenue',
    /\b(?:revenue|arr|mrr|earn|sales|turnover|ingresos|facturamos|umsatz|ca|pays us|customers? pays?|signs? for|brings?)\b/g,
  ],
  ['budget', /\b(?:budget\w*|presupuesto|envelope|have approved|allowed)\b/g],
  [
    'build',
    /\b(?:build\w*|set-?up|one-off|upfront|up front|once|migration|migrate|implementation|to move|initial|capex|migrar|einmalig)\b/g,
  ],
  ['run', /\b(?:run\w*|maintain\w*|licen[cs]e\w*|subscription|bill|hosting|opex|fee)\b/g],
  ['price', /\b(?:price\w*|quote\w*|offer\w*|renewal|contract|charge[sd]?|precio|prix|preis|angebot)\b/g],
  ['loss', /\b(?:lost|penalt\w+|refund\w*|fine|credits? of|charged double)\b/g],
];

/** The role whose word stands nearest to the amount; words behind it count as further away. */
export function moneyRole(before: string, after: string): MoneyRole {
  let best: MoneyRole = 'cost';
  let nearest = Number.POSITIVE_INFINITY;
  const clauseAfter = after.split(/ [,;:(] | and | but | y | et | und /)[0] ?? '';
  const clauseBefore = before.split(/ [;:(] /).at(-1) ?? '';
  for (const [role, pattern] of ROLES) {
    for (const match of clauseBefore.matchAll(pattern)) {
      const gap = clauseBefore.slice(match.index);
      const distance = gap.length - match[0].length + (/ , /.test(gap) ? 30 : 0);
      if (distance <= nearest) {
        nearest = distance;
        best = role;
      }
    }
    const behind = clauseAfter.search(pattern);
    if (behind >= 0 && behind + 3 < nearest) {
      nearest = behind + 3;
      best = role;
    }
  }
  return best;
}
