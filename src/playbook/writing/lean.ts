import type { Alternative, Finding, Fit } from '../facts/index.js';

/** What is compared where neither numbers nor a known situation decide. */
export interface Leaning {
  readonly alternative: Alternative;
  readonly name: string;
  /** As it is called in a sentence about another. */
  readonly short: string;
  readonly finding: Finding;
  readonly follows: readonly string[];
  readonly gain: string | undefined;
  /** How hard it is to undo, 1 to 5; undefined where nothing is known of it. */
  readonly undo: number | undefined;
}

/** What the choice is made in. */
export interface Setting {
  readonly text: string;
  readonly troubles: readonly string[];
  readonly fit: Fit | undefined;
}

export interface Lean<Of extends Leaning> {
  readonly pick: Of;
  readonly next: Of | undefined;
  /** What is true of the pick and not of the next best. */
  readonly reason: string;
  /** What is to be done beside it. */
  readonly also?: string;
  /** What the asker says of these very alternatives decides, before what usually holds. */
  readonly isOwnWords?: true;
}

/**
 * Leans to one of several by what the asker's words or numbers say of these: the better paid offer, who has done the work,
 * what is not in the way, what others oblige to, what mends what has happened, what can be told now, what is done first,
 * what is easier to take back. Undefined where none of it tells them apart.
 *
 * @param contenders At least one, in the order of the asker.
 */
export function leanOf<Of extends Leaning>(contenders: readonly Of[], setting: Setting): Lean<Of> | undefined {
  for (const rule of RULES) {
    const lean = rule(contenders, setting);
    if (lean !== undefined) return lean;
  }
  return undefined;
}

type Rule = <Of extends Leaning>(contenders: readonly Of[], setting: Setting) => Lean<Of> | undefined;

const byPay: Rule = (contenders) => {
  const pick = contenders.find(({ finding }) => finding.leads === 'pay');
  const next = contenders.find((one) => one !== pick);
  return pick === undefined ? undefined : { pick, next, reason: pick.follows[0] ?? '' };
};

export const isCheaper = (words: string): boolean => / less than | the least in /.test(words);

/** The cheapest of those that have a price. */
const byCheaper: Rule = (contenders) => {
  const pick = contenders.find(({ finding }) => finding.leads === 'cheaper');
  const next = contenders.find((one) => one.follows.length === 0) ?? contenders.find((one) => one !== pick);
  const reason = pick?.follows.find(isCheaper);
  return pick === undefined || reason === undefined ? undefined : { pick, next, reason };
};

/** Who has done by the asker's words what the job asks for. */
const byFit: Rule = (contenders, { fit }) => {
  const pick = contenders.find(({ alternative }) => alternative === fit?.pick);
  const next = contenders.find(({ alternative }) => alternative === fit?.other);
  if (fit === undefined || pick === undefined || next === undefined) return undefined;
  const [price] = clausesOf(pick.alternative.said).against;
  return {
    pick,
    next,
    reason: `${fit.need}, and that is what ${pick.short} brings (“${fit.has}”) and ${next.short} does not (“${fit.lacks}”)`,
    isOwnWords: true,
    also: [
      price === undefined ? '' : `The price is “${price}”: settle before the start who covers that.`,
      IS_INSIDE.test(next.alternative.said)
        ? `Tell ${next.short} first, alone and with the reason, and say what would have to be there the next time.`
        : '',
    ]
      .filter((one) => one !== '')
      .join(' '),
  };
};
const IS_INSIDE = /\b(?:internal|intern[aoe]?|already here|years? here|im haus|de la casa|en interne)\b/iu;

/** One that nothing stands in the way of, where something stands in the way of every other. */
const byObstacle: Rule = (contenders) => {
  const free = contenders.filter(({ finding }) => finding.stakes?.obstacle === undefined);
  const [pick] = free;
  const barred = contenders.filter(({ finding }) => finding.stakes?.obstacle !== undefined);
  if (pick === undefined || free.length !== 1 || barred.length === 0) return undefined;
  const words = barred.map((one) => `“${one.finding.stakes?.obstacle ?? ''}” (${one.short})`).join(' or ');
  return {
    pick,
    next: barred[0],
    reason: `of ${pick.short} you say nothing like ${words}`,
    isOwnWords: true,
  };
};

