import { isComment, nameOf, type NamedAlternative, piecesOf, sentencesIn } from './named-alternative.js';
import type { Veil } from './veil.js';

const OR = /,?\s+(?:or|oder|ou(?: bien)?|o(?: bien)?|u)\s+/i;
/** `soit fermer, soit réduire`. */
const SOIT = /\bsoit [^,]{4,90}, soit\b/i;
const ASKS_NUMBER = /\b(?:how (?:many|much|long|often)|cu[aá]nt[oa]s?|combien|wie ?viele?)\b/i;
const LEAD =
  /^(?:[¿¡\s]*)(?!do it\b)(?:(?:so|and|but|then|now|question|my question|options?|two options|three options|the choice|alternatives?|decision)\s*[:,]\s*|(?:so|and|but|then)\s+)*(?:(?:podemos|puedo|je dois choisir entre)\s+|(?:wir|ich) [üu]berleg\w*,? ob (?:wir|ich)\s+|(?:should|do|would|could|can|shall|must)\s+(?:we|i|you|they|he|she|it|one|people)\s+(?:rather\s+|better\s+)?|(?:should|shall)\s+(?:the|our|my)\s+(?:[\p{L}-]+\s+){1,3}?(?:be|stay|go)\s+|(?:is it|would it be|isn't it)\s+(?:better|best|smarter|wiser|time|worth)(?:\s+if\s+(?:we|i))?\s*(?:to\s+)?|(?:which|what)(?:'s| is)?\s+(?:better|best|right|first|it)?\s*[:,–-]\s*|(?:we|i)\s+(?:could|can|must|have to|need to)\s+(?:either\s+)?|(?:we|i)(?:'m| am|'re| are) (?:torn|choosing|deciding|wavering) between\s+|(?:on|nous|je) (?:hésitons|hésite|balance) entre\s+|j'hésite entre\s+|(?:dudo|dudamos|estamos|estoy)(?: dudando)? entre\s+|wir schwanken zwischen\s+|(?:wir|ich)\s+(?:können|könnten|müssen|kann|könnte|muss)\s+|whether\s+(?:to\s+|we should\s+|i should\s+)?|either\s+|(?:deber[ií]amos|debemos|conviene|es mejor|mejor)\s+|(?:sollen|sollten|soll|sollte|müssen|muss)\s+(?:wir|ich)\s+(?:lieber\s+|besser\s+)?|(?:devons-nous|dois-je|faut-il|vaut-il mieux|est-ce qu'il faut|on doit)\s+|lieber\s+|besser\s+|plutôt\s+)?/iu;
const NO_RIGHT =
  /^(?:so|not|no|less|more|else|whatever|something|anything|maybe|am i|is (?:it|that|this)|are (?:we|they)|do (?:we|i)|what|how|at least|even|kein|nicht|nein|non|pas|wie|qué|other|nothing|bad|wrong|false|worse)(?= (?!(?:and|und|et|y) (?:we |wir |on |nous )?(?:hope|hoffe\w*|esp[eè]r\w*|wait)\b)|[^ ]|$)\b|^(?:two|three|four)(?: \S+)?$|^\d+$|^(?:this|next|last|later)(?: (?:week|month|year|quarter|sprint|time))?$/i;
/** To do nothing is the last of several alternatives. */
const NONE = /^(?:not at all|nothing|none|neither|no \p{L}+|keine?\b|gar nicht|nichts|nada|ningun|rien|aucun)/iu;
/** What is so, between the alternatives: `X (1.10 per check), Y (0.65), we do 30k checks a month`. */
const STATEMENT =
  /^(?:we|they|it|our|there|wir|nous|tenemos) (?:have|are|is|do \d|ship \d|run \d|need \d|process \d|haben|sind|avons|sommes)/i;
/** What ends the last alternative of a sentence; the rest is said of all of them. */
const RIGHT_END =
  /(?<=\s\S+)\s(?:before|when|while|because|given|since|if|so that|for (?:an?(?! (?:year|month|week|quarter|while)\b)|our|the|my|us|(?:\d+|two|three|four|five|six|seven|eight)(?= (?!all in|in total|flat|euros?|days?|weeks?|months?|years?|yrs?|quarters?)\p{L}))|weil|wenn|bevor|porque|si|parce que|(?:für|pour|para)(?! [€$£]?\d))\s|[:;?!–—]|\.(?=\s|$)|,\s/iu;
