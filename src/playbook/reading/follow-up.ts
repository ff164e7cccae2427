import { foldText } from '../../text/index.js';

/** What a message asks of the answer before it. */
export type FollowUp =
  | { readonly kind: 'shorter' | 'longer' | 'why' | 'refused' | 'words' | 'others' | 'first' | 'mail' | 'bullets' }
  | { readonly kind: 'option'; readonly option: OptionReference }
  | { readonly kind: 'objection'; readonly who: string }
  /** Somebody's argument against the advice. */
  | { readonly kind: 'contradicted'; readonly who: string }
  | { readonly kind: 'language'; readonly language: 'en' | 'es' | 'fr' | 'de' }
  /** A fact has changed: everything is answered again. */
  | { readonly kind: 'changed' }
  /** Anything else about the same matter. */
  | { readonly kind: 'further' };

/** An option by number (from 1) or by its words. */
export type OptionReference = { readonly number: number } | { readonly words: string };

const ORDINALS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:first|1st|primera|premiere|erste[ns]?)\b/, 1],
  [/\b(?:second|2nd|segunda|deuxieme|seconde|zweite[ns]?)\b/, 2],
  [/\b(?:third|3rd|tercera|troisieme|dritte[ns]?)\b/, 3],
  [/\b(?:fourth|4th|cuarta|quatrieme|vierte[ns]?)\b/, 4],
  [/\b(?:last|latter|ultima|derniere|letzte[ns]?)\b/, -1],
];
const WHO = String.raw`(?:the |my |our |his |her |el |la |mi |nuestro |nuestra |le |mon |ma |notre |der |die |mein |meine |unser |unsere )?([\p{L}'-]+(?: (?:lead|team|manager|director|owner|department|people|developers|engineers|board|union|council))?)`;

/**
 * Reads a message as a reply to the answer before; undefined for one that stands alone.
 *
 * @param message At most a few sentences; longer ones stand alone.
 */