/** What an authority, a customer's audit or the end of support asks for. */
const byDuty: Rule = (contenders) => {
  const bound = contenders.filter(({ finding }) => finding.stakes?.duty !== undefined);
  const [pick] = bound;
  const next = contenders.find((one) => one !== pick);
  if (pick === undefined || bound.length !== 1 || next === undefined) return undefined;
  return {
    pick,
    next,
    reason: `“${pick.finding.stakes?.duty ?? ''}” is set by others and does not wait; ${next.short} can wait, at a price that you choose yourself`,
    isOwnWords: true,
  };
};

/** What mends what has happened, before what might happen or what someone would like. */
const byHarm: Rule = (contenders) => {
  const harmed = contenders.filter(({ finding }) => finding.stakes?.harm !== undefined);
  const [pick] = harmed;
  const next = contenders.find((one) => one !== pick);
  if (pick === undefined || harmed.length !== 1 || next === undefined || next.alternative.isTold !== undefined)
    return undefined;
  const harm = pick.finding.stakes?.harm ?? '';
  const wish = contenders.map(({ finding }) => finding.stakes?.wish).find((one) => one !== undefined);
  return {
    pick,
    next,
    reason: `“${harm}” has happened and is counted; ${wish === undefined ? 'of the rest you say what might be' : `“${wish}” is a wish`}`,
    isOwnWords: true,
    ...(NO_OWNER.test(harm)
      ? { also: 'Give it an owner by name this week in any case; that needs neither money nor a new post.' }
      : {}),
  };
};
const NO_OWNER = /\bno ?(?:body|one) owns\b/i;

const WAITS = /\b(?:wait|hold off|warten|abwarten|esperar|attendre)\b/i;
const TELLS =
  /\b(?:tell|inform|warn|announce|disclose|say so|own up|informieren|sagen|avisar|decir|informar|pr[ée]venir|dire)\b/i;
/** Those who hear of it late could have acted. */
const byTelling: Rule = (contenders, { text }) => {
  const next = contenders.find(({ name }) => WAITS.test(name));
  const pick = contenders.find((one) => one !== next && TELLS.test(one.name));
  if (pick === undefined || next === undefined || contenders.length !== 2) return undefined;
  return {
    pick,
    next,
    reason:
      'those it meets can act only on what they have been told, and you need not know all of it: say what is certain, what is open, and when you will say more',
    isOwnWords: true,
    ...(IS_PERSONAL.test(text) ? { also: PERSONAL } : {}),
  };
};

const DEPARTS =
  /\b(?:resigned|quit|handed in (?:his|her|their) notice|last day|gek[üu]ndigt|letzter tag|ha dimitido|se va|d[ée]missionn\w*)\b/i;
const TAKES_OVER =
  /\b(?:spread|share|split (?:it|the work)|hand (?:it )?over|take over|distribute|verteilen|aufteilen|repartir\w*|r[ée]partir)\b/i;
const COMES_LATER =
  /\b(?:replace|hire|backfill|recruit|automat\w*|build|ersetzen|nachbesetzen|einstellen|reemplazar|contratar|remplacer|embaucher|recruter)\b/i;
/** Who leaves is gone before a newcomer or a tool is there. */
const byCover: Rule = (contenders, { text }) => {
  const pick = contenders.find(({ name }) => TAKES_OVER.test(name));
  const later = contenders.filter((one) => one !== pick && COMES_LATER.test(one.name));
  const [next] = later;
  if (pick === undefined || next === undefined || later.length !== contenders.length - 1 || !DEPARTS.test(text))
    return undefined;
  return {
    pick,
    next,
    reason: `it is the only one of these that can be there on the last day, so it comes first, with each piece handed over while the person is still here; ${later.map(({ short }) => short).join(' and ')} can follow, and after two rounds without the person you know how much work is left for it`,
    isOwnWords: true,
  };
};

/** What is gone if one waits for it. */
const CLOSES =
  /\b(?:by (?:friday|monday|tuesday|wednesday|thursday|tomorrow|tonight)|outside offer|another offer|expires? (?:on|in)|must (?:answer|decide))\b/i;
