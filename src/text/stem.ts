import { tokenize } from './tokens.js';

const VOWELS = new Set(['a', 'e', 'i', 'o', 'u', 'y']);

/** Words whose ending only looks like an inflection. */
const INVARIANT =
  `this us its his always perhaps thus less business news feed speed left choice data media process access address series
  chaos ops devops aws bus virus status focus bonus campus during something anything nothing everything string king ring
  bring spring engineering wont`.split(/\s+/);

/** Irregular inflections, each line's words as `stem:form,form`. */
const INFLECTED =
  `is:is,was,were,are,be,been have:has,had do:does,did,done need:need,needs people:people,persons,person man:men
  child:children go:went,gone,goes say:said,says tell:told make:made,making build:built buy:bought,buying sell:sold pay:paid
  spend:spent,spending keep:kept lose:lost,loses,losing win:won begin:began break:broke,broken choose:chose,chosen,choosing
  decid:decision,decisions,decide,decided,deciding fall:fell,fallen feel:felt get:got,getting give:gave,given,giving
  grow:grew,grown,growth hold:held know:knew,known lead:led meet:met meeting:meeting,meetings run:ran,running see:saw,seen
  send:sent ship:shipping stick:stuck take:taken,took think:thought write:wrote,written,writing analys:analyses,analysis
  quit:quit,quitting die:dying team:teams thing:thing,things price:pricing,prices,priced cant:cannot`.split(/\s+/);

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ...INVARIANT.map((word) => [word, word] as const),
  ...INFLECTED.flatMap((entry) => {
    const [stemmed = '', forms = ''] = entry.split(':');
    return forms.split(',').map((form) => [form, stemmed] as const);
  }),
]);

/** Derivational endings in the order they are tried, with the minimum length of the rest and what replaces the ending. */
const DERIVED: readonly (readonly [ending: string, stays: number, instead: string])[] = [
  ['izational', 4, ''], ['isational', 4, ''], ['izations', 3, ''], ['isations', 3, ''], ['ization', 3, ''],
  ['isation', 3, ''], ['iveness', 3, ''], ['fulness', 3, ''], ['ousness', 3, ''], ['ability', 3, ''], ['ibility', 3, ''],
  ['ational', 4, ''], ['ations', 3, ''], ['ation', 3, ''], ['ments', 4, ''], ['ment', 4, ''], ['ators', 4, ''],
  ['ator', 4, ''], ['ities', 4, ''], ['ity', 4, ''], ['ness', 4, ''], ['ively', 4, ''], ['ally', 4, ''], ['able', 4, ''],
  ['ible', 4, ''], ['ions', 4, ''], ['ion', 4, ''], ['ives', 4, ''], ['ive', 4, ''], ['izing', 3, ''], ['ising', 3, ''],
  ['ized', 3, ''], ['ised', 3, ''], ['izes', 3, ''], ['ises', 3, ''], ['ize', 3, ''], ['ise', 3, ''], ['ances', 4, ''],
  ['ance', 4, ''], ['ences', 4, ''], ['ence', 4, ''], ['ants', 4, ''], ['ical', 4, ''], ['ously', 4, ''],
  ['ous', 4, ''], ['ings', 3, ''], ['ing', 3, ''], ['edly', 3, ''], ['ed', 3, ''], ['ers', 4, ''], ['er', 4, ''],
  ['ies', 2, 'y'], ['ly', 4, ''], ['al', 4, ''], ['es', 3, ''], ['s', 3, ''],
]; // prettier-ignore

/**
 * Reduces a folded word to the stem that its inflections share.
 *
 * A light stemmer in the manner of Porter's, stronger on derivation ("prioritise", "priorities" and "prioritization"
 * share a stem) and without parts of speech. Made for English; in Spanish, French and German it removes plurals, which
 * is enough beside a lexicon that matches prefixes.
 *
 * @param word  As {@link Token.word}: lower case, no accents.
 */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.endsWith('ss')) return word;
  for (const [ending, stays, instead] of DERIVED) {
    if (word.length - ending.length < stays || !word.endsWith(ending)) continue;
    const rest = word.slice(0, word.length - ending.length) + instead;
    if (!hasVowel(rest)) continue;
    return tidy(rest);
  }
  return tidy(word);
}

function hasVowel(word: string): boolean {
  for (const letter of word) if (VOWELS.has(letter)) return true;
  return false;
}

/** Undoubles the last consonant and drops a final e: "planned", "plan" and "planning" share a stem. */
function tidy(word: string): string {
  const last = word.at(-1) ?? '';
  if (word.length > 3 && last === 'e') return tidyEnd(word.slice(0, -1));
  if (word.length > 3 && last === word.at(-2) && !VOWELS.has(last) && last !== 's' && last !== 'l')
    return word.slice(0, -1);
  return tidyEnd(word);
}

function tidyEnd(word: string): string {
  if (word.length > 3 && word.endsWith('y')) return `${word.slice(0, -1)}i`;
  return word;
}

/** The stem of every word of a text, in order. */
export function stemsOf(text: string): string[] {
  return tokenize(text).map(({ word }) => stem(word));
}

/** Shorter words carry no topic. */
const MIN_TERM_LENGTH = 3;

/** The stems of the words long enough to carry a topic, in order. */
export function termsOf(text: string): string[] {
  return tokenize(text).flatMap(({ word }) => (word.length < MIN_TERM_LENGTH ? [] : [stem(word)]));
}
