import { nameOf, sentencesIn, type NamedAlternative } from './named-alternative.js';
import type { Veil } from './veil.js';

const COUNTS: Readonly<Record<string, number>> = {
  ...{ two: 2, three: 3, four: 4, both: 2, '2': 2, '3': 3, '4': 4 },
  ...{ zwei: 2, drei: 3, vier: 4, beide: 2, dos: 2, tres: 3, cuatro: 4, deux: 2, trois: 3, quatre: 4 },
};
const INTRO =
  /\b(two|three|four|both|[234]|zwei|drei|vier|beide|dos|tres|cuatro|deux|trois|quatre) (?:\p{L}+ ){0,2}(?:offers?|candidates?|options?|choices|alternatives?|finalists|jobs|proposals|vendors|suppliers|bids|quotes|people|angebote\w*|kandidat\w*|bewerber\w*|optionen|möglichkeiten|varianten|alternativen|vorschläge|leute|ofertas?|candidat\w*|opciones|propuestas|alternativas|personas|offres?|propositions|devis|personnes)\b[^.:?!\n]{0,60}[.:?]\s+/iu;
const HEAD = /^\s*(?:[-•*]\s+)?([^,:.?!]{2,60}?)\s*[,:–]\s+(.+)$/;
const VERB =
  '(?:has|is|was|wants?|can|costs?|asks?|offers?|would|takes?|needs?|knows|brings?|will|joined|came|led|built|wrote|loves?|hates?|says|starts?|ist|hat|will|kann|kostet|kennt|m[öo]chte|tiene|es|pide|quiere|cuesta|sabe|lleva|ofrece|a|est|veut|coûte|demande|sait|propose)';
/** `Firm Alba wants 24k.` `Marta has four years here.` */
const NAMED = new RegExp(
  `^\\s*(\\p{Lu}[\\p{L}\\p{N}'’-]*(?:\\s\\p{Lu}[\\p{L}\\p{N}'’-]*){0,2})(?=\\s+${VERB}\\b)(.+)$`,
  'u',
);
const NO_NAMED =
  /^(?:the|we|our|my|i|it|this|that|these|those|they|he|she|you|your|in|on|at|if|when|both|one|two|three|each|either|neither|which|who|what|there|er|sie|es|wir|ich|der|die|das|beide|el|la|los|las|ella|yo|nosotros|il|elle|on|nous|je|le|les|here|budget|team|cash|everyone|now)\b/i;
/** `Ana: …`, `Vendor X: …`, `GitHub Actions: …`. */
const NAME = /^\s*(\p{Lu}[\p{L}\p{N}'’.-]*(?:\s[\p{Lu}\p{N}][\p{L}\p{N}'’.-]*){0,2})\s*[:–]\s+(.+)$/u;
/** `Rollback = 40 minutes, loses the audit rows. Fix forward = three hours.` */
const EQUATED = /^\s*(?:[-•*]\s+)?([^=,:.?!]{2,60}?)\s+=\s+(.+)$/;
/** `Comparing for feature flags: …` */
const COMPARED = /^[^:=]{3,60}:\s+/;
const CHOOSES_OF =
  /\b(?:which|compar\w*|choose|pick|what (?:would you|do (?:we|i)|should (?:we|i))|better|welche\w*|was (?:w[üu]rdest|tun|machen)|cu[aá]l|qu[ée] har[ií]as|lequel|laquelle|que (?:feriez|faire))\b/i;
/** Labels of what is told about the matter. */
const NO_NAME =
  /^(?:question|budget|team|goal|context|problem|options?|deadline|status|background|facts?|note|update|today|now|frage|ziel|kontext|lage|stand|presupuesto|objetivo|contexto|pregunta|contexte|objectif|constraints?)$/i;
