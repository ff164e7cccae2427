import { plain } from '../../facts/index.js';
import { sentencesOf, wordsIn } from '../language/clauses.js';
import {
  ACT,
  ARTEFACT,
  DECISION,
  DUTY,
  EXTRACT,
  GET,
  GIVE_WORDS,
  LATER_TEXT,
  MESSAGE,
  NAMED_TEXT,
  NOT_A_DRAFT,
  OPENS_WITH_ARTEFACT,
  SUMMARISE,
  THEMES,
  TONE,
  WRITE,
} from './text-signs.js';
import { sourceIn, type Source } from './source.js';
import { isDutyAlone, isSpokenAsk } from './spoken-asks.js';

/** A text to write from what the asker tells, or one to make shorter. */
export type TextTask = 'draft' | 'summary';

const MAX_READ = 8_000;
/** Least sum of signs that a text is to be written. */
export const MIN_DRAFT = 4;
/** Least sum of signs that a given one is to be made shorter. */
const MIN_SUMMARY = 5;
/** Characters of a sentence in which a request stands. */
const HEAD = 260;
/** Characters between a verb and the text that it asks for. */
const NEAR = { write: 60, get: 34 } as const;
/** A source of fewer words needs no summary. */
const MIN_SOURCE = 12;
/** Without quotation marks it takes more to be one. */
const MIN_UNQUOTED = 25;

/** What kind of text is asked for; undefined where none is. Both are scored by their signs, the stronger wins. */
export function textTaskOf(text: string): TextTask | undefined {
  const read = text.slice(0, MAX_READ).trim();
  if (isResults(read)) return 'summary';
  const source = sourceIn(read);
  const summary = summaryScore(source);
  const draft = draftScore(read, source);
  if (summary >= MIN_SUMMARY && summary >= draft) return 'summary';
  return draft >= MIN_DRAFT ? 'draft' : undefined;
}

/** Whether a finished text is asked for: a mail, a post, a script. */
export const isDraftRequest = (text: string): boolean => textTaskOf(text) === 'draft';

/** Whether a text given by the asker is to be made shorter for others. */
export const isSummaryRequest = (text: string): boolean => textTaskOf(text) === 'summary';

const FORM =
  /\b(?:a|an|one|two|three|four|five|six|seven|eight|ten|\d+|dos|tres|cuatro|cinco|una|deux|trois|quatre|cinq|une|zwei|drei|vier|funf|einen?)[- ](?:(?:short|plain|clear|crisp|simple|single|neutral|kurze|breves?|courtes?|frases? |puntos? )\s?)*(?:bullets?|bullet points?|lines?|sentences?|points?|paragraphs?|paras?(?= for\b|:|$)|words|stichpunkte?n?|satze?n?|satz|zeilen?|punkten?|frases?|lineas?|puntos?|vinetas?|phrases?|lignes?|puces?|palabras|mots|worte)\b|\b(?:bullets?|bullet summary|characters)\b|\b\d+[- ](?:word|line|bullet|sentence)s? /;
const AUDIENCE =
  /\b(?:for|to|fur|para|pour) (?:my |the |our |a |meine[nm]? |den |die |das |el |la |los |las |le |les |mi |mon |ma |der )?(?:board|ceo|cfo|cto|coo|boss|team|exec(?:utive)? team|exec\w*|management|managers|leadership|investors|customers?|company|vp|director|stakeholders|colleague|peer|players|finance|auditors?|works council|new joiner|admins?|users|developers|support|sales|newsletter|non-\w+|chef\w*|vorstand|direction|direccion|jef[ea]|equipo|equipe|comite|consejo|client|steering committee|hiring manager)\b/;
/** What the given text is. */
const NOTES = /\b(?:notes|thread|transcript|minutes|log|chat|rant|notizen|protokoll|verlauf|notas|hilo|notes de)\b/;
/** Advice is wanted about the given text. */
const ADVICE =
  /\b(?:what (?:should|do|would|can) (?:i|we) (?:do|answer|reply|say to)|how (?:should|do|would|can) (?:i|we)|should (?:i|we)|what now|is (?:that|this|it) (?:ok|normal|fair|true)|what do you think|what does (?:he|she|it|this|that) mean|was soll ich|was tun|que hago|que (?:dois|faire))\b/;

/** Results with what they were before, and the wish for what they say. */
const isResults = (text: string): boolean =>
  MESSAGE.test(plain(text)) && (text.match(/\b-?\d{1,3}%? \((?:[+\-−–]?\d{1,3}|was -?\d{1,3})\)/gu)?.length ?? 0) >= 3;

function summaryScore(source: Source): number {
  const ask = plain(source.ask);
  const words = wordsIn(source.text);
  if (words < MIN_SOURCE) return 0;
  const asks =
    (SUMMARISE.test(ask) || THEMES.test(ask) || DECISION.test(ask) ? 3 : 0) +
    (EXTRACT.test(ask) ? 2 : 0) +
    (NOTES.test(ask) ? 1 : 0);
  const form = (FORM.test(ask) ? 2 : 0) + (AUDIENCE.test(ask) ? 1 : 0);
  // A form and readers are named for a text that is there.
  const isGiven = source.isMarked || words >= MIN_UNQUOTED || form >= 3;
  if (asks + form === 0 || !isGiven) return 0;
  const isAboutIt = /^(?:how|should|why|is|what is) /.test(ask) || (ADVICE.test(ask) && asks < 3);
  // What follows a colon may be what a text is about: “Two paragraphs: what is zero trust?”
  const asksMore = !source.isMarked && /^(?:[^,]*, )?(?:what|why|how)(?:'s|'re)? /.test(plain(source.text));
  const writes =
    !source.isMarked &&
    asks === 0 &&
    (/\b(?:mail|message|slack|post|deck|script|letter|announcement|job ad)\b/.test(ask) || TO_READER.test(ask));
  return (
    asks +
    form +
    (source.isMarked ? 3 : 2) -
    (isAboutIt ? 4 : 0) -
    (asksMore ? 3 : 0) -
    (writes ? 3 : 0) -
    (!source.isMarked && asks === 0 && form < 3 ? 2 : 0)
  );
}

