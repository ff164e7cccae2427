import { lowerFirst } from './parts.js';
import type { Alternative, Finding } from '../facts/index.js';

/** What is compared where neither numbers nor a known situation decide. */
export interface Leaning {
  readonly alternative: Alternative;
  readonly name: string;
  /** As it is called in a sentence about another. */
  readonly short: string;
  readonly finding: Finding;
  readonly follows: readonly string[];
  /** Of the recognized situation. */
  readonly option: unknown;
  readonly gain: string | undefined;
  readonly cost: string | undefined;
  /** How hard it is to undo, 1 to 5; undefined where nothing is known of it. */
  readonly undo: number | undefined;
}

export interface Lean<Of extends Leaning> {
  readonly pick: Of;
  readonly next: Of | undefined;
  /** What is true of the pick and not of the next best. */
  readonly reason: string;
}

/**
 * Leans to one of several by what is true of these: the better paid offer, what is easier to take back, what takes less
 * time, what less is said against, what changes least.
 *
 * @param contenders At least one, in the order of the asker.
 */
export function leanOf<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const [first, ...others] = contenders;
  if (first === undefined) return undefined;
  for (const rule of [byPay, byCheaper, byDoubts, byUndo, byTime, byGain, byChange]) {
    const lean = rule(contenders);
    if (lean !== undefined) return lean;
  }
  return { pick: first, next: others[0], reason: '' };
}

function byPay<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const pick = contenders.find(({ finding }) => finding.leads === 'pay');
  const next = contenders.find((one) => one !== pick);
  return pick === undefined ? undefined : { pick, next, reason: pick.follows[0] ?? '' };
}

export const isCheaper = (words: string): boolean => / less than | the least in /.test(words);

/** The cheapest of those that have a price. */
function byCheaper<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const pick = contenders.find(({ finding }) => finding.leads === 'cheaper');
  const next = contenders.find((one) => one.follows.length === 0) ?? contenders.find((one) => one !== pick);
  const reason = pick?.follows.find(isCheaper);
  return pick === undefined || reason === undefined ? undefined : { pick, next, reason };
}

/** What is known of each, the one that is easiest to take back first; of an unknown one nothing is supposed. */
function byUndo<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const known = contenders.filter(({ gain, undo }) => undo !== undefined && gain !== undefined);
  const [pick, next] = known.toSorted((a, b) => (a.undo ?? USUAL) - (b.undo ?? USUAL));
  if (pick === undefined || next === undefined || pick.undo === next.undo) return undefined;
  return { pick, next, reason: `${pick.gain ?? ''}, and it is easier to take back than ${next.short}` };
}
const USUAL = 3;

/** Words. */
const MAX_REASON = 28;

function byGain<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  // What the situation itself offers fits better than what is true of such things anywhere.
  const pick =
    contenders.find(({ option }) => option !== undefined) ?? contenders.find(({ gain }) => gain !== undefined);
  if (pick === undefined) return undefined;
  const next =
    contenders.find((one) => one !== pick && one.cost !== undefined) ?? contenders.find((one) => one !== pick);
  const against = next?.cost === undefined ? '' : `; ${next.short} brings ${lowerFirst(next.cost)}`;
  const isLong = `${pick.gain ?? ''}${against}`.split(' ').length > MAX_REASON;
  return { pick, next, reason: `${(pick.gain ?? '').replace(/[.]$/, '')}${isLong ? '' : against}` };
}

function byTime<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const timed = contenders.flatMap((one) => {
    const time = one.alternative.facts.durations.find(
      ({ per, value, what }) => per === 'once' && what !== 'past' && value >= 1,
    );
    return time === undefined ? [] : [{ one, time }];
  });
  const [pick, next] = timed.toSorted((a, b) => a.time.value - b.time.value);
  if (
    pick === undefined ||
    next === undefined ||
    pick.time.value === next.time.value ||
    !isWork(pick.one) ||
    !isWork(next.one)
  )
    return undefined;
  return {
    pick: pick.one,
    next: next.one,
    reason: `${pick.time.words} against ${next.time.words} for ${next.one.short}, so you know sooner whether it works`,
  };
}

