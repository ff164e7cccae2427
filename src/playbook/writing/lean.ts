import type { Alternative } from '../facts/index.js';

/** What is compared where neither numbers nor a known situation decide. */
export interface Leaning {
  readonly alternative: Alternative;
  readonly name: string;
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

/** What speaks against an alternative in the asker's own words. */
const AGAINST =
  /\b(?:never|not|no|without|but|doesn't|isn't|can't|won't|weak|avoids?|feared|abrasive|hope|late|crash\w*|politics|lose|pretend\w*|risk\w*|unsure|untested|nie|nicht|kein\w*|aber|ohne|schwach|eigentlich|pero|nunca|sin|no|jamais|sans|mais|pas|faible)\b/giu;

/**
 * Leans to one of several: what is easier to take back, then what takes less time, then what less is said against.
 *
 * @param contenders At least one, in the order of the asker.
 */
export function leanOf<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const [first, ...others] = contenders;
  if (first === undefined) return undefined;
  return (
    byUndo(contenders) ??
    byTime(contenders) ??
    byDoubts(contenders) ?? {
      pick: contenders.find(({ gain }) => gain !== undefined) ?? first,
      next: others[0],
      reason: '',
    }
  );
}

function byUndo<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const known = contenders.filter(({ gain, undo }) => undo !== undefined && gain !== undefined);
  const [pick, next] = known.toSorted((a, b) => (a.undo ?? 3) - (b.undo ?? 3));
  if (pick === undefined || next === undefined || pick.undo === next.undo || known.length < contenders.length)
    return undefined;
  return { pick, next, reason: `${pick.gain ?? ''}, and it is easier to take back than ${next.name}` };
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
    reason: `${pick.time.words} against ${next.time.words} for ${next.one.name}: you know sooner whether it works`,
  };
}

/** A time that somebody has been here is no time that something takes. */
const isWork = ({ alternative: { full } }: Leaning): boolean =>
  !/\b(?:here|with us|im haus|hier|aqu[ií]|ici|funding|notice|keep|retention|behalten)\b/i.test(full);

function byDoubts<Of extends Leaning>(contenders: readonly Of[]): Lean<Of> | undefined {
  const doubts = contenders.map((one) => ({ one, words: one.alternative.full.match(AGAINST) ?? [] }));
  const ranked = doubts.toSorted((a, b) => a.words.length - b.words.length);
  const [pick, next] = [ranked[0], ranked.at(-1)];
  if (pick === undefined || next === undefined || pick.words.length === next.words.length) return undefined;
  return { pick: pick.one, next: next.one, reason: `you say less against it than against ${next.one.name}` };
}
