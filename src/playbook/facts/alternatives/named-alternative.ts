import type { Veil } from './veil.js';

/** An alternative as the asker names it. */
export interface NamedAlternative {
  readonly label?: string;
  /** In short: without brackets, and without what is said of it. */
  readonly text: string;
  /** What is said of it in brackets and clauses; may be empty. */
  readonly said: string;
  /** All of it, as written. */
  readonly full: string;
  /** A person or an offer, told about by name: its words are no kind of thing to do. */
  readonly isTold?: 'person' | 'offer';
  /** Index of its row, when it is one of a table. */
  readonly row?: number;
}

const UNIT =
  '(?:k|m|%|[€$£]|euros?|hours?|days?|weeks?|months?|years?|people|stunden?|tagen?|wochen?|monaten?|jahren?|leute|horas?|d[ií]as?|semanas?|mes(?:es)?|a[ñn]os?|personas|heures?|jours?|semaines?|mois|ans?|personnes)';
/** Opens a clause that says something of the alternative before it. */
const COMMENT = new RegExp(
  `^(?:who|whose|which|where|maybe|perhaps|probably|about|roughly|around|but|though|although|even|because|since|so|costing|costs|takes|takes?|qui|que|dont|mais|environ|soit|quien(?:es)?|cuy[oa]|pero|aunque|(?:the|it|each|that|this)(?: \\p{L}+)? (?:costs?|takes|is)|unos|unas|aber|etwa|gesch[äa]tzt|est(?:imated|\\.)?|ca\\.?|rund|weil|jeweils)\\b(?! we\\b| let\\b)|^[€$£]?\\d[\\d.,]*\\s?${UNIT}(?![\\p{L}\\p{N}])(?! (?:week|team|plan|model)\\b)|^[€$£]?\\d[\\d.,]*(?= (?:for|per|once|each|in all|all in|für|pro|por|pour|par)\\b)`,
  'iu',
);
const GERMAN_RELATIVE = /^(?:der|die|das|den|dem|deren|dessen)\s.*\p{Ll}{2,}$/u;

/** Whether a piece behind a comma goes on about the piece before it. */
export function isComment(piece: string, before: string): boolean {
  // “150 per week, 40 per call” are two prices.
  if (COMMENT.test(piece))
    return !(/^[€$£]?\d/.test(piece) && /(?<!\p{L})\d/u.test(before) && !/^[^,]*\b(?:years?|months?)\b/.test(piece));
  // “Jana, die schon gekündigt hat”: a noun before, a verb at the end.
  const noun = before.trim().split(/\s+/).at(-1) ?? '';
  return GERMAN_RELATIVE.test(piece.trim()) && /^\p{Lu}/u.test(noun);
}

/** Splits at commas, each with the comments that belong to it. */
export function piecesOf(list: string): string[] {
  const pieces: string[] = [];
  for (const piece of list.split(/[,;]\s+/)) {
    const before = pieces.at(-1);
    if (before !== undefined && isComment(piece, before.split(/,\s+/)[0] ?? ''))
      pieces[pieces.length - 1] = `${before}, ${piece}`;
    else pieces.push(piece);
  }
  return pieces;
}

/** Its short form and what is said of it; undefined when nothing is left of the name. */
export function nameOf(veiled: string, veil: Veil, label?: string, name?: string): NamedAlternative | undefined {
  const full = cleaned(veil.shown(veiled));
  const { bare, asides } = veil.apart(veiled);
  const pieces = bare.split(/,\s+/);
  const isOne = PERSON.test((pieces[0] ?? '').trim());
  const from = pieces.findIndex((piece, at) => at > 0 && (isOne || isComment(piece, pieces[at - 1] ?? '')));
  const opening = from < 0 ? bare : pieces.slice(0, from).join(', ');
  // “Rollback = 40 minutes”: what stands behind the sign is said of it.
  const [short = opening, ...equated] = opening.split(EQUALS);
  const until = /(?<=\S\s\S+) (?:until|till|jusqu[eà']|bis|hasta) .*$/iu.exec(short)?.[0] ?? '';
  const head = cleaned(name ?? short.slice(0, short.length - until.length));
  if (head === '') return undefined;
  const rest =
    name === undefined
      ? [until, ...equated, ...(from < 0 ? [] : pieces.slice(from))].filter((one) => one !== '').join(', ')
      : bare.slice(bare.indexOf(name) + name.length);
  const said = [...asides, cleaned(rest.replace(/^[\s,:=–-]+/, ''))].filter((one) => one !== '').join(', ');
  return { ...(label === undefined ? {} : { label }), text: head, said, full };
}

const EQUALS = /\s+=\s+/;
const PERSON = /^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?$/u;

/** `promote Ines or Ravi`: what is done holds for each of the people. */
export function people(found: readonly NamedAlternative[]): NamedAlternative[] {
  const last = found.at(-1)?.text ?? '';
  // A single name at the end: what stands before the others is what is done with each.
  const names = found.map(({ text }) => (last.includes(' ') ? text : (text.split(' ').at(-1) ?? text)));
  const isOfPeople =
    PERSON.test(last) &&
    names.every((name) => PERSON.test(name)) &&
    found.some(({ said }) =>
      /^(?:who|qui|que|den|der|die)\b|\b(?:years?|months?|jahre?|monate?|a[ñn]os|meses|ans|mois)\b/i.test(said),
    );
  return isOfPeople
    ? found.map((one, at) => ({ ...one, text: names[at] ?? one.text, isTold: 'person' as const }))
    : [...found];
}

/** Without the conjunction, the mark and the question at its end. */
export function cleaned(part: string): string {
  return (
    part
      .replace(/^[\s¿"'“,;:]+/, '')
      .replace(/[\s,;.?!"”]+$/, '')
      .replace(/[,;]?\s+(?:or|and|oder|ou|o|y|et|und)$/, '')
      .replace(/[\s,;.?!]+$/, '')
      .replace(/^(?:or|oder|ou)\s+/i, '')
      // A question denies what the choice affirms: “do I tell anyone yet”.
      .replace(
        /\bany(one|body|thing)( yet)?$/i,
        (_all, one: string, yet?: string) => `some${one}${yet === undefined ? '' : ' now'}`,
      )
  );
}

/** Sentences with their marks; a point inside a number ends none. */
export const sentencesIn = (text: string): string[] => text.match(/[^.?!\n]+(?:[.](?=\S)[^.?!\n]*)*[.?!]?/g) ?? [];