/** Who waits past the day on which it closes has decided too. */
const byClosing: Rule = (contenders, { text }) => {
  const next = contenders.find(({ name }) => WAITS.test(name));
  const pick = contenders.find((one) => one !== next);
  const closings = text
    .split(/[.!?\n,;]\s*|\s+and\s+/)
    .filter((clause) => CLOSES.test(clause) && !clause.includes(next?.alternative.text ?? ''));
  const closing = closings.find((clause) => /\bby\b|\bmust\b/i.test(clause)) ?? closings[0];
  if (next === undefined || pick === undefined || contenders.length !== 2 || closing === undefined) return undefined;
  return {
    pick,
    next,
    reason: `“${closing.trim()}” comes first, so ${next.short} is a no that is not spoken`,
    also: 'What you cannot promise yet, say as such before that day, with the day on which it will be known.',
    isOwnWords: true,
  };
};

const IS_PERSONAL =
  /\b(?:names and addresses|personal data|customer data|patient\w*|health data|personenbezogen\w*|datos personales|donn[ée]es personnelles)\b/i;
const PERSONAL =
  'Personal data may be in it: data protection or counsel judges today whether an authority must hear of it. In the EU that is 72 hours from when you learned of it, and not from when you know by which hand.';

/** For people, where nothing general can be said; the doubts about an offer are to be cleared before it is signed. */
const byDoubts: Rule = (contenders) => {
  if (!contenders.every(({ alternative }) => alternative.isTold === 'person')) return undefined;
  const doubts = contenders.map((one) => ({ one, against: clausesOf(one.alternative.said).against }));
  const ranked = doubts.toSorted((a, b) => a.against.length - b.against.length);
  const [pick, next] = [ranked[0], ranked.at(-1)];
  if (pick === undefined || next === undefined) return undefined;
  if (pick.against.length === 0 && next.against.length > 0)
    return {
      pick: pick.one,
      next: next.one,
      reason: `of ${next.one.short} you say “${next.against.join('”, “')}”, of ${pick.one.short} nothing like it`,
    };
  // What others pay for weighs more than what can be learned.
  const hard = doubts.find(({ against }) => against.some((one) => ON_OTHERS.test(one)));
  const soft = doubts.find((one) => one !== hard && !one.against.some((clause) => ON_OTHERS.test(clause)));
  if (hard === undefined || soft === undefined || soft.against.length === 0) return undefined;
  const worst = hard.against.find((one) => ON_OTHERS.test(one)) ?? '';
  return {
    pick: soft.one,
    next: hard.one,
    reason: `“${soft.against[0] ?? ''}” can be learned, while others pay for “${worst}”`,
  };
};

/** What is done in half the time or less goes first: it is over before the other could be, and can be judged. */
const bySooner: Rule = (contenders) => {
  const timed = contenders.flatMap((one) => {
    const time = one.alternative.facts.durations.find(
      ({ after, before, per, value, what }) =>
        per === 'once' &&
        what !== 'past' &&
        value >= 1 &&
        !/^(?:of (?:money|runway|experience)|left|min\b|minimum|notice|here|on the team)/i.test(after) &&
        !/\b(?:over|older than|after|above|über|mehr als|más de|plus de)$/i.test(before),
    );
    return time === undefined ? [] : [{ one, time }];
  });
  const [pick, next] = timed.toSorted((a, b) => a.time.value - b.time.value);
  if (
    pick === undefined ||
    next === undefined ||
    pick.time.value > next.time.value / 2 ||
    !isWork(pick.one) ||
    !isWork(next.one)
  )
    return undefined;
  return {
    pick: pick.one,
    next: next.one,
    reason: `it takes ${pick.time.words} against ${next.time.words} for ${next.one.short}, so it can be done first and judged; ${next.one.short} is still open after it`,
  };
};

/** A time that someone has been here is no time that something takes. */
const isWork = ({ alternative: { full, isTold } }: Leaning): boolean =>
  isTold === undefined && !/\b(?:keep|retention|behalten|garder|mantener|logs)\b/i.test(full);

