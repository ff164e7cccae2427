import { isThing, SIZE_UNITS, stem, unitNamed } from './nouns.js';
import type { Draft } from './read-terms.js';
import { lastWords } from './roles.js';
import type { Share } from './term.js';
import { isTimeUnit } from './time-units.js';

const AWAY =
  /\b(?:scrap|waste|off|discount|rebate|less|fewer|holidays?|absent|absence|sick|overhead|dilut\w*|idle|rabatt|ausschuss|ausfall|remise|rebut|descuento|merma|weniger|moins|menos|defective|rejects?|goes to|go to|geht fur|krank)\b/;
const ADDED = /\b(?:surcharge|zuschlag|aufschlag|majoration|recargo|on top|vat|mwst|iva|tva|tolerance|toleranz)\b/;
const SAVES =
  /\b(?:sav(?:e|es|ing|ings)|avoid\w*|cuts?|takes? away|removes?|eliminat\w+|nimmt|enleve\w*|quita\w*|prevent\w*|reduc\w*|spar\w*|evit\w*|ahorr\w*|supprim\w*|cover\w*|gain|off|eviter\w*|discount|deckt|cubr\w*|couvr\w*)\b/;

export function shareOf(one: Draft, at: number): Share {
  const near = `${lastWords(one.before, 5)} ${one.after.split(' ').slice(0, 4).join(' ')}`;
  return {
    percent: one.value,
    isTakenAway:
      (AWAY.test(near) || /^(?:meetings?|reunion\w*|besprechungen|interrupt\w*|on-call|admin)\b/.test(one.after)) &&
      !/^(?:of|de|des|der)\b(?! (?:the )?time)/.test(one.after),
    isSaving: SAVES.test(near),
    isAdded: (ADDED.test(near) || /\bplus$/.test(one.before)) && one.value < 100,
    start: one.start,
    at,
  };
}

/** A target or a promise, not a part of anything. */
export const isLimitShare = (one: Draft): boolean =>
  /\b(?:must|target|promised?|sla|wants?|ziel|objetivo|objectif|policy|alert at)\b/.test(lastWords(one.before, 4)) &&
  !/^of\b/.test(one.after);

/** A measure of its own, such as a coverage, a margin or a score, or a mark that it is held against. */
export const isMeasure = (one: Draft): boolean =>
  !/^(?:of|de|des|der|von|del|d')\b/.test(one.after) &&
  (/\b\p{L}+ (?:is|was|sits at|stands at|liegt bei|ist|es|est|esta en)(?: about| around| like| only| at| roughly)?$/u.test(
    one.before,
  ) ||
    /\b(?:below|under|above|less than|more than|at least|unter|uber|debajo de|en dessous de)$/.test(one.before));

/** How much something of no number grew or fell, or what it is brought to. */
export const isChange = (one: Draft): boolean =>
  /\b(?:bring|brings|raise|raises|get|gets|take|takes|lift|lifts|increase|increases|reduce|reduces|cut|cuts|push)(?: \w+)? to$/.test(
    one.before,
  ) ||
  /^(?:full|used|voll|llen[oa]|pleine?)\b/.test(one.after) ||
  /\b(?:grew|grown|rose|fell|dropped|increased|decreased|climbed|gestiegen|gewachsen|gesunken|augmente|baisse|crecio|subio|bajo|down|up)(?: by| um| de| un)?$/.test(
    one.before,
  );

/** Words behind `of` that name no counted thing. */
const IN_GENERAL = /^(?:all|everything|time|zeit|tiempo|temps|capacity)$/;

/** The term that a percentage is a part of: what the text names behind it, what it refers to, what stands before it in the same sentence. */
export function anchorOf(drafts: readonly Draft[], at: number): number | undefined {
  const one = drafts[at];
  if (one === undefined) return undefined;
  const named =
    /^(?:of|de|des|der|von|del|d') (?:(?:our|the|all|my|these|those|los|las|les|unserer|nos) )?([\p{L}²]+)(?: ([\p{L}²]+))?/u.exec(
      one.after,
    );
  const isPronoun =
    /^(?:it|them|that|this|these|those|which|ihnen|denen|ellos|ellas|eux)$/.test(named?.[1] ?? '') ||
    /^(?:of|de|von) (?:it|them|that|this|these|those)\b/.test(one.after);
  const isWhole = (other: Draft) => other.unit !== '%' && other.unit !== '';
  if (named !== null && !isPronoun) {
    // The noun, or an adjective before it.
    for (const word of [named[1], named[2]]) {
      const found = word === undefined ? undefined : wholeNamed(drafts, at, word, isWhole);
      if (found !== undefined) return found;
    }
    const next = drafts[at + 1];
    if (next !== undefined && isWhole(next) && next.start - one.end <= 12) return at + 1;
    // A part of something that no number counts is a part of no number.
    if (!IN_GENERAL.test(named[1] ?? '')) return undefined;
  }
  if (/^(?:off|discount|rabatt|nachlass|remise|de remise|de descuento|cheaper|less)\b/.test(one.after)) {
    const price = drafts.slice(0, at).findLastIndex(({ unit }) => unit === 'money');
    if (price >= 0) return price;
  }
  if (SAVES.test(one.before) && (isPronoun || !/^(?:of|de|des) /.test(one.after))) {
    const harm = drafts
      .slice(0, at)
      .findLastIndex(
        (other) =>
          (other.unit === 'money' || isTimeUnit(other.unit)) &&
          (other.isEach ||
            other.roles.has('lost') ||
            other.subject.length > 0 ||
            other.per.some(({ unit }) => isThing(unit) || SIZE_UNITS.has(unit))) &&
          !(other.sentence === one.sentence && other.roles.has('price')),
      );
    if (harm >= 0) return harm;
    // "A tool for 1,400 a month takes away 60% of it": of what was said before, not of the tool's price.
    const before = drafts
      .slice(0, at)
      .findLastIndex((other) => other.sentence < one.sentence && (other.unit === 'money' || isTimeUnit(other.unit)));
    if (isPronoun && before >= 0) return before;
  }
  const isNear = (other: Draft | undefined): other is Draft =>
    other !== undefined && isWhole(other) && (isPronoun || other.sentence === one.sentence);
  for (let index = at - 1; index >= 0; index -= 1) {
    const other = drafts[index];
    if (isNear(other) && !(isTimeUnit(other.unit) && other.per.length === 0)) return index;
  }
  const next = drafts.findIndex((other, index) => index > at && isNear(other));
  return next < 0 ? undefined : next;
}

/** The term whose noun, unit or period a word names, the nearest first. */
function wholeNamed(
  drafts: readonly Draft[],
  at: number,
  word: string,
  isWhole: (one: Draft) => boolean,
): number | undefined {
  const root = stem(word);
  return (
    nearest(
      drafts,
      at,
      (other) =>
        isWhole(other) &&
        (stem(other.noun.toLowerCase().split(' ').at(-1) ?? '') === root || other.unit === unitNamed(word)),
    ) ??
    nearest(
      drafts,
      at,
      (other) =>
        isWhole(other) &&
        (/^(?:time|zeit|tiempo|temps)$/.test(word)
          ? isTimeUnit(other.unit)
          : other.per.some(({ unit }) => unit === word.replace(/s$/, ''))),
    )
  );
}

function nearest(drafts: readonly Draft[], at: number, is: (one: Draft) => boolean): number | undefined {
  for (let away = 1; away < drafts.length; away += 1) {
    for (const index of [at - away, at + away]) {
      const other = drafts[index];
      if (other !== undefined && is(other)) return index;
    }
  }
  return undefined;
}