const ASKS_WHICH =
  /\b(?:which|whom|both want|who(?=\W*$)|who (?:do|should|would|gets?|of)|choose|pick (?:one|between)|promote|candidates|welche\w*|wen|wer|wem|kandidat\w*|cu[aá]l|qui[eé]n|elegir|candidat\w*|lequel|laquelle|choisir)\b/i;
/** Asks for one of them outright. */
const ASKS_OF_TWO =
  /\b(?:which (?:one|of)|both want|who(?:m)? (?:do|should|would|gets?|of)|either of|welche\w* von|wen (?:nehme|soll)|wer von|cu[aá]l de|a qui[eé]n|lequel|laquelle|qui (?:prendre|choisir))\b/i;
/** What is told about are firms or posts, not people. */
const OFFERS =
  /\b(?:offers?|jobs|proposals|vendors|suppliers|bids|quotes|firms?|agenc(?:y|ies)|angebote|firmen|ofertas?|propuestas|proveedores|agencias?|offres?|devis|agences?)\b/i;
const MAX_HEAD_WORDS = 6;

/** Announced and told in a sentence each: `Two offers: Corporate, 118k, 60 people. Scale-up, 95k, 12 people.` */
export function announced(veil: Veil): NamedAlternative[] {
  const intro = INTRO.exec(veil.text);
  if (intro === null) return [];
  const count = COUNTS[(intro[1] ?? '').toLowerCase()] ?? 2;
  const rest = sentencesIn(veil.text.slice(intro.index + intro[0].length)).slice(0, count);
  const told = [HEAD, NAMED].map((pattern) => rest.flatMap((sentence) => headed(sentence, pattern, veil)));
  return told.find((found) => found.length === count) ?? [];
}

/** Each with a sign of equality and what holds of it. */
export function equated(veil: Veil): NamedAlternative[] {
  if (!CHOOSES_OF.test(veil.text)) return [];
  const parts = sentencesIn(veil.text).flatMap((sentence) =>
    sentence.replace(COMPARED, '').split(/;\s+|\s[-–]\s(?=[^=–]{2,60}\s=\s)/),
  );
  return told(veil, EQUATED, parts).map(({ isTold: _isTold, ...one }) => one);
}

/** People by name, each with what is known of them: `Ana: 3 years here. Ben: 9 months, wants it. Which of the two?` */
export function people(veil: Veil): NamedAlternative[] {
  if (!ASKS_WHICH.test(veil.text)) return [];
  const listed = told(veil, NAME);
  return listed.length >= 2 || !ASKS_OF_TWO.test(veil.text) ? listed : told(veil, NAMED);
}

function told(veil: Veil, pattern: RegExp, sentences = sentencesIn(veil.text)): NamedAlternative[] {
  const heads = sentences.flatMap((sentence, at) => {
    const name = pattern.exec(sentence)?.[1];
    return name === undefined ||
      NO_NAME.test(name) ||
      (pattern === NAMED && NO_NAMED.test(name)) ||
      sentence.trim().endsWith('?')
      ? []
      : [at];
  });
  if (heads.length < 2) return [];
  return heads.flatMap((at, index) => {
    // What follows up to the next name is about this one.
    const next = heads[index + 1] ?? at + 1;
    return headed(sentences.slice(at, next).join(' ').trim(), pattern, veil);
  });
}

/** Who is offered a post is no offer. */
const CANDIDATE = /^(?:candidat|kandidat|applicant|bewerber)/i;

function headed(sentence: string, pattern: RegExp, veil: Veil): NamedAlternative[] {
  const match = pattern.exec(sentence.trim().replaceAll('\n', ' '));
  const head = match?.[1]?.trim() ?? '';
  if (match === null || head === '' || head.split(/\s+/).length > MAX_HEAD_WORDS) return [];
  const named = nameOf(match[0].trim(), veil, undefined, veil.apart(head).bare);
  return named === undefined
    ? []
    : [{ ...named, isTold: !CANDIDATE.test(head) && OFFERS.test(veil.text) ? 'offer' : 'person' }];
}
