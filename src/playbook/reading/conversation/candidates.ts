import { foldText } from '../../../text/index.js';

const WHICH_FIRST =
  /\b(?:which|what|welche[nrs]?|was|lequel|laquelle|quoi|cual)\b.{0,40}\b(?:first|zuerst|d'abord|en premier|primero)\b|\b(?:candidates?|kandidaten|candidats?|candidat[oa]s?)\b/;
const MIN_ITEMS = 3;
const MAX_ITEMS = 9;
const WORDS_OF_AN_ITEM = 5;

/** The things of which a reply asks the first one, where it lists them; empty where it does not. */
export function candidatesIn(message: string): readonly string[] {
  if (!WHICH_FIRST.test(foldText(message).text)) return [];
  const lists = message
    .split(/[:?]\s+|\.\s+|\n|\bare\b/)
    .map((part) =>
      part
        .split(/,\s*|\s+(?:or|and|oder|und|ou|et|o|y)\s+|;\s*/)
        .map(cleaned)
        .filter((item) => item !== ''),
    )
    .filter((items) => items.length >= MIN_ITEMS && items.length <= MAX_ITEMS)
    .filter((items) => items.every((item) => item.split(/\s+/).length <= WORDS_OF_AN_ITEM));
  return lists.toSorted((one, other) => other.length - one.length)[0] ?? [];
}

const cleaned = (item: string): string =>
  item
    .trim()
    .replace(/^(?:the|or|and|we have) /i, '')
    .replace(/[.?!]+$/, '')
    .trim();