const CHOOSES =
  /\b(?:which|choose|choosing|pick|prefer|options?|candidates|alternatives?|choices|possible|either|decide|wants?|gets?|recommend|cu[aá]l|elegir|opciones|lequel|laquelle|choisir|hésite\w*|welche\w*|wählen|entscheid\w+|auswahl|best|better|would you|could)\b/i;
const MAX_SENTENCE = 700;
const MAX_NAME = 24;

/** `X, Y or Z?`, `¿X, Y o Z?`, `X oder Y?`, `either X or Y`. */
export function asked(text: string): string[] {
  const asking = sentencesIn(text).filter(
    (one) =>
      (OR.test(one) || SOIT.test(one)) &&
      one.length <= MAX_SENTENCE &&
      (one.endsWith('?') ||
        isTerseChoice(one, text) ||
        isAskedBehind(one, text) ||
        /\b(?:either|whether|entweder|soit [^,]{4,90}, soit|h[ée]sit\w+ entre|dud\w+ entre|not both)\b|\s[üu]berleg\w*,? ob\s/i.test(
          one,
        )),
  );
  for (const sentence of asking.toReversed()) {
    if (ASKS_NUMBER.test(sentence)) continue;
    const found = orParts(sentence.replace(/[?!.]+$/, '').trim());
    if (found.length >= 2) return found;
  }
  return [];
}

/** `We can hire Ana (…) or Bob (…). Who?`: what is stated is asked by the words behind it. */
function isAskedBehind(sentence: string, text: string): boolean {
  const behind = text.slice(text.indexOf(sentence) + sentence.length);
  return CAN.test(sentence.trim()) && ASKS_BRIEFLY.test(behind);
}
const CAN = /^(?:(?:so|now) )?(?:we|i|wir|ich|nous|je|on) (?:can|could|may|might|k[öo]nn\w+|kann|peux|pouvons|peut)\b/i;
const ASKS_BRIEFLY =
  /(?:^|[.!?\n])\s*(?:which(?: one)?|who|what (?:would you do|do you think|now)|thoughts|wen|wer|welche\w*|lequel|laquelle|qui)\s*\?\s*$/i;

/** `hire 1 staff or 2 mids with the same money`: a whole text that asks without a question mark. */
function isTerseChoice(sentence: string, text: string): boolean {
  const own = sentence.trim();
  if (SUBJECT.test(own)) return false;
  return own === text.trim() ? wordsIn(own) <= MAX_TERSE : text.trim().startsWith(own) && wordsIn(own) <= MAX_OPENING;
}
const MAX_TERSE = 14;
/** `build or buy the search. Six people, …` */
const MAX_OPENING = 8;

/** `Which of these first: X, Y, Z?`, `Candidates: X (16k), Y (6k), Z (21k). What goes?` */
export function colonList(text: string): string[] {
  for (const sentence of sentencesIn(text)) {
    const match = /^([^:]{4,160}):\s+([^:]{8,500}?)\s*[?.]?\s*$/.exec(sentence);
    if (match === null || OR.test(match[2] ?? '')) continue;
    const items = piecesOf(match[2] ?? '').map((one) => one.replace(/^(?:and|und|y|et) /, ''));
    const isChoice =
      sentence.trimEnd().endsWith('?') ||
      IS_TOLD_TO_CHOOSE.test(match[1] ?? '') ||
      (text.includes('?') && items.every((one) => HIDDEN.test(one)));
    const isMeant = CHOOSES.test(match[1] ?? '') || (isChoice && items.every((one) => HIDDEN.test(one)));
    if (!isChoice && !/\b(?:candidates|options|choices|alternatives)\b/i.test(match[1] ?? '')) continue;
    if (isMeant && items.length >= 3 && items.every((one) => /\p{L}{2}/u.test(one) && one.split(' ').length <= 10))
      return items;
  }
  return [];
}
/** `Three options: upgrade in place, 20 minutes down; blue-green, needs licences; do nothing.` Commas are within an item. */
export function semicolonList(veil: Veil): NamedAlternative[] {
  for (const sentence of sentencesIn(veil.text)) {
    const [, lead = '', list = ''] = /^([^:]{4,160}):\s+([^:]{8,500}?)\s*[?.]?\s*$/.exec(sentence) ?? [];
    const items = list.split(/;\s+/).map((one) => one.replace(/^(?:and|or|und|oder|y|o|et|ou) /, ''));
    if (items.length < 2 || !(CHOOSES.test(lead) || ANNOUNCES.test(lead))) continue;
    const heads = items.map((one) => one.split(/,\s/)[0] ?? '');
    if (heads.every((one) => /\p{L}{2}/u.test(one) && wordsIn(one) <= MAX_HEAD))
      return items.flatMap((one, at) => nameOf(one, veil, undefined, veil.apart(heads[at] ?? '').bare) ?? []);
  }
  return [];
}
const MAX_HEAD = 8;
const ANNOUNCES =
  /\b(?:opciones|alternativas|possibilit[ée]s|m[öo]glichkeiten|optionen|varianten|could do|können wir|podemos|pouvons)\b/i;

