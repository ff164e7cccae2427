import type { FactTable } from './facts.js';

/** An alternative as the asker names it. */
export interface NamedAlternative {
  readonly label?: string;
  readonly text: string;
  /** Index of its row, when it is one of a table. */
  readonly row?: number;
}

const MAX_ALTERNATIVES = 8;
const LINE_MARK =
  /^\s*(?:(?:option|opci[oó]n|variante?|plan|alternative?|vendor|supplier|candidate|scenario|offer|proveedor|anbieter)\s+([a-h]|\d{1,2})\s*[:.)–-]|\(?([a-h]|\d{1,2})[).:](?=\s)|([-*•])\s)\s*(.+)$/iu;
const INLINE_MARK =
  /(?:^|[\s:;,¿(])(?:(?:option|opci[oó]n|variante|plan|alternative|vendor|supplier|candidate|scenario|offer|proveedor|anbieter)\s+([A-Ha-h]|\d)\s*[:)–-]|\(([a-h]|\d)\)|([a-h]|\d)\)|(\d)\.)(?=\s)\s*/giu;
const OR = /,?\s+(?:or|oder|ou(?: bien)?|o(?: bien)?|u)\s+/i;
const LEAD =
  /^(?:[¿¡\s]*)(?:(?:so|and|but|then|now|question|my question|options?|two options|three options|the choice|alternatives?|decision)\s*[:,]\s*|(?:so|and|but|then)\s+)*(?:(?:should|do|would|could|can|shall|must)\s+(?:we|i|you|they|he|she|it|one)\s+(?:rather\s+|better\s+)?|(?:is it|would it be|isn't it)\s+(?:better|best|smarter|wiser|time|worth)(?:\s+if\s+(?:we|i))?\s*(?:to\s+)?|(?:which|what)(?:'s| is)?\s+(?:better|best|right|first|it)?\s*[:,–-]\s*|(?:we|i)\s+(?:could|can|must|have to|need to)\s+(?:either\s+)?|(?:we|i)(?:'m| am|'re| are) (?:torn|choosing|deciding|wavering) between\s+|whether\s+(?:to\s+|we should\s+|i should\s+)?|either\s+|(?:deber[ií]amos|debemos|conviene|es mejor|mejor)\s+|(?:sollen|sollten|soll|sollte|müssen|muss)\s+(?:wir|ich)\s+(?:lieber\s+|besser\s+)?|(?:devons-nous|dois-je|faut-il|vaut-il mieux|est-ce qu'il faut|on doit)\s+|lieber\s+|besser\s+|plutôt\s+)?/iu;
const NO_RIGHT =
  /^(?:so|not|no|less|more|else|whatever|something|anything|maybe|am i|is (?:it|that|this)|are (?:we|they)|do (?:we|i)|what|how|at least|even|kein|nicht|nein|non|pas|wie|qué|other|nothing)\b|^(?:two|three|four)(?: \S+)?$|^\d+$|^(?:this|next|last|later)(?: (?:week|month|year|quarter|sprint|time))?$/i;
/** A question for a number is no choice. */
const ASKS_NUMBER = /\b(?:how (?:many|much|long|often)|cu[aá]nt[oa]s?|combien|wie ?viele?)\b/i;
const RIGHT_END =
  /\s(?:before|when|while|because|given|since|if|so that|until|for (?:an?|our|the|my|us|\d+|two|three|four|five|six|seven|eight)|weil|wenn|bevor|porque|si|parce que|für|pour|para)\s|[:;?!(–]|\.(?=\s|$)|,\s/i;

/** Alternatives in the first notation that the text uses. */
export function alternativesIn(text: string, tables: readonly FactTable[]): NamedAlternative[] {
  for (const found of [
    marked(text),
    inline(text),
    rowsOf(tables, text),
    versus(text),
    listed(text),
    colonList(text),
    stated(text),
  ]) {
    if (found.length >= 2) return found.slice(0, MAX_ALTERNATIVES);
  }
  return [];
}

/** One alternative a line: `Option A: …`, `1) …`, bullets. */
function marked(text: string): NamedAlternative[] {
  const found: NamedAlternative[] = [];
  let isBulleted = false;
  for (const line of text.split('\n')) {
    const match = LINE_MARK.exec(line.slice(0, 400));
    if (match === null) continue;
    const label = match[1] ?? match[2];
    isBulleted ||= match[3] !== undefined;
    const body = cleaned(match[4] ?? '');
    if (body !== '') found.push(label === undefined ? { text: body } : { label: label.toUpperCase(), text: body });
  }
  // A list of facts is no list of alternatives.
  return isBulleted && !ASKS_TO_CHOOSE.test(text) ? [] : found;
}
const ASKS_TO_CHOOSE =
  /\b(?:which|choose|pick|prefer|options?|alternatives?|either|decide|first|recommend|cu[aá]l|elegir|lequel|laquelle|choisir|welche\w*|wählen|entscheid\w+|best|better|would you)\b/i;

/** `(a) …, (b) … or (c) …` in one line. */
function inline(text: string): NamedAlternative[] {
  const marks = [...text.matchAll(INLINE_MARK)];
  const labels = marks.map((mark) => (mark[1] ?? mark[2] ?? mark[3] ?? mark[4] ?? '').toLowerCase());
  const from = labels.findIndex((label, at) => /^[a1]$/.test(label) && /^[b2]$/.test(labels[at + 1] ?? ''));
  if (from < 0) return [];
  const found: NamedAlternative[] = [];
  for (let at = from; at < marks.length; at += 1) {
    const mark = marks[at];
    if (mark === undefined || !follows(labels[at - 1], labels[at], at === from)) break;
    const start = mark.index + mark[0].length;
    const next = marks[at + 1];
    const end =
      next !== undefined && follows(labels[at], labels[at + 1], false) ? next.index : sentenceEnd(text, start);
    const named = /(?:vendor|supplier|candidate|scenario|offer|proveedor|anbieter)\s+\S/i.exec(mark[0])?.[0];
    found.push({ label: named ?? (labels[at] ?? '').toUpperCase(), text: cleaned(text.slice(start, end)) });
  }
  return found.filter((one) => one.text !== '');
}

const follows = (previous: string | undefined, label: string | undefined, isFirst: boolean): boolean =>
  isFirst || (previous !== undefined && label !== undefined && label.charCodeAt(0) === previous.charCodeAt(0) + 1);

function sentenceEnd(text: string, from: number): number {
  const end = /[.?!](?=\s|$)|\n/.exec(text.slice(from));
  return end === null ? text.length : from + end.index;
}

function rowsOf(tables: readonly FactTable[], text: string): NamedAlternative[] {
  const table = tables[0];
  if (table === undefined || !ASKS_TO_CHOOSE.test(text.slice(0, table.start) + text.slice(table.end))) return [];
  return table.rows.map((row, at) => ({ text: row[0]?.text ?? '', row: at })).filter((one) => one.text !== '');
}

/** `X vs Y`, `X versus Y versus Z`, `between X and Y`. */
function versus(text: string): NamedAlternative[] {
  const between =
    /\b(?:choose|choice|torn|decide|deciding|choosing|wavering|entre|zwischen) (?:between )?([^.?!\n]{2,80}?) (?:and|y|et|und) ([^.?!,;\n]{2,80})/i.exec(
      text,
    );
  const isBetween = between !== null && /\bbetween\b|entre|zwischen/i.test(between[0]);
  if (isBetween)
    return [{ text: cleaned(between[1]?.replace(/^between /i, '') ?? '') }, { text: cut(between[2] ?? '') }];
  const sentence = text.split(/[.?!](?=\s|$)|\n/).find((one) => /\s(?:vs\.?|versus)\s/i.test(one));
  if (sentence === undefined) return [];
  const parts = sentence.trim().split(/\s(?:vs\.?|versus)\s/i);
  return parts.map((part, at) => ({
    text: at === parts.length - 1 ? cut(part) : cleaned(lastPhrase(part.replace(LEAD, ''))),
  }));
}

/** What stands before `vs` ends a longer clause. */
const lastPhrase = (part: string): string => part.split(/[:,;–(]\s*/).at(-1) ?? part;

/** `X, Y or Z?`, `¿X, Y o Z?`, `X oder Y?`, `either X or Y`. */
function listed(text: string): NamedAlternative[] {
  const sentences = sentencesIn(text);
  const asking = sentences.filter(
    (one) => OR.test(one) && (one.endsWith('?') || /\b(?:either|whether|entweder|soit)\b/i.test(one)),
  );
  for (const sentence of asking.toReversed()) {
    if (ASKS_NUMBER.test(sentence)) continue;
    const found = orParts(sentence.replace(/[?!.]+$/, '').trim());
    if (found.length >= 2) return found;
  }
  return [];
}

const sentencesIn = (text: string): string[] => text.match(/[^.?!\n]+(?:[.](?=\S)[^.?!\n]*)*[.?!]?/g) ?? [];

/** `Which of these first: X, Y, Z?` */
function colonList(text: string): NamedAlternative[] {
  for (const sentence of sentencesIn(text)) {
    const match = /^([^:]{4,120}):\s+([^:]{8,400})\?\s*$/.exec(sentence);
    if (match === null || !ASKS_TO_CHOOSE.test(match[1] ?? '')) continue;
    const items = (match[2] ?? '').split(/[,;]\s+(?:and |or )?/).map(cleaned);
    if (items.length >= 3 && items.every((one) => one !== '' && one.split(' ').length <= 10))
      return items.map((one) => ({ text: one }));
  }
  return [];
}

/** A choice that is stated, not asked: `X, Y, or Z.`, `I could put it into X, Y or Z.`, `I have to choose: X, Y or Z.` */
function stated(text: string): NamedAlternative[] {
  for (const sentence of sentencesIn(text)) {
    const bare = sentence.replace(/[.!?]+$/, '').trim();
    if (!/,\s.*\s(?:or|oder|ou|o)\s/i.test(bare) || ASKS_NUMBER.test(bare) || bare.length > 300) continue;
    const led =
      /^(?:i|we|je|ich|wir|yo) (?:could|can|might|must|have to|dois|pourrais|könnte|kann|können|puedo)\b/i.test(bare);
    const chosen = /^[^:]{3,90}\s?:\s+(.+)$/.exec(bare);
    const isBare =
      chosen === null &&
      !led &&
      bare.split(/\s+/).length <= 10 &&
      !/\b(?:is|are|was|have|has|will|do|does|can)\b/i.test(bare);
    if (!led && chosen === null && !isBare) continue;
    if (
      chosen !== null &&
      !led &&
      !/\b(?:which|choose|choisir|decide|options?|elegir|wählen|entscheiden)\b|^(?:for|für|pour|para) /i.test(bare)
    )
      continue;
    // What others call it in quotes is one thing.
    const list = (chosen?.[1] ?? bare.replace(/^.*?\b(?:into|among|between|zwischen|entre|in)\s(?=[^,]{1,40},)/i, ''))
      .replace(/(?<=\s)'[^']*'/g, '')
      .trim();
    const found = orParts(list);
    if (found.length >= 3) return found;
  }
  return [];
}

function orParts(sentence: string): NamedAlternative[] {
  const parts = sentence.replace(/^.{0,80}?\beither (?:by )?/i, '').split(OR);
  const right = cut((parts.at(-1) ?? '').replace(/^do (?:we|i) (?=let |keep |leave )/i, ''));
  if (right === '' || NO_RIGHT.test(right) || right.split(' ').length > 16) return [];
  const left = parts.slice(0, -1).join(', ');
  const led = left.replace(LEAD, '');
  const isLed = led !== left;
  const pieces = led.split(/,\s+(?!who\b|which\b|whose\b)/).map((piece) => piece.replace(LEAD, ''));
  const head = startOf(pieces, right, isLed);
  const named = [...head, right].map((piece) => cleaned(piece)).filter((piece) => piece !== '');
  const all = named.length > 2 && /^(?:which|what|who)\b/i.test(named[0] ?? '') ? named.slice(1) : named;
  return all.some((piece) => piece.split(' ').length > 22) ||
    /^(?:two|three|one|dos|deux|zwei|\d+|yes|ja|oui|sí)$/i.test(all.at(-2) ?? '')
    ? []
    : all.map((piece) => ({ text: piece }));
}

/** A clause before the list (`For billing, do we build, buy or wait?`) does not belong to it. */
function startOf(pieces: readonly string[], right: string, isLed: boolean): string[] {
  const asked = pieces.findLastIndex(
    (piece, at) => at > 0 && /^(?:should|do|would|could|can|shall|is it) /i.test(piece),
  );
  const from = asked < 0 ? pieces : pieces.slice(asked);
  const first = from[0] ?? '';
  const colon = /[:–]\s+([^:–]+)$/.exec(first)?.[1];
  if (colon !== undefined) return [colon.replace(LEAD, ''), ...from.slice(1)];
  const asks = /\b(?:should|shall) (?:we|i|they|he|she|it|you) (.+)$/i.exec(first)?.[1];
  if (asks !== undefined) return [asks, ...from.slice(1)];
  if (isLed || from.length > 1) return [...from];
  // “give the budget to team A” or “team B”: the last words parallel to the right side.
  const words = first.split(' ');
  const opening = right.split(' ')[0]?.toLowerCase() ?? '';
  const parallel = words.findLastIndex((word) => word.toLowerCase() === opening);
  return parallel > 0 ? [words.slice(parallel).join(' ')] : [first];
}

const cut = (part: string): string => cleaned(part.split(RIGHT_END)[0] ?? '');

/** Without the conjunction, the mark and the question at its end. */
function cleaned(part: string): string {
  return part
    .replace(/^[\s¿"'“]+/, '')
    .replace(/[\s,;.?!"”]+$/, '')
    .replace(/[,;]?\s+(?:or|and|oder|ou|o|y|et|und)$/i, '')
    .replace(/[\s,;.?!]+$/, '');
}