export function followUpOf(message: string): FollowUp | undefined {
  const text = foldText(message.slice(0, 400)).text.trim();
  const words = text.split(/\s+/).length;
  if (words > 45) return undefined;
  const language = languageWanted(text);
  if (language !== undefined && words <= 12) return { kind: 'language', language };
  if (
    words <= 14 &&
    /\b(?:shorter|short version|tl;?dr|too long|in (?:a|one|two|1|2) (?:lines?|sentences?)|briefer|summari[sz]e (?:it|that|this)|kurzer|kurz(?:e|er|fassung)?|mas corto|resume(?:lo|n)?|plus court|en (?:une|deux) phrases?|in (?:einem|zwei) s[aä]tz\w*)\b/.test(
      text,
    )
  )
    return { kind: 'shorter' };
  if (
    words <= 12 &&
    /\b(?:bullets?|bullet points|as a list|als liste|stichpunkte|en lista|en liste|vinetas|puces)\b/.test(text)
  )
    return { kind: 'bullets' };
  if (
    words <= 14 &&
    /\b(?:longer|more detail|in depth|elaborate|expand|go deeper|mas detalle|plus de details?|ausfuhrlicher|genauer)\b/.test(
      text,
    ) &&
    optionIn(text) === undefined
  )
    return { kind: 'longer' };
  const option = optionIn(text);
  if (option !== undefined && words <= 24) return { kind: 'option', option };
  if (
    /\b(?:if|when|suppose|what if|and if) (?:he|she|they|it|the \w+|my \w+|our \w+|\w+) (?:says?|say|answers?) no\b|\b(?:refus\w+|declin\w+|won't (?:agree|do it|accept|have it|move|play)|doesn't (?:agree|accept|want)|says? no|sagt nein|ablehn\w*|dice que no|se niega|refuse|dit non)\b/.test(
      text,
    ) &&
    words <= 24
  )
    return { kind: 'refused' };
  if (
    /\b(?:tell|explain to|say to|announce to|sage ich|digo|dire) (?:it to )?(?:the others|everyone(?: else)?|the (?:rest|team)|my team|the other \w+|den anderen|dem team|a los demas|al equipo|aux autres|a l'equipe)\b/.test(
      text,
    ) &&
    words <= 20
  )
    return { kind: 'others' };
  const objecting = new RegExp(
    String.raw`\bwhat (?:will|would|might|is|does|are) ${WHO} (?:going to )?(?:say|object|think|ask|answer|hold|argue|push)|\bhow will ${WHO} react|\bobjections?\b|\bque dira ${WHO}|\bwas (?:wird|sagt) ${WHO}|\bque va dire ${WHO}`,
    'u',
  ).exec(text);
  if (objecting !== null && words <= 24)
    return { kind: 'objection', who: objecting.slice(1).find((group) => group !== undefined) ?? '' };
  const contradicting = new RegExp(
    String.raw`^(?:and |but |und |pero |mais )?${WHO} (?:will |would |is going to |already |just )?(?:say|says|said|claims?|argues?|thinks?|insists?|complains?|objects?|sagt|meint|dice|dit)\b`,
    'u',
  ).exec(text);
  if (contradicting !== null && words <= 34 && !/\b(?:i|we|you)\b/.test(contradicting[1] ?? ''))
    return { kind: 'contradicted', who: contradicting[1] ?? '' };
  if (
    /\b(?:what (?:do|should|would|can) i (?:say|tell)|how do i (?:say|put|phrase|word|open|start the (?:talk|conversation))|give me (?:the )?(?:words|wording|script)|(?:write|draft)(?: me)? what (?:i|we|to) (?:tell|say|can say)|what (?:i|we) (?:tell|say to) (?:him|her|them)|(?:line|sentence|something) to (?:say|tell|send)|(?:opening|first) (?:line|sentence)|(?:reply|answer) for the|draft (?:it|that|this)\b|(?:write|draft) (?:the |a |my )?(?:reply|decline|refusal|answer|question)|(?:exact )?words\b|was sage ich|wie sage ich|que le digo|como se lo digo|que lui dire|comment le dire)\b/.test(
      text,
    ) &&
    words <= 20
  )
    return { kind: 'words' };
  if (
    /\b(?:write|draft|make) (?:me )?(?:the |an? |that |this )?(?:e-?mail|mail|message|note|slack)\b|\bas an? (?:e-?mail|mail|message|slack)\b/.test(
      text,
    ) &&
    words <= 20
  )
    return { kind: 'mail' };
  if (
    /^\W*(?:and |but |ok,? |pero |y |et |mais |und |aber )?(?:why|how come|how so|por que|pourquoi|warum|wieso)\b/.test(
      text,
    ) &&
    words <= 12
  )
    return { kind: 'why' };
  if (
    /^\W*(?:and |ok,? )?(?:what|where|how) (?:do|should|would|can) (?:i|we) (?:do )?(?:first|start|begin)|^\W*(?:and )?(?:what|and)(?: comes)? (?:next|then|first)\b|\b(?:first step|next step)\b|womit (?:fange|fangen)|por donde empiezo|par quoi (?:je )?commenc/.test(
      text,
    ) &&
    words <= 14
  )
    return { kind: 'first' };
  if (
    words <= 30 &&
    !text.includes('?') &&
    /\b(?:now|just|moved|changed|instead|actually|turns? out|only|no longer|has (?:been|just)|it's|is now|cut|new|correction|sorry|got|told me|ahora|maintenant|jetzt|doch)\b/.test(
      text,
    )
  )
    return { kind: 'changed' };
  if (words <= 30) return { kind: 'further' };
  return undefined;
}

function languageWanted(text: string): 'en' | 'es' | 'fr' | 'de' | undefined {
  if (/\b(?:in|into) spanish\b|\ben espanol\b|\bauf spanisch\b/.test(text)) return 'es';
  if (/\b(?:in|into) french\b|\ben francais\b|\bauf franzosisch\b/.test(text)) return 'fr';
  if (/\b(?:in|into) german\b|\bauf deutsch\b|\ben aleman\b|\ben allemand\b/.test(text)) return 'de';
  if (/\b(?:in|into) english\b|\ben ingles\b|\ben anglais\b|\bauf englisch\b/.test(text)) return 'en';
  return undefined;
}

function optionIn(text: string): OptionReference | undefined {
  const numbered =
    /\b(?:option|alternative|number|no\.?|variant|variante|opcion|choice|way|point|step)s? ?#?([1-6a-f])\b/.exec(text);
  if (numbered !== null) return { number: numberOf(numbered[1] ?? '') };
  if (!/\b(?:option|alternative|one|opcion|variante|choice|way|vorschlag|weg)s?\b/.test(text)) return undefined;
  const ordinal = ORDINALS.find(([pattern]) => pattern.test(text));
  return ordinal === undefined || /\bfirst (?:step|thing|of all)\b/.test(text) ? undefined : { number: ordinal[1] };
}

function numberOf(label: string): number {
  const digit = Number(label);
  return Number.isNaN(digit) ? label.charCodeAt(0) - 96 : digit;
}
