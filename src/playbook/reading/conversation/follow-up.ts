import { foldText } from '../../../text/index.js';
import { type AnswerForm, answerFormOf, isFormOnly } from './answer-form.js';
import { SIGNS, type Act } from './follow-up-signs.js';
import { candidatesIn } from './candidates.js';
import type { News } from './news.js';

/** What a message asks of the answer before. */
export interface FollowUp {
  readonly kind: Act;
  /** The form that it wants: shorter, as a table, in three sentences. */
  readonly form: AnswerForm;
  /** The message that asked it; for a wish about the form alone, the one whose answer is to change. */
  readonly asked: string;
  /** The option it speaks of. */
  readonly option?: OptionReference;
  /** A fact that it replaces. */
  readonly replaced?: { readonly old: string; readonly made: string };
  /** The asker's own things of which it asks which comes first. */
  readonly candidates?: readonly string[];
  /** News that came before a reply which asks for words. */
  readonly since?: News;
  /** News that it brings about the matter. */
  readonly news?: News;
  /** Who objects, decides or is to be told, as written. */
  readonly who?: string;
}

/** An option by number from 1; -1 is the last, 0 the one that was not recommended. */
export interface OptionReference {
  readonly number: number;
}

const MAX_LENGTH = 600;
/** A longer message tells a story of its own. */
const MAX_WORDS = 60;
/** Least sum of the signs of an act; what has less is anything else about the same matter. */
const MIN_SCORE = 2;
/** In a short message a wish about the form is all there is. */
const WORDS_OF_A_WISH = 10;

/**
 * Reads a message as a reply to the answer before; undefined for one that is too long to be a reply.
 *
 * @remarks The act with the highest sum of signs wins; the form is read apart, since any act may come with one.
 */
export function followUpOf(message: string): FollowUp | undefined {
  const text = foldText(message.slice(0, MAX_LENGTH)).text.trim();
  const words = text.split(/\s+/).length;
  if (words > MAX_WORDS) return undefined;
  const form = answerFormOf(text);
  const base = { form, asked: message };
  if (isFormOnly(text)) return { ...base, kind: 'same' };
  const candidates = candidatesIn(message);
  if (candidates.length > 0) return { ...base, kind: 'further', candidates };
  const option = optionIn(text);
  const scores = new Map<Act, { score: number; who: string }>();
  for (const { act, weight, pattern, maxWords = 24 } of SIGNS) {
    const found = words > maxWords ? null : pattern.exec(text);
    if (found === null) continue;
    const before = scores.get(act);
    const who = found.slice(1).find((group) => group !== undefined) ?? before?.who ?? '';
    scores.set(act, { score: (before?.score ?? 0) + weight, who });
  }
  if (option !== undefined && words <= 24) scores.set('option', { score: option.weight, who: '' });
  let best: Act | undefined;
  let most = MIN_SCORE - 1;
  for (const [act, { score }] of scores) {
    if (score <= most) continue;
    best = act;
    most = score;
  }
  if (isWishFirst(text) && best !== 'words' && best !== 'mail') return { ...base, kind: 'same' };
  if (best === undefined) {
    const isWish = form.isAny && words <= WORDS_OF_A_WISH;
    return { ...base, kind: isWish ? 'same' : isChange(text, words) ? 'changed' : 'further' };
  }
  // “The second, who runs it?” asks that of the second.
  const beside = best === 'option' ? (besideOption(scores) ?? askedAfterwards(text)) : undefined;
  const kind = beside ?? best;
  const who = scores.get(kind)?.who ?? '';
  return {
    ...base,
    kind,
    ...(best === 'option' && option !== undefined ? { option: { number: option.number } } : {}),
    ...(who === '' ? {} : { who }),
  };
}

/** “Make it six bullets, I have three minutes”: a wish, and then why; what it is about has not changed. */
function isWishFirst(text: string): boolean {
  if (text.includes('?')) return false;
  const [first = '', ...rest] = text
    .split(/[,;.!:]\s+|\s+(?:and|und|et|y)\s+/)
    .filter((clause) => !/^(?:good|great|thanks?|ok|gut|danke|bien|merci|gracias|perfect\w*)\W*$/.test(clause));
  return rest.length > 0 && isFormOnly(first);
}

/** Whether a message says that something is otherwise than it was said. */
const isChange = (text: string, words: number): boolean =>
  words <= 30 &&
  !/^\W*(?:and |but |ok |so )*(?:why|how|what|who|which|when|where|que|como|cual|wie|was|warum|wer|comment|pourquoi|quel)\b/.test(
    text,
  ) &&
  /\b(?:now|just|moved|changed|instead|actually|turns? out|only|no longer|has (?:been|just)|it's|is now|cut|new|correction|sorry|got|told me|i meant|make (?:it|that)|ahora|maintenant|jetzt|doch|eigentlich|nur noch|cancelled)\b/.test(
    text,
  ) &&
  (!text.includes('?') || /\d/.test(text));

