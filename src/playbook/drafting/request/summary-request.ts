import { countOf, plain } from '../../facts/index.js';
import { sourceIn } from './source.js';
import { DECISION, MESSAGE, THEMES } from './text-signs.js';

const FORM =
  /\b(a|one|two|three|four|five|six|seven|eight|ten|\d+|dos|tres|cuatro|cinco|deux|trois|quatre|cinq|zwei|drei|vier|funf)[- ](?:(?:short|plain|clear|crisp|simple|single|kurze|breves?|courtes?|frases? |puntos? )\s?)*(bullets?|bullet points?|lines?|sentences?|points?|paragraphs?|paras?(?= for\b|:|$)|stichpunkte?n?|satze?n?|zeilen?|punkten?|frases?|lineas?|puntos?|vinetas?|phrases?|lignes?|puces?)\b/;
const AUDIENCE =
  /\b(?:for|to|fur|para|pour) (?:my |the |our |meine[nm]? |den |die |das |el |la |los |le |les |mi |mon |ma |der )?(board|ceo|cfo|cto|coo|boss|team|exec(?:utive)? team|exec\w*|management|managers|leadership|investors|customers?|company|vp|director|stakeholders|chef|vorstand|direction|jefe|equipo|equipe|consejo|client|steering committee)\b/;

export type SummaryForm = 'bullets' | 'lines' | 'sentences' | 'paragraph';

/** The form that is asked for, who reads it, and the source. */
export interface SummaryRequest {
  readonly form: SummaryForm;
  readonly most: number | undefined;
  readonly audience: string;
  readonly source: string;
  readonly maxWords: number | undefined;
  /** Only decisions, tasks and open points. */
  readonly isOutcomes: boolean;
  /** What matters most comes first; else the order of the source stays. */
  readonly isByWeight: boolean;
  /** For readers outside: nothing of what is internal. */
  readonly isOutside: boolean;
  readonly isNameless: boolean;
  /** What several people spoke of, with how many. */
  readonly asksForThemes: boolean;
  /** What those who decide need. */
  readonly asksForDecision: boolean;
  /** What results say in one sentence or on one slide. */
  readonly asksForMessage: boolean;
}

export function parseSummaryRequest(text: string): SummaryRequest {
  const { ask, text: source } = sourceIn(text.slice(0, 8_000).trim());
  const head = plain(ask);
  const maxWords = wordLimitOf(head);
  const isPlain = maxWords !== undefined && !/\b(?:points|list)\b/.test(head);
  const asked = formIn(head) ?? { form: isPlain ? ('paragraph' as const) : ('bullets' as const), most: undefined };
  return {
    ...asked,
    audience: AUDIENCE.exec(head)?.[1] ?? '',
    source,
    maxWords,
    isOutcomes: /\bdecisions?\b.{0,60}\b(?:who|open|actions?)\b|\bwho does what\b|\baction items\b/.test(head),
    isByWeight:
      /\b(?:most important|important (?:points? )?first|wichtigste\w* zuerst|lo mas importante|plus important)\b/.test(
        head,
      ),
    isOutside: /\b(?:no internals|for (?:the|our|a) (?:customers?|clients?|press|public))\b/.test(head),
    isNameless: isNameless(head),
    asksForThemes: THEMES.test(head),
    asksForDecision: DECISION.test(head),
    asksForMessage: MESSAGE.test(plain(text)),
  };
}

/** A request with its form changed as a later message wishes; what that does not speak of stays. */
export function wishedFor(request: SummaryRequest, wish: string): SummaryRequest {
  const head = plain(wish);
  const changed = formIn(head);
  const maxWords = wordLimitOf(head);
  return {
    ...request,
    ...(changed === undefined ? {} : changed),
    ...(maxWords === undefined ? {} : { maxWords, most: undefined, form: 'paragraph' as const }),
    isNameless: request.isNameless || isNameless(head),
  };
}

const isNameless = (head: string): boolean =>
  /\b(?:name-free|without (?:any )?names|no names(?! of)|anonym\w*|blam(?:e|ed|ing)(?:-free|less)?|ohne namen|sin nombres|sans noms)\b/.test(
    head,
  );

/** Bullets, lines or sentences, and how many; undefined where none are named. */
function formIn(head: string): Pick<SummaryRequest, 'form' | 'most'> | undefined {
  const found = FORM.exec(head);
  const noun = found?.[2] ?? '';
  const isList = /\b(?:bullets?|stichpunkte|puces)\b/.test(head);
  if (found === null) return isList ? { form: 'bullets', most: undefined } : undefined;
  const most = countOf(found[1] ?? '');
  if (/^(?:bullet|point|stich|punkt|punto|vineta|puce)/.test(noun)) return { form: 'bullets', most };
  if (/^(?:line|zeile|linea|ligne)/.test(noun)) return { form: 'lines', most };
  if (/^(?:sentence|satz|satze|frase|phrase)/.test(noun)) return { form: 'sentences', most };
  return { form: 'paragraph', most: noun.startsWith('para') ? undefined : most };
}

const CHARACTERS_OF_A_WORD = 6;
/** Of a text that is read on a telephone. */
const WORDS_OF_A_TEXT = 55;

/** The most words that the form allows. */
function wordLimitOf(head: string): number | undefined {
  const words = /\b(\d{2,3})[- ](?:words?|worte\w*|worter|palabras|mots)\b/.exec(head)?.[1];
  if (words !== undefined) return Number(words);
  const characters = /\b(\d{2,4}) (?:characters|zeichen|caracteres|signes)\b/.exec(head)?.[1];
  if (characters !== undefined) return Math.floor(Number(characters) / CHARACTERS_OF_A_WORD);
  return /\b(?:text message|sms|tweet)\b/.test(head) ? WORDS_OF_A_TEXT : undefined;
}
