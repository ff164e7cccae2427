const VOWELS = new Set(['a', 'e', 'i', 'o', 'u', 'y']);

/** Words whose ending looks like an inflection and is not, or whose inflection is irregular. */
const IRREGULAR = new Map<string, string>(
  Object.entries({
    ...{
      this: 'this',
      is: 'is',
      was: 'is',
      were: 'is',
      are: 'is',
      be: 'is',
      been: 'is',
      has: 'have',
      had: 'have',
      does: 'do',
    },
    ...{ did: 'do', done: 'do', its: 'its', us: 'us', his: 'his', always: 'always', perhaps: 'perhaps', thus: 'thus' },
    ...{ less: 'less', business: 'business', news: 'news', need: 'need', needs: 'need', feed: 'feed', speed: 'speed' },
    ...{ people: 'people', persons: 'people', person: 'people', men: 'man', children: 'child', went: 'go', gone: 'go' },
    ...{
      goes: 'go',
      said: 'say',
      says: 'say',
      told: 'tell',
      made: 'make',
      making: 'make',
      built: 'build',
      bought: 'buy',
    },
    ...{
      sold: 'sell',
      paid: 'pay',
      spent: 'spend',
      spending: 'spend',
      left: 'left',
      kept: 'keep',
      lost: 'lose',
      loses: 'lose',
    },
    ...{
      losing: 'lose',
      won: 'win',
      began: 'begin',
      broke: 'break',
      broken: 'break',
      chose: 'choose',
      chosen: 'choose',
    },
    ...{
      choosing: 'choose',
      choice: 'choice',
      decision: 'decid',
      decide: 'decid',
      decided: 'decid',
      deciding: 'decid',
    },
    ...{ decisions: 'decid', fell: 'fall', fallen: 'fall', felt: 'feel', got: 'get', getting: 'get', gave: 'give' },
    ...{ given: 'give', giving: 'give', grew: 'grow', grown: 'grow', growth: 'grow', held: 'hold', knew: 'know' },
    ...{ known: 'know', led: 'lead', met: 'meet', meeting: 'meeting', meetings: 'meeting', ran: 'run', running: 'run' },
    ...{ saw: 'see', seen: 'see', sent: 'send', shipping: 'ship', stuck: 'stick', taken: 'take', took: 'take' },
    ...{ thought: 'think', wrote: 'write', written: 'write', writing: 'write', analyses: 'analys', analysis: 'analys' },
    ...{
      buying: 'buy',
      quit: 'quit',
      quitting: 'quit',
      dying: 'die',
      data: 'data',
      media: 'media',
      process: 'process',
    },
    ...{
      access: 'access',
      address: 'address',
      series: 'series',
      chaos: 'chaos',
      ops: 'ops',
      devops: 'devops',
      aws: 'aws',
    },
    ...{
      teams: 'team',
      bus: 'bus',
      virus: 'virus',
      status: 'status',
      focus: 'focus',
      bonus: 'bonus',
      campus: 'campus',
    },
    ...{ during: 'during', something: 'something', anything: 'anything', nothing: 'nothing', everything: 'everything' },
    ...{
      thing: 'thing',
      things: 'thing',
      string: 'string',
      king: 'king',
      ring: 'ring',
      bring: 'bring',
      spring: 'spring',
    },
    ...{ pricing: 'price', prices: 'price', priced: 'price', cannot: 'cant', engineering: 'engineering', wont: 'wont' },
  }),
);

/** Endings tried longest first, with the least number of letters that must stay and what replaces them. */
const DERIVED: readonly (readonly [ending: string, stays: number, instead: string])[] = [
  ['izational', 4, ''], ['isational', 4, ''], ['izations', 3, ''], ['isations', 3, ''], ['ization', 3, ''],
  ['isation', 3, ''], ['iveness', 3, ''], ['fulness', 3, ''], ['ousness', 3, ''], ['ability', 3, ''], ['ibility', 3, ''],
  ['ational', 4, ''], ['ations', 3, ''], ['ation', 3, ''], ['ments', 4, ''], ['ment', 4, ''], ['ators', 4, ''],
  ['ator', 4, ''], ['ities', 4, ''], ['ity', 4, ''], ['ness', 4, ''], ['ively', 4, ''], ['ally', 4, ''], ['able', 4, ''],
  ['ible', 4, ''], ['ions', 4, ''], ['ion', 4, ''], ['ives', 4, ''], ['ive', 4, ''], ['izing', 3, ''], ['ising', 3, ''],
  ['ized', 3, ''], ['ised', 3, ''], ['izes', 3, ''], ['ises', 3, ''], ['ize', 3, ''], ['ise', 3, ''], ['ances', 4, ''],
  ['ance', 4, ''], ['ences', 4, ''], ['ence', 4, ''], ['ants', 4, ''], ['ants', 4, ''], ['ical', 4, ''], ['ously', 4, ''],
  ['ous', 4, ''], ['ings', 3, ''], ['ing', 3, ''], ['edly', 3, ''], ['ed', 3, ''], ['ers', 4, ''], ['er', 4, ''],
  ['ies', 2, 'y'], ['ly', 4, ''], ['al', 4, ''], ['es', 3, ''], ['s', 3, ''],
]; // prettier-ignore

/**
 * Cuts a folded word down to what its inflections share.
 *
 * A light stemmer in the manner of Porter's, stronger on derivation ("prioritise", "priorities" and "prioritization"
 * meet) and blind to parts of speech. Made for English; on Spanish, French and German it trims plurals, which is enough
 * beside a lexicon that works with beginnings of words.
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

/** Undoubles the last consonant and drops a final e, so that "planned", "plan" and "planning" meet. */
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