/** `Choose a vendor for identity: …` */
const IS_TOLD_TO_CHOOSE = /^\W*(?:(?:help me |need to |have to )?(?:choose|pick|compare|decide)|choisir|elegir)\b/i;
/** A bracket behind it. */
const HIDDEN = /[\uE000-\uF8FF]$/;

/** A choice that is stated, not asked: `X, Y, or Z.`, `I could put it into X, Y or Z.`, `For the move: X, Y or Z.` */
export function stated(text: string): string[] {
  const isOther = asksSomethingElse(text);
  for (const sentence of sentencesIn(text)) {
    const bare = sentence.replace(/[.!?]+$/, '').trim();
    if (
      !(/,\s.*\s(?:or|oder|ou|o)\s/i.test(bare) || (ANNOUNCES_TWO.test(bare) && OR.test(bare))) ||
      ASKS_NUMBER.test(bare) ||
      bare.length > MAX_SENTENCE
    )
      continue;
    const led =
      /^(?:i|we|je|ich|wir|yo) (?:could|can|might|must|have to|dois|pourrais|könnte|kann|können|puedo)\b/i.test(bare);
    const chosen = /^([^:]{2,160})\s?:\s+(.+)$/.exec(bare);
    const isShort = bare.split(/\s+/).length <= 10 && !/\b(?:is|are|was|have|has|will|do|does|can)\b/i.test(bare);
    const isOpenList = !isOther && /,\s.*,\s(?:or|oder|ou|o)\s/i.test(bare) && !SUBJECT.test(bare);
    const isBare = chosen === null && !led && (isShort || isOpenList);
    const isTwo = ANNOUNCES_TWO.test(chosen?.[1] ?? '');
    const isCommaList = isTwo || /,\s.*,?\s(?:or|oder|ou|o)\s/i.test(chosen?.[2] ?? '');
    const isMeant = chosen !== null && (CHOOSES.test(bare) || /^(?:for|für|pour|para) /i.test(bare) || !isOther);
    if (!led && !isBare && !(isMeant && isCommaList)) continue;
    const list = (
      chosen?.[2] ?? bare.replace(/^.*?\b(?:into|among|between|zwischen|entre|in)\s(?=[^,]{1,40},)/i, '')
    ).trim();
    const found = orParts(list);
    if (found.length >= (isTwo ? 2 : 3)) return found;
  }
  return [];
}

const ANNOUNCES_TWO =
  /\b(?:two|both|dos|deux|zwei) (?:options?|choices|alternatives?|ways|opciones|alternativas|possibilit[ée]s|m[öo]glichkeiten|optionen|varianten)\b|\b(?:i'm|i am|we are|we're) offered\b/i;

/** Opens a sentence that tells something. */
const SUBJECT =
  /^(?:we|i|they|he|she|it|you|our|my|their|his|her|the|this|that|there|these|some|in|on|at|if|when|as|since|for|because|wir|ich|er|sie|es|unsere?|der|die|das|wenn|nous|je|on|il|elle|ils|notre|le|la|les|si|nosotros|yo|el|los|las|nuestr\w+|hay|tenemos|\p{L}+ (?:is|are|was|were|has|have|says?|said|wants?|thinks?|ist|sind|hat|est|sont|a|es|son|tiene))\b/iu;

/** A question that is open, and not about which one. */
function asksSomethingElse(text: string): boolean {
  return sentencesIn(text).some(
    (one) =>
      one.endsWith('?') &&
      !CHOOSES.test(one) &&
      !/\b(?:you|opinions?|thoughts|pays?|goes|now|har[ií]a|feriez|ferais|tun|nehm\w*|first)\b/i.test(one),
  );
}

