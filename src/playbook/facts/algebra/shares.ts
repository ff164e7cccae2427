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

/** How much something of no number grew or fell, or what it is brought to. */
export const isChange = (one: Draft): boolean =>
  /\b(?:bring|brings|raise|raises|get|gets|take|takes|lift|lifts|increase|increases|reduce|reduces|cut|cuts|push)(?: \w+)? to$/.test(
    one.before,
  ) ||
  /^(?:full|used|voll|llen[oa]|pleine?)\b/.test(one.after) ||
  /\b(?:grew|grown|rose|fell|dropped|increased|decreased|climbed|gestiegen|gewachsen|gesunken|augmente|baisse|crecio|subio|bajo|down|up)(?: by| um| de| un)?$/.test(
    one.before,
  );

/** The term that a percentage is a part of. */
export function anchorOf(drafts: readonly Draft[], at: number): number | undefined {
  const one = drafts[at];
  if (one === undefined) return undefined;
  const named =
    /^(?:of|de|des|der|von|del|d') (?:(?:our|the|all|my|these|those|los|las|les|unserer|nos) )?(?:\w+ )?([\p{L}²]+)/u.exec(
      one.after,
    );
  const isPronoun =
    /^(?:it|them|that|this|these|those|which|ihnen|denen|ellos|ellas|eux)$/.test(named?.[1] ?? '') ||
    /^(?:of|de|von) (?:it|them|that|this|these|those)\b/.test(one.after);
  const isWhole = (other: Draft) => other.unit !== '%' && other.unit !== '';
  if (named !== null && !isPronoun) {
    const word = stem(named[1] ?? '');
    const raw = named[1] ?? '';
    const byName =
      nearest(
        drafts,
        at,
        (other) =>
          isWhole(other) &&
          (stem(other.noun.toLowerCase().split(' ').at(-1) ?? '') === word || other.unit === unitNamed(raw)),
      ) ??
      nearest(
        drafts,
        at,
        (other) =>
          isWhole(other) &&
          (/^(?:time|zeit|tiempo|temps)$/.test(raw)
            ? isTimeUnit(other.unit)
            : other.per.some(({ unit }) => unit === raw.replace(/s$/, ''))),
      );
    if (byName !== undefined) return byName;
    const next = drafts[at + 1];
    if (next !== undefined && isWhole(next) && next.start - one.end <= 12) return at + 1;
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
  for (let index = at - 1; index >= 0; index -= 1) {
    const other = drafts[index];
    if (other !== undefined && isWhole(other) && !(isTimeUnit(other.unit) && other.per.length === 0)) return index;
  }
  const next = drafts.findIndex((other, index) => index > at && isWhole(other));
  return next < 0 ? undefined : next;
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
