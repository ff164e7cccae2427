import type { Lexeme } from '../lexed-text.js';
import { durationUnit } from '../units.js';

/** Years, versions, numbers of lines and rooms, options. */
export function isName(lexemes: readonly Lexeme[], at: number): boolean {
  const one = lexemes[at];
  const before = lexemes[at - 1]?.lower ?? '';
  // `1:1s` are talks.
  if (one?.text === '1' && (before === ':' || lexemes[at + 1]?.text === ':')) return true;
  if (/^(?:19|20)\d\d$/.test(one?.text ?? '') && durationUnit(lexemes[at + 1]?.lower ?? '') === undefined) {
    return /^(?:in|until|since|by|of|budget|bis|seit|en|depuis|jusqu'en|from|year|q[1-4]|,|the|plan)$/.test(before);
  }
  if (/^(?:line|room|option|version|phase|step|tier|level|no|nr|number|question|stage|windows|sprint)$/.test(before)) {
    return lexemes[at + 1]?.kind !== 'word' || before !== 'sprint';
  }
  if (one?.isFraction === true && /^(?:need|hire|add|want|get|justify|afford)$/.test(before)) return true;
  if (
    /^(?:day|week|month|year|round|part|chapter|tag|woche|jour|dia|page)$/.test(before) &&
    lexemes[at + 1]?.kind !== 'word'
  )
    return true;
  return one?.isSpelt === true && one.value === 1 && !/^(?:every|all)$/.test(before) && !isUnitWord(lexemes[at + 1]);
}
/** The day of a date counts nothing. */
export const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|marz|mai|juni|juli|oktober|dezember|janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)$/;

const isUnitWord = (one: Lexeme | undefined): boolean => one !== undefined && durationUnit(one.lower) !== undefined;