/** Acts that may be asked of an option. */
const OF_OPTION: readonly Act[] = ['who', 'price', 'cost', 'risk', 'first', 'timing', 'measure', 'objection'];
const besideOption = (scores: ReadonlyMap<Act, { score: number }>): Act | undefined =>
  OF_OPTION.find((act) => (scores.get(act)?.score ?? 0) >= MIN_BESIDE);
const MIN_BESIDE = 3;

/** “The second. What first?” */
function askedAfterwards(text: string): Act | undefined {
  const [head = '', ...rest] = text.split(/[.,;:!?]\s+/);
  if (rest.length === 0 || optionIn(head) === undefined) return undefined;
  const kind = followUpOf(rest.join(' '))?.kind;
  return kind !== undefined && OF_OPTION.includes(kind) ? kind : undefined;
}

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|primer[ao]?|premi(?:er|ere)|erste[nrs]?)\b/, 1],
  [/\b(?:second|2nd|segund[ao]|deuxieme|seconde|zweite[nrs]?)\b/, 2],
  [/\b(?:third|3rd|tercer[ao]?|troisieme|dritte[nrs]?)\b/, 3],
  [/\b(?:fourth|4th|cuart[ao]|quatrieme|vierte[nrs]?)\b/, 4],
  [/\b(?:last|latter|ultim[ao]|derni(?:er|ere)|letzte[nrs]?)\b/, -1],
  [/\b(?:other|otr[ao]|autre|andere[nrs]?)\b/, 0],
];
const OPTION_NOUN =
  /\b(?:option|alternative|one|ones|opcion|variante|choice|way|vorschlag|weg|idea|idee|solution|losung|reading)s?\b/;
/** What an ordinal may count besides options. */
const COUNTS_ELSE =
  /\bfirst (?:step|thing|of all|week|day|month|sentence|line|words?|talk|move)\b|\blast (?:time|week|year|month|day)\b/;

function optionIn(text: string): (OptionReference & { weight: number }) | undefined {
  const numbered =
    /\b(?:option|alternative|number|no\.|variant|variante|opcion|choice|way|point|step|nummer|numero|plan)s? ?#?([1-6a-f])\b/.exec(
      text,
    );
  if (numbered !== null) return { number: numberOf(numbered[1] ?? ''), weight: 4 };
  const alone =
    /^\W*(?:so |ok |then |and |rather |lieber |take |nehmen wir )*([a-f1-6])\b[).:]?(?: (?:then|please|bitte))?\W*$/.exec(
      text,
    );
  if (alone !== null) return { number: numberOf(alone[1] ?? ''), weight: 4 };
  const ordinal = ORDINALS.find(([pattern]) => pattern.test(text));
  if (ordinal === undefined || COUNTS_ELSE.test(text)) return undefined;
  const bare =
    /^\W*(?:(?:so|ok|then|and|but|rather|plutot|mejor|eher|i'd (?:go (?:with|for)|take|choose|pick)|i (?:would )?(?:go with|take|choose|pick)|we(?:'d| would)? (?:go with|take)|let's (?:take|go with)|ich nehme|wir nehmen|je prends|on prend|elijo|tomo|me quedo con|no|why not|what about|more on|lieber|y|et|und|donc|also) )*(?:the|le|la|lo|el|die|das|den|der|l') ?(?:first|second|third|fourth|last|latter|other|primer[ao]?|segund[ao]|tercer[ao]?|ultim[ao]|otr[ao]|premi(?:er|ere)|deuxieme|seconde|troisieme|derni(?:er|ere)|autre|erste[nrs]?|zweite[nrs]?|dritte[nrs]?|letzte[nrs]?|andere[nrs]?)\b(?: (?:one|option|then|please|bitte|dann|entonces|mejor|alors|plutot|lieber|eher|variante|opcion))*/.exec(
      text,
    );
  // “what do I tell the other ones” speaks of people.
  const isPeople = /\b(?:tell|say to|about the others|dig|sage|dire)\b/.test(text);
  if (bare !== null && !isPeople) {
    const rest = text.slice(bare[0].length).trim();
    if (rest === '' || /^[?,.!]/.test(rest) || OPTION_NOUN.test(bare[0])) return { number: ordinal[1], weight: 4 };
  }
  return OPTION_NOUN.test(text) && ordinal[1] !== 0 && !isPeople ? { number: ordinal[1], weight: 3 } : undefined;
}

function numberOf(label: string): number {
  const digit = Number(label);
  return Number.isNaN(digit) ? label.charCodeAt(0) - 96 : digit;
}