/** What is known of each, the one that is clearly easier to take back; of an unknown one nothing is supposed. */
const byUndo: Rule = (contenders, { troubles }) => {
  // What hurts decides before what is convenient.
  if (troubles.length > 0) return undefined;
  if (contenders.some(({ gain, undo }) => undo === undefined || gain === undefined)) return undefined;
  const ranked = contenders.toSorted((a, b) => (a.undo ?? USUAL) - (b.undo ?? USUAL));
  const [pick, next] = ranked;
  if (pick === undefined || next === undefined || pick.undo === next.undo) return undefined;
  return { pick, next, reason: `${pick.gain ?? ''}, and it is easier to take back than ${next.short}` };
};
const USUAL = 3;

const SINGLE = /\b(?:one|single|shared|common|eine?|une?|una?|gemeinsam\w*)\b/i;
const PARTED =
  /\b(?:two|three|four|several|each|per|own|separate|\d+|zwei|drei|je|pro|dos|tres|cada|deux|trois|chaque)\b/i;
/** `one backlog or three backlogs`, `one for all or one per team`. */
const areAlike = (one: string, other: string): boolean =>
  /\b(?:per|each|pro|je|cada|chaque)\b/i.test(other) ||
  one.split(' ').some((word) => word.length > 3 && other.toLowerCase().includes(word.toLowerCase()));

/** Posts, people and what they earn. */
const OF_PEOPLE =
  /\b(?:engineers?|developers?|devs?|seniors?|juniors?|mid-?levels?|staff|principals?|managers?|leads?|designers?|contractors?|hires?|hire|people|persons?|entwickler\w*|leute|personas|personnes)\b|\d ?k\b/i;

/** What was split is hard to bring together again. */
const byWhole: Rule = (contenders, { troubles }) => {
  const one = contenders.find(({ name }) => SINGLE.test(name) && !PARTED.test(name));
  const other = contenders.find((two) => two !== one && PARTED.test(two.name));
  if (troubles.length > 0 || one === undefined || other === undefined || contenders.length !== 2) return undefined;
  // One person or two are no thing that is split.
  if (OF_PEOPLE.test(`${one.name} ${other.name}`)) return undefined;
  return areAlike(one.name, other.name)
    ? { pick: one, next: other, reason: `splitting it later is easier than bringing ${other.short} together again` }
    : undefined;
};

const RULES: readonly Rule[] = [
  byPay,
  byFit,
  byObstacle,
  byDuty,
  byDoubts,
  byHarm,
  byTelling,
  byCover,
  byClosing,
  byCheaper,
  bySooner,
  byUndo,
  byWhole,
];

const ON_OTHERS =
  /\b(?:feared|abrasive|hates?|rude|aggressive|toxic|shouts|bullies|blames|leaves no|gefürchtet|schroff|cholerisch|temid[oa]|agresiv[oa]|craint|brutal)\b/i;
const AGAINST =
  /\b(?:never|not|nobody|no one|none|hardly|barely|no|without|doesn't|isn't|can't|won't|weak\w*|worse|poor\w*|slow\w*|difficult|arrogant|rude|tired|inexperienced|lacks?|struggles?|complains?|unreliable|messy|doubts?|avoids?|averse|dislikes?|hates?|leaves no|wants to (?:leave|be left alone)|less|feared|abrasive|politics|politik|layoffs?|money left|runway|(?:two|three|four|five|\d+) (?:directors|heads|managers|ctos) in|at night|risk\w*|unsure|untested|resigned|quit|already leads?|nie|niemand|nicht|kein\w*|ohne|schwach|schwächer|langsam\w*|weniger|eigentlich|gek[uü]ndigt|nunca|nadie|sin|débil|menos|lent\w*|jamais|personne n\w*|sans|pas|faible|moins)\b/iu;

/** What the asker says of an alternative, by clauses for and against it. */
export function clausesOf(said: string): { for: string[]; against: string[] } {
  const clauses = said
    .split(/[,;]\s+|\.\s+|(?<!\b(?:der|die|das|who|qui|que)),?\s+(?:but|aber|pero|mais)\s+/i)
    .map((one) => one.replace(/^(?:who|qui|que|die|der|den)\s+(?:is\s+|aber\s+)?/i, '').trim())
    .filter((one) => one !== '');
  return { for: clauses.filter((one) => !AGAINST.test(one)), against: clauses.filter((one) => AGAINST.test(one)) };
}
