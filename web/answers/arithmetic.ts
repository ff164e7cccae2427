/** A number that was worked out, and how. */
export interface Derived {
  /** As the text writes it: "$1.08M". */
  readonly result: string;
  /** "6 × $180k is $1.08M". */
  readonly working: string;
}

const NUMBER = String.raw`[$€£]?\d[\d.,]*\d?(?:\s?(?:%|k|M|bn|B))?(?:\s(?:hours|days|weeks|months|people|engineers|points|requests)\b)?`;
const STEP = String.raw`${NUMBER}(?:\s?[×*+−–/÷-]\s?${NUMBER})+`;
const WORKING = new RegExp(String.raw`(${STEP})\s(?:is|are|=|makes?|comes to|leaves)\s(${NUMBER})`, 'gu');
const COMPARED = new RegExp(String.raw`(${STEP}\sis\s(${NUMBER})\sagainst\s(${NUMBER})):\s(${NUMBER})`, 'gu');

/** The arithmetic that a text shows, by its results; a number in the asker's own words is none. */
export function derivedIn(text: string): Derived[] {
  const found = new Map<string, Derived>();
  for (const [, working = '', , , result = ''] of text.matchAll(COMPARED)) {
    if (!found.has(result)) found.set(result, { result, working: `${working}: ${result}` });
  }
  for (const [working, , result = ''] of text.matchAll(WORKING)) {
    if (!found.has(result)) found.set(result, { result, working });
  }
  return [...found.values()];
}
