import { foldText } from '../../text/index.js';

/** A text as comparable words, with the sentence each stands in. */
export interface CueWords {
  readonly words: readonly string[];
  readonly sentences: readonly number[];
}

/** Characters read at either end of a text, about 600 words; what is asked stands at its beginning or its end. */
const MAX_CHARACTERS_AT_END = 3_200;
const WORD_OR_STOP = /[\p{L}\p{N}]+|[.!?;:\n]/gu;
const STOPS: ReadonlySet<string> = new Set('.!?;:\n');

/** Written without its apostrophe, as people in a hurry do. */
const CONTRACTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  `can't don't didn't doesn't won't isn't wasn't weren't aren't hasn't haven't hadn't wouldn't couldn't shouldn't i'm i've
  she's he's that's they're we're you're they've we've`
    .split(/\s+/)
    .map((word) => [word.replace("'", ''), word.split("'")]),
);
/** Those that are also words. */
const AMBIGUOUS: ReadonlySet<string> = new Set(['were']);

/** Splits a text into words, at apostrophes too, so that “j'ai”, “she's” and “cant” are found as their parts. */
export function cueWords(text: string): CueWords {
  const isLong = text.length > 2 * MAX_CHARACTERS_AT_END;
  const read = isLong ? `${text.slice(0, MAX_CHARACTERS_AT_END)}\n${text.slice(-MAX_CHARACTERS_AT_END)}` : text;
  const words: string[] = [];
  const sentences: number[] = [];
  let sentence = 0;
  for (const piece of foldText(read).text.match(WORD_OR_STOP) ?? []) {
    if (STOPS.has(piece)) {
      sentence += 1;
      continue;
    }
    for (const word of expandWord(piece)) {
      words.push(word);
      sentences.push(sentence);
    }
  }
  return { words, sentences };
}

/** The words that a word is written together of, without its apostrophe. */
export function expandWord(word: string): readonly string[] {
  if (word === 'cannot') return ['can', 't'];
  return (AMBIGUOUS.has(word) ? undefined : CONTRACTIONS.get(word)) ?? [word];
}
