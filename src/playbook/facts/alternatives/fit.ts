import type { Alternative } from '../facts.js';
import { sentencesIn } from './named-alternative.js';

/** Which of several people the job speaks for, in the asker's words. */
export interface Fit {
  readonly pick: Alternative;
  readonly other: Alternative;
  /** What the job asks for: a clause of the asker, or what such posts are. */
  readonly need: string;
  readonly has: string;
  readonly lacks: string;
}

const OF_LEADING =
  /\b(?:em|engineering manager|manager|(?:team |tech |engineering )?lead|head of|director|deputy|vp|leiter(?:in)?|teamleitung|jef[ae]|responsable)\b/iu;
const HAS_LED =
  /\b(?:manag(?:ed|es|ing|er)|(?:has )?led|leads|leading|team lead|geleitet|f[üu]hrt|ha liderado|dirige)\b/iu;
const LACKS_LEADING =
  /\b(?:no|never|without|not|kein\w*|nie|sin|nunca|aucun\w*|jamais)\b[^,;]*\b(?:people|manag\w*|lead\w*|led|f[üu]hrung\w*|equipo|liderado|encadr\w*)\b/iu;
const LACKS = /\b(?:no|never|not|without|nie|nicht|kein\w*|nunca|sin|jamais|sans|pas)\b/iu;
const IS_DATED = /\b(?:must|by|until|before|ends?|starts?|starting|deadline|due|bis|muss|antes|avant)\b/iu;
const MIN_WORD = 5;

const clausesOf = ({ said }: Alternative): string[] =>
  said
    .split(/[,;]\s+|\.\s+|\s+(?:but|aber|pero|mais)\s+/i)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');

/**
 * What the text asks of the job against what each brings: a dated piece of work first, then the leading of people. Only
 * where one has it by the asker's words and another lacks it by the asker's words.
 *
 * @param outside The text without what is said of the people.
 */
export function fitOf(alternatives: readonly Alternative[], outside: string): Fit | undefined {
  if (alternatives.length < 2 || alternatives.some(({ isTold }) => isTold !== 'person')) return undefined;
  return byWork(alternatives, outside) ?? byLeading(alternatives, outside);
}

function byWork(people: readonly Alternative[], outside: string): Fit | undefined {
  for (const sentence of sentencesIn(outside).filter((one) => IS_DATED.test(one))) {
    const words = sentence
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length >= MIN_WORD);
    for (const word of words) {
      const told = people.map((one) => ({
        one,
        clause: clausesOf(one).find((clause) => clause.toLowerCase().includes(word)),
      }));
      const has = told.find(({ clause }) => clause !== undefined && !LACKS.test(clause));
      const lacks = told.find(({ clause }) => clause !== undefined && LACKS.test(clause));
      if (has?.clause !== undefined && lacks?.clause !== undefined)
        return {
          pick: has.one,
          other: lacks.one,
          need: `“${sentence.trim().replace(/[.!]$/, '')}” asks for someone who has done it`,
          has: has.clause,
          lacks: lacks.clause,
        };
    }
  }
  return undefined;
}

function byLeading(people: readonly Alternative[], outside: string): Fit | undefined {
  if (!OF_LEADING.test(outside)) return undefined;
  const told = people.map((one) => ({
    one,
    has: clausesOf(one).find((clause) => HAS_LED.test(clause) && !LACKS.test(clause)),
    lacks: clausesOf(one).find((clause) => LACKS_LEADING.test(clause)),
  }));
  const has = told.find((one) => one.has !== undefined && one.lacks === undefined);
  const lacks = told.find((one) => one.lacks !== undefined && one.has === undefined);
  if (has?.has === undefined || lacks?.lacks === undefined) return undefined;
  return {
    pick: has.one,
    other: lacks.one,
    need: 'the post is one of leading people',
    has: has.has,
    lacks: lacks.lacks,
  };
}