/** A time that someone has been here is no time that something takes. */
const isWork = ({ alternative: { full, isTold } }: Leaning): boolean =>
  isTold === undefined && !/\b(?:keep|retention|behalten|garder|mantener|logs)\b/i.test(full);

/** For people and offers, where nothing general can be said. */
function byDoubts<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  if (!contenders.every(({ alternative }) => alternative.isTold !== undefined)) return undefined;
  const doubts = contenders.map((one) => ({ one, against: clausesOf(one.alternative.said).against }));
  const ranked = doubts.toSorted((a, b) => a.against.length - b.against.length);
  const [pick, next] = [ranked[0], ranked.at(-1)];
  if (pick === undefined || next === undefined) return undefined;
  if (pick.against.length !== next.against.length)
    return {
      pick: pick.one,
      next: next.one,
      reason: `of ${next.one.short} you say “${next.against[0] ?? ''}”, of ${pick.one.short} nothing like it`,
    };
  // What others pay for weighs more than what can be learned.
  const hard = doubts.find(({ against }) => against.some((one) => ON_OTHERS.test(one)));
  const soft = doubts.find((one) => one !== hard && !one.against.some((clause) => ON_OTHERS.test(clause)));
  if (hard === undefined || soft === undefined || soft.against.length === 0) return undefined;
  return {
    pick: soft.one,
    next: hard.one,
    reason: `“${soft.against[0] ?? ''}” can be learned, while others pay for “${hard.against[0] ?? ''}”`,
  };
}

const CHANGES_NOTHING = /\b(?:keep|stay|leave|behalten|bleiben|garder|rester|mantener|seguir|quedarse)\b/i;
const SINGLE = /\b(?:one|single|shared|common|eine?|une?|una?|gemeinsam\w*)\b/i;

const PARTED =
  /\b(?:two|three|four|several|each|per|own|separate|\d+|zwei|drei|je|pro|dos|tres|cada|deux|trois|chaque)\b/i;
/** `one backlog or three backlogs`, `one for all or one per team`. */
const areAlike = (one: string, other: string): boolean =>
  /\b(?:per|each|pro|je|cada|chaque)\b/i.test(other) ||
  one.split(' ').some((word) => word.length > 3 && other.toLowerCase().includes(word.toLowerCase()));

function byChange<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const next = (pick: Of) => contenders.find((one) => one !== pick);
  const keeps = contenders.find(({ name }) => CHANGES_NOTHING.test(name));
  if (keeps !== undefined)
    return {
      pick: keeps,
      next: next(keeps),
      reason: `it changes nothing that works today, and ${next(keeps)?.short ?? 'the other'} stays open to you`,
    };
  const one = contenders.find(({ name }) => SINGLE.test(name) && !PARTED.test(name));
  const other = contenders.find((two) => two !== one && PARTED.test(two.name));
  return one !== undefined && other !== undefined && contenders.length === 2 && areAlike(one.name, other.name)
    ? { pick: one, next: other, reason: `splitting it later is easier than bringing ${other.short} together again` }
    : undefined;
}

const ON_OTHERS =
  /\b(?:feared|abrasive|hates?|rude|aggressive|toxic|shouts|bullies|blames|leaves no|gefürchtet|schroff|cholerisch|temid[oa]|agresiv[oa]|craint|brutal)\b/i;
const AGAINST =
  /\b(?:never|not|no|without|doesn't|isn't|can't|won't|weak|avoids?|dislikes?|hates?|leaves no|wants to leave|feared|abrasive|politics|politik|risk\w*|unsure|untested|resigned|quit|nie|nicht|kein\w*|ohne|schwach|eigentlich|gek[uü]ndigt|nunca|sin|jamais|sans|pas|faible)\b/iu;

/** What the asker says of an alternative, by clauses for and against it. */
export function clausesOf(said: string): { for: string[]; against: string[] } {
  const clauses = said
    .split(/[,;]\s+|\.\s+|(?<!\b(?:der|die|das|who|qui|que)),?\s+(?:but|aber|pero|mais)\s+/i)
    .map((one) => one.replace(/^(?:who|qui|que|die|der|den)\s+(?:is\s+|aber\s+)?/i, '').trim())
    .filter((one) => one !== '');
  return { for: clauses.filter((one) => !AGAINST.test(one)), against: clauses.filter((one) => AGAINST.test(one)) };
}
