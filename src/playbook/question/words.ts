import { PARAGRAPH } from './quotable-text.js';

/** A word or number of the question, and its separation from the next. */
export interface QuestionWord {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** Only a space separates this word from the next. */
  readonly joined: boolean;
  /** It is the first word of a sentence or paragraph. */
  readonly opens: boolean;
}

const WORD =
  /[$€£]\s?\d[\d.,]*\d?(?:\s?(?:k|m|bn|million|billion)\b)?|\d(?:[\d.,]*\d)?%?[\p{L}\p{N}-]*|\p{L}[\p{L}\p{M}\p{N}'’/&-]*/giu;
const BEGINS_WORD = /[\p{L}\p{N}$€£]/u;
const ENDS_SENTENCE = /[.!?:\u2029]/;
/** Words read; a 32 KB memo has about six thousand. */
const MAX_WORDS = 8_000;

/** Splits quotable text into words, in order. */
export function questionWords(text: string): QuestionWord[] {
  const words: QuestionWord[] = [];
  let previousEnd = 0;
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const word = match[0];
    const gap = text.slice(previousEnd, start);
    words.push({
      text: word,
      lower: word.toLowerCase(),
      start,
      end: start + word.length,
      joined: text[start + word.length] === ' ' && BEGINS_WORD.test(text[start + word.length + 1] ?? ''),
      opens: words.length === 0 || ENDS_SENTENCE.test(gap),
    });
    previousEnd = start + word.length;
    if (words.length === MAX_WORDS) break;
  }
  return words;
}

/** Words that are not part of a quoted noun phrase: function words and common verbs of four languages. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also although always am an and another any are as at back be because been before
  being below between both but by came can cannot come could did do does doing done down during each either enough etc even
  ever every few for from get gets getting give given go goes going gone got had has have having he help her here hers him his
  how i i'm i'd i'll i've if in instead into is it it's its just keep keeps kept know last least less let lets like literally long
  made make makes making many may maybe me mean means might more most much must my need needs neither never new next no nobody none
  nor not nothing now of off often on once only or other our ours out over own per put quite rather really run runs
  running said same say says she should since so some somebody someone something still such take takes tell than thank
  thanks that that's the their them then there these they they're thing things think this those through to today together too took
  toward towards two tried try trying under until up upon us use used uses using very want wants was wasn't way we we'd we'll we're
  we've well went were what what's when where whether which while who whole whom whose why will with within without
  won't would yes yet you you're your yours different several various times read wait waits waiting work works working
  di da de del der des die das dem den ein eine einen und oder nicht ist sind wir ich sie mit von zu im auf für bei
  que el la los las un una y o no es son en con por para se su nos lo le les et ou est sont nous je il elle dans avec
  pour sur au aux du ce cette qui ne pas plus muy pero aber mais comment cómo wie warum por qué`.split(/\s+/),
);

/** Whether a word is a function word or a common verb. */
export function isStopWord(lower: string): boolean {
  return STOP_WORDS.has(lower);
}

/** Sentences of quotable text, without paragraph marks. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    const isParagraph = character === PARAGRAPH;
    if (!isParagraph && !'.!?…。！？'.includes(character)) continue;
    let end = at;
    if (!isParagraph) {
      while (".!?…。！？'".includes(text[end + 1] ?? ' ')) end += 1;
      const next = text[end + 1] ?? ' ';
      if (next !== ' ' && next !== PARAGRAPH && !'。！？'.includes(character)) continue;
      end += 1;
    }
    const sentence = text.slice(start, end).trim();
    if (sentence !== '') sentences.push(sentence);
    start = isParagraph ? at + 1 : end;
    at = Math.max(at, end - 1);
  }
  const rest = text.slice(start).replaceAll(PARAGRAPH, ' ').trim();
  if (rest !== '') sentences.push(rest);
  return sentences;
}
