import type { Alternative } from '../facts.js';

const HOW_MANY =
  /^(?:\p{L}+ )?(?:a |an )?(?:both|one|two|none|neither|beide|eine[nr]?|zwei|keine[nr]?|(?:los |las )?dos|un[oa]|ningun[oa]|(?:les )?deux|aucune?)$/iu;

/** `hire both, one or none`: how many of one thing is a matter of numbers, and nothing to weigh. */
export const areCounts = (alternatives: readonly Alternative[]): boolean =>
  alternatives.every(({ text }) => HOW_MANY.test(text));
