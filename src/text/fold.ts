/**
 * Letters of other alphabets that look like a Latin one, and Latin letters without an NFKD decomposition.
 *
 * A subset of Unicode TR39 "confusables": capitals are listed separately where they resemble another letter than their
 * lower-case form does.
 */
const LOOKALIKES = new Map<string, string>(
  [
    // Cyrillic
    'аa вb еe ёe кk мm нh оo рp сc тt уy хx гr іi їi јj ѕs ԁd ԛq ԝw һh ѵv ԍg ӏl үy ьb',
    // Greek
    'αa βb εe ηn ιi κk μu νv οo ρp σo τt υu χx γy ωw Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx',
    // Armenian, and Latin letters that have no decomposition
    'ոn օo սu հh ցg ıi ɡg ɑa ɩi ʏy ʀr ɴn ᴡw ᴏo øo đd łl ħh ŧt ðd ßss æae œoe þth',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);

const TYPOGRAPHIC_APOSTROPHES = new Set(['\u2018', '\u2019', '\u201b', '\u02bc', '\u00b4', '\u2032', '\uff07']);
/** Code units per character, at most; U+FDFA would yield eighteen. */
const MAX_EXPANSION = 3;
/** Distinct characters cached; more than a text in several alphabets has. */
const MAX_CACHED_CHARACTERS = 4096;

const ASCII_ONLY = /^[\0-\x7f]*$/;
const INVISIBLE = /^[\p{M}\p{Cf}]$/u;
const LETTER_OR_DIGIT = /^[\p{L}\p{N}]+$/u;

/** A text in comparable form, and the source of each code unit. */
interface FoldedText {
  /** Lower case, no accents, no look-alikes, no invisible characters; a symbol outside ASCII is one space. */
  readonly text: string;
  /** For each code unit of `text`, where its source character starts; `null` when offsets are the same. */
  readonly starts: Uint32Array | null;
  /** For each code unit of `text`, where its source character ends, exclusive; `null` when offsets are the same. */
  readonly ends: Uint32Array | null;
}

const cached = new Map<number, string>();

/**
 * Folds case, compatibility forms, accents, look-alike letters and invisible characters, and records offsets.
 *
 * @param text  Any string; lone surrogates and null characters become spaces.
 * @remarks Linear: at most three code units per character. Plain ASCII costs one native call.
 * @see Unicode UAX #15 (NFKD) and TR39 (confusables)
 */
export function foldText(text: string): FoldedText {
  if (ASCII_ONLY.test(text)) return { text: text.toLowerCase(), starts: null, ends: null };

  const units = new Uint16Array(text.length * MAX_EXPANSION);
  const starts = new Uint32Array(text.length * MAX_EXPANSION);
  const ends = new Uint32Array(text.length * MAX_EXPANSION);
  let length = 0;
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0;
    const next = at + (point > 0xffff ? 2 : 1);
    if (point < 0x80) {
      units[length] = point >= 65 && point <= 90 ? point + 32 : point;
      starts[length] = at;
      ends[length] = next;
      length += 1;
    } else {
      const folded = foldCharacter(point);
      for (let i = 0; i < folded.length; i += 1) {
        units[length] = folded.charCodeAt(i);
        starts[length] = at;
        ends[length] = next;
        length += 1;
      }
    }
    at = next;
  }
  return { text: Buffer.from(units.buffer, 0, length * 2).toString('utf16le'), starts, ends };
}

function foldCharacter(point: number): string {
  const known = cached.get(point);
  if (known !== undefined) return known;
  const folded = computeFold(point);
  if (cached.size < MAX_CACHED_CHARACTERS) cached.set(point, folded);
  return folded;
}

function computeFold(point: number): string {
  if (point >= 0xd800 && point <= 0xdfff) return ' ';
  const character = String.fromCodePoint(point);
  if (TYPOGRAPHIC_APOSTROPHES.has(character)) return "'";
  if (INVISIBLE.test(character)) return '';
  const lookalike = LOOKALIKES.get(character);
  if (lookalike !== undefined) return lookalike;

  let folded = '';
  for (const part of character.normalize('NFKD')) {
    if (INVISIBLE.test(part)) continue;
    folded += LOOKALIKES.get(part) ?? lowerCase(part);
  }
  if (folded === '') return ' ';
  return (LETTER_OR_DIGIT.test(folded) || /^[\0-\x7f]+$/.test(folded) ? folded : ' ').slice(0, MAX_EXPANSION);
}

function lowerCase(part: string): string {
  const lower = part.toLowerCase();
  return LOOKALIKES.get(lower) ?? lower;
}
