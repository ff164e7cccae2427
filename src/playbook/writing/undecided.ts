import { clausesOf } from './lean.js';
import type { Weighed } from './weighed.js';

const MAX_NAMED = 3;

/** Where nothing tells the alternatives apart: what would, out of the asker's own words, and how to see it within days. */
export function undecided(contenders: readonly Weighed[], troubles: readonly string[]): string {
  const isTold = contenders[0]?.alternative.isTold;
  const way =
    isTold === 'offer'
      ? ofOffers(contenders)
      : isTold === 'person'
        ? ofPeople(contenders)
        : (ofHarm(contenders) ?? ofTroubles(contenders, troubles) ?? ofMissing(contenders) ?? ofUndoing(contenders));
  const names = contenders.map(({ short }) => short);
  const between = names.length > MAX_NAMED ? 'these' : listed(names);
  return way === ''
    ? `What you wrote does not decide between ${between}: tell me which date, sum or person is fixed.`
    : `What you wrote does not decide between ${between}. ${way}`;
}

/** Two or three in a sentence. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

const quoted = (clauses: readonly string[]): string => clauses.map((one) => `“${one}”`).join(' and ');

function ofPeople(contenders: readonly Weighed[]): string {
  const names = listed(contenders.map(({ short }) => short));
  return `**What decides it** is the work of the first half year: write down its three hardest pieces with their dates, and by each whether ${names} have done such a thing before.`;
}

function ofOffers(contenders: readonly Weighed[]): string {
  const doubts = contenders.flatMap(({ alternative, short }) => {
    const { against } = clausesOf(alternative.said);
    return against.length === 0 ? [] : [`${short}: ${quoted(against)}`];
  });
  return doubts.length === 0
    ? '**What decides it** is what neither has put in writing yet: have both do that for mandate, pay and notice before you answer.'
    : `**What decides it** is what you doubt: ${doubts.join('; ')}. Put each to a person who left and to your future superior before you sign; the one whose doubt stays is out.`;
}

/** Harm that can be counted is counted; a wish is not. */
function ofHarm(contenders: readonly Weighed[]): string | undefined {
  const harmed = contenders.flatMap(({ finding, short }) =>
    finding.stakes?.harm === undefined ? [] : [`${short} “${finding.stakes.harm}”`],
  );
  if (harmed.length < 2) return undefined;
  const wish = contenders.map(({ finding }) => finding.stakes?.wish).find((one) => one !== undefined);
  const aside = wish === undefined ? '' : ` “${wish}” is no figure: ask what it is to bring, and by when.`;
  return `**What decides it** is what a week of each costs: count the hours for ${listed(harmed)}. The dearer one goes first.${aside}`;
}

function ofTroubles(contenders: readonly Weighed[], troubles: readonly string[]): string | undefined {
  if (troubles.length === 0) return undefined;
  const which = contenders.length === 2 ? 'of the two' : 'of them';
  return `**What decides it** is ${quoted(troubles)}: take the last five times that this happened and note for each which ${which} would have prevented it; where it is ${contenders.length === 2 ? 'neither' : 'none'}, the cause lies elsewhere.`;
}

/** A price or a time that is named for some of them only. */
function ofMissing(contenders: readonly Weighed[]): string | undefined {
  const kinds = [
    { what: 'a price', has: ({ facts }: Weighed['alternative']) => facts.money.length > 0 },
    { what: 'how long it takes', has: ({ facts }: Weighed['alternative']) => facts.durations.length > 0 },
  ];
  for (const { has, what } of kinds) {
    const known = contenders.filter(({ alternative }) => has(alternative));
    const unknown = contenders.filter(({ alternative }) => !has(alternative));
    if (known.length > 0 && unknown.length > 0)
      return `You name ${what} for ${listed(known.map(({ short }) => short))} and not for ${listed(unknown.map(({ short }) => short))}: get that first, for the same span of time.`;
  }
  return undefined;
}

function ofUndoing(contenders: readonly Weighed[]): string {
  const known = contenders
    .filter(({ undo }) => undo !== undefined)
    .toSorted((one, other) => (one.undo ?? 0) - (other.undo ?? 0));
  const [first, last] = [known[0], known.at(-1)];
  if (first !== undefined && last !== undefined && (first.undo ?? 0) < (last.undo ?? 0))
    return `${first.short.charAt(0).toUpperCase()}${first.short.slice(1)} is the easiest to take back, so it may be tried first.`;
  return '';
}