function orParts(sentence: string): string[] {
  const parts = sentence
    .replace(/^.{0,80}?\b(?:either|entweder|soit(?= .*\bsoit\b)) (?:by )?/i, '')
    .split(OR)
    .flatMap((part) => part.split(/,?\s+soit\s+/i))
    .map((part) => (SOIT.test(sentence) ? part.replace(/^\s*(?:de |d')/, '') : part));
  const last = (parts.at(-1) ?? '').replace(/^do (?:we|i) (?=let |keep |leave )/i, '').replace(LEAD, '');
  const arePeople = parts.every((part) => PERSON_FIRST.test(part.trim()));
  const right = arePeople ? last.trim() : cut(last);
  const [first = '', ...more] = parts.slice(0, -1);
  const led = first.replace(LEAD, '');
  const isLed = led !== first;
  const listed = [led, ...more].flatMap((part) => (arePeople ? peopleOf(part) : piecesOf(part)));
  const isRefused = NO_RIGHT.test(right) && !(listed.length > 1 && NONE.test(right));
  if (right === '' || isRefused || wordsIn(right) > 18) return [];
  const pieces = listed.map((piece) => piece.replace(LEAD, '')).filter((piece) => !STATEMENT.test(piece));
  const head = startOf(pieces, right, isLed);
  const named = [...head, right].map((piece) => piece.trim()).filter((piece) => piece !== '');
  const all = named.length > 2 && /^(?:which|what|who)\b/i.test(named[0] ?? '') ? named.slice(1) : named;
  return all.some((piece) => wordsIn(piece.split(/,\s+/)[0] ?? '') > MAX_NAME) ||
    /^(?:two|three|one|dos|deux|zwei|\d+|yes|ja|oui|sí)$/i.test(all.at(-2) ?? '')
    ? []
    : all;
}

/** `Hannah, 7 years, remote`: what stands behind a name is about the person. */
const PERSON_FIRST = /^\p{Lu}\p{Ll}+(?:,\s|$)/u;

function peopleOf(list: string): string[] {
  const found: string[] = [];
  for (const piece of list.split(/,\s+/)) {
    if (found.length === 0 || PERSON_FIRST.test(`${piece},  `)) found.push(piece);
    else found[found.length - 1] = `${found.at(-1) ?? ''}, ${piece}`;
  }
  return found;
}

const wordsIn = (text: string): number => text.split(' ').length;

/** A clause before the list (`For billing, do we build, buy or wait?`) does not belong to it. */
function startOf(pieces: readonly string[], right: string, isLed: boolean): string[] {
  const colon = pieces.findLastIndex((piece) => /[:–—]\s+\S/.test(piece));
  if (colon >= 0) {
    const first = /[:–—]\s+([^:–—]+)$/.exec(pieces[colon] ?? '')?.[1] ?? pieces[colon] ?? '';
    return [first.replace(LEAD, ''), ...pieces.slice(colon + 1)];
  }
  const asking = pieces.findLastIndex(
    (piece, at) => at > 0 && /^(?:should|do|would|could|can|shall|is it) /i.test(piece),
  );
  const from = asking < 0 ? pieces : pieces.slice(asking);
  const first = from[0] ?? '';
  const asks = /\b(?:should|shall) (?:we|i|they|he|she|it|you) (.+)$/i.exec(first)?.[1];
  if (asks !== undefined) return [asks, ...from.slice(1)];
  if (isLed || from.length > 1) return [...from];
  // “give the budget to team A” or “team B”: the last words parallel to the right side.
  const words = first.split(' ');
  const opening = right.split(' ')[0]?.toLowerCase() ?? '';
  const parallel = words.findLastIndex((word) => word.toLowerCase() === opening);
  return parallel > 0 ? [words.slice(parallel).join(' ')] : [first];
}

/** The last alternative with its comments: what follows behind another comma is about all of them. */
function cut(part: string): string {
  let kept = '';
  for (const piece of part.split(/,\s+/)) {
    if (kept !== '' && !isComment(piece, kept)) break;
    const own = piece.split(RIGHT_END)[0] ?? '';
    kept = kept === '' ? own : `${kept}, ${own}`;
    if (own !== piece) break;
  }
  return kept.trim();
}
