import { nameOf, type NamedAlternative } from './named-alternative.js';
import type { Veil } from './veil.js';

const KIND =
  '(?:option|opci[oó]n|variante?|plan|alternative?|vendor|supplier|candidate|scenario|offer|job|proposal|proveedor|anbieter|angebot|oferta|offre|m[öo]glichkeit)';
const ORDER: Readonly<Record<string, string>> = {
  ...{ one: '1', two: '2', three: '3', four: '4', eins: '1', zwei: '2', drei: '3', vier: '4' },
  ...{ first: '1', second: '2', third: '3' },
  ...{ uno: '1', una: '1', dos: '2', tres: '3', un: '1', deux: '2', trois: '3' },
};
const NUMBER_WORD = Object.keys(ORDER).join('|');
/** `Option A is the cloud, option B stays on prem`. */
const STATES = '(?:is|would|means|stays?|keeps?|goes|uses|costs?|has|ist|bleibt|kostet|es|est|cuesta|co[uû]te)';
const LINE_MARK = new RegExp(
  `^\\s*(?:${KIND}\\s+([a-h]|\\d{1,2}|${NUMBER_WORD})\\s*[:.)–-]|\\(?([a-h]|\\d{1,2})[).:](?=\\s)|([-*•])\\s)\\s*(.+)$`,
  'iu',
);
const INLINE_MARK = new RegExp(
  `(?:^|[\\s:;,¿(])(?:${KIND}\\s+([A-Ha-h]|\\d|${NUMBER_WORD})\\s*(?:[:),–-]|(?=\\s+${STATES}\\b))|\\(([a-h]|\\d)\\)|([a-h]|\\d)\\)|(\\d)\\.|((?:First|Second|Third)):)(?=\\s)\\s*(?:(?:is|would be|means|ist|es|est)\\s+(?=\\S+\\s+\\S))?`,
  'giu',
);
/** Words by which a list is one to choose from. */
export const CHOOSES =
  /\b(?:which|choose|pick|prefer|options?|alternatives?|either|decide|first|recommend|cu[aá]l|elegir|lequel|laquelle|choisir|welche\w*|wählen|entscheid\w+|best|better|would you)\b/i;
const MAX_LINE = 400;

/** One alternative a line: `Option A: …`, `1) …`, bullets. */
export function marked(veil: Veil): NamedAlternative[] {
  const found: NamedAlternative[] = [];
  let isBulleted = false;
  for (const line of veil.text.split('\n')) {
    const match = LINE_MARK.exec(line.slice(0, MAX_LINE));
    if (match === null) continue;
    const label = match[1] ?? match[2];
    isBulleted ||= match[3] !== undefined;
    const one = nameOf(match[4] ?? '', veil, label === undefined ? undefined : labelled(label));
    if (one !== undefined) found.push(one);
  }
  // A list of facts is no list of alternatives.
  return isBulleted && !CHOOSES.test(veil.text) ? [] : found;
}

/** `(a) …, (b) … or (c) …`, `Offer one: … Offer two: …` in one line. */
export function markedInline(veil: Veil): NamedAlternative[] {
  const { text } = veil;
  const marks = [...text.matchAll(INLINE_MARK)];
  const labels = marks.map((mark) => labelled(mark[1] ?? mark[2] ?? mark[3] ?? mark[4] ?? mark[5] ?? ''));
  const from = labels.findIndex((label, at) => /^[A1]$/.test(label) && /^[B2]$/.test(labels[at + 1] ?? ''));
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
    const isSpelt = mark[1] !== undefined && mark[1].length > 1;
    const one = nameOf(text.slice(start, end), veil, named === undefined || isSpelt ? labels[at] : named);
    const isTold = /candidat/i.test(mark[0])
      ? 'person'
      : /(?:offer|job|angebot|oferta|offre)/i.test(mark[0]) || (mark[5] !== undefined && /\boffers?\b/i.test(text))
        ? 'offer'
        : undefined;
    if (one !== undefined) found.push(isTold === undefined ? one : { ...one, isTold });
  }
  return found;
}

const labelled = (label: string): string => ORDER[label.toLowerCase()] ?? label.toUpperCase();

const follows = (previous: string | undefined, label: string | undefined, isFirst: boolean): boolean =>
  isFirst || (previous !== undefined && label !== undefined && label.charCodeAt(0) === previous.charCodeAt(0) + 1);

function sentenceEnd(text: string, from: number): number {
  const end = /[.?!](?=\s|$)|\n/.exec(text.slice(from));
  return end === null ? text.length : from + end.index;
}