/** “Two sentences to the customer: …” are said to a reader, whatever was told. */
const TO_READER =
  /\b(?:sentences?|lines?|words|satze|zeilen|frases|lineas|phrases|lignes) (?:to|an|al?|a la|au|aux) (?:\w+ ){0,3}\w+$/;

function draftScore(text: string, source: Source): number {
  const sentences = sentencesOf(plain(text).replaceAll('’', "'"));
  const best = Math.max(0, ...sentences.map((_, at) => askScore(sentences, at)));
  return best === 0 ? 0 : best - (source.isMarked && !WRITE.test(plain(source.ask)) ? 2 : 0);
}

/** Index of the sentence that asks for the text; -1 where none does. */
export function askIndex(sentences: readonly string[]): number {
  const scores = sentences.map((_, at) => askScore(sentences, at));
  const most = Math.max(0, ...scores);
  return most < MIN_DRAFT ? -1 : scores.indexOf(most);
}

/** @param sentences Folded. */
function askScore(sentences: readonly string[], at: number): number {
  const sentence = sentences[at] ?? '';
  const head = (sentence.split(/:\s/)[0] ?? sentence).slice(0, HEAD);
  if (isSpokenAsk(sentence)) return MIN_DRAFT + 3;
  if (GIVE_WORDS.test(head)) return MIN_DRAFT + 1;
  if (at === 0 && isDutyAlone(sentences)) return MIN_DRAFT;
  if (NOT_A_DRAFT.test(head)) return 0;
  const isQuestion = head.endsWith('?') && !WRITE.test(head);
  const others = sentences.filter((_, index) => index !== at);
  const told = `${sentence.slice(head.length)} ${others.join(' ')}`;
  const facts = factsIn(sentence) + (others.length > 0 ? factsIn(others.join(' ')) : 0);
  const support = (facts >= 2 ? 1 : 0) + (facts >= 4 ? 1 : 0) + (TONE.test(sentences.join(' ')) ? 2 : 0);
  const asksElse = others.some((one) => one.endsWith('?') && !/^(?:can|could|kannst|puedes|peux)/.test(one)) ? 2 : 0;
  const isAskedHow = DUTY.test(head) && sentences.some((one) => one.endsWith('?'));
  if (NAMED_TEXT.test(head) && at === 0 && !(sentences.length === 1 && head.endsWith('?')) && !isAskedHow)
    return MIN_DRAFT + support;
  if (at > 0 && LATER_TEXT.test(head)) return MIN_DRAFT + support;
  if (at === 0 && OPENS_WITH_ARTEFACT.test(sentence) && !head.endsWith('?')) return MIN_DRAFT + support;
  if (at === 0 && PIECE.test(head) && !head.endsWith('?')) return 3 + (ARTEFACT.test(head) ? 1 : 0) + support;
  const write = WRITE.exec(head);
  if (write !== null) {
    const after = head.slice(write.index + write[0].length);
    const artefact = ARTEFACT.exec(after);
    const isNear = artefact !== null && artefact.index < NEAR.write;
    const toReader = /^ (?:back )?(?:to|my|our)\b|^ (?:an|al?|a la|au|aux|den|dem|der|meine[mnr]?|unsere[mnr]?)\b/.test(
      after,
    );
    if (isNear || toReader) return MIN_DRAFT + 2 + support;
    return (told.trim() === '' ? 1 : 3) + Math.min(1, support);
  }
  const get = GET.exec(head);
  const object = get === null ? null : ARTEFACT.exec(head.slice(get.index + get[0].length));
  if (object !== null && object.index < NEAR.get && !isQuestion) return 3 + (told.trim() === '' ? 0 : 1) + support;
  if (ACT.test(head) && !head.endsWith('?')) return 2 + support + (/:\s/.test(sentence) ? 1 : 0) - asksElse;
  if (DUTY.test(head) && !sentences.join(' ').includes('?')) return 1 + support + (PROMISE.test(told) ? 1 : 0);
  return 0;
}

/** A text by its length: `3 sentences for the annual report`. */
const PIECE =
  /^(?:an?|one|two|three|four|five|\d+|drei|zwei|ein(?:en)?|dos|tres|deux|trois) (?:short )?(?:sentences?|lines?|words|paragraphs?|satze?|zeilen?|frases?|phrases?|lignes?) (?:for|to|about|an|fur|para|pour|on)\b/;

/** What the asker will do is said to readers, not to us. */
const PROMISE = /\b(?:i'll|we'll|i will|we will|from now on|instead)\b/;
const FACT =
  /\d[\d.,:/]*|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|montag|dienstag|mittwoch|donnerstag|freitag|lunes|martes|jueves|viernes|lundi|mardi|mercredi|jeudi|vendredi)\b/g;
const factsIn = (text: string): number => text.match(FACT)?.length ?? 0;
