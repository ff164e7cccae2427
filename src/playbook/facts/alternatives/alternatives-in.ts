import type { FactTable } from '../facts.js';
import { CHOOSES, marked, markedInline } from './marked-list.js';
import { nameOf, people as asPeople, sentencesIn, type NamedAlternative } from './named-alternative.js';
import { asked, colonList, semicolonList, stated } from './or-list.js';
import { positions } from './positions.js';
import { quotes } from './quotes.js';
import { announced, equated, people } from './told.js';
import { Veil } from './veil.js';

const MAX_ALTERNATIVES = 8;
const MAX_LENGTH = 4_000;

/** Alternatives in the first notation that the text uses. */
export function alternativesIn(text: string, tables: readonly FactTable[]): NamedAlternative[] {
  // “X, Y. Or Z?” is one list.
  const veil = new Veil(text.slice(0, MAX_LENGTH).replaceAll(/\.(\s+(?:or|oder)\s)/gi, ',$1'));
  const named = (parts: readonly string[]): NamedAlternative[] => parts.flatMap((one) => nameOf(one, veil) ?? []);
  const notations = [
    () => (VENDORS.test(veil.text) ? people(veil) : []),
    () => marked(veil),
    () => markedInline(veil),
    () => rowsOf(tables, text),
    () => quotes(veil),
    () => named(versus(veil.text)),
    () => announced(veil),
    () => semicolonList(veil),
    () => asPeople(named(asked(veil.text))),
    () => named(colonList(veil.text)),
    () => named(stated(veil.text)),
    () => people(veil),
    () => equated(veil),
    () => named(positions(veil.text)),
  ];
  for (const notation of notations) {
    const found = notation();
    if (found.length >= 2) return areTerms(found, text) ? [] : offered(found, text).slice(0, MAX_ALTERNATIVES);
  }
  return [];
}

/** `Vendor A: 18k, no audit log. Vendor B: …`: the letter is a name, what follows is said of it. */
const VENDORS = /\b(?:Vendor|Supplier|Provider|Candidate|Anbieter|Proveedor) A\s*[:–]\s/;

/** What the asker is offered is told about, and no kind of thing to do. */
const offered = (found: readonly NamedAlternative[], text: string): readonly NamedAlternative[] =>
  /\bi(?:[’']m| am| was| have been|[’']ve been) offered\b/i.test(text)
    ? found.map((one): NamedAlternative => ({ ...one, isTold: one.isTold ?? 'offer' }))
    : found;

/** Terms that are to be told apart are nothing to choose by weighing. */
const areTerms = (found: readonly NamedAlternative[], text: string): boolean =>
  found.every((one) => one.text.split(' ').length <= 3) && TO_BE_EXPLAINED.test(text);
const TO_BE_EXPLAINED =
  /\b(?:differences? between|what(?:'s| is) the difference|in plain words|explain\w*|unterschied|erkl[äa]r\w*|diferencia|explica\w*|diff[ée]rence|explique\w*)\b|\bfor (?:an?|my|our|the) [^.?!,]{2,40} (?:who|that) (?:thinks?|believes?|do(?:es)?n't|has never|never|knows?)\b/i;
function rowsOf(tables: readonly FactTable[], text: string): NamedAlternative[] {
  const table = tables[0];
  if (table === undefined || !CHOOSES.test(text.slice(0, table.start) + text.slice(table.end))) return [];
  return table.rows
    .map((row, at) => ({ text: row[0]?.text ?? '', said: '', full: row[0]?.text ?? '', row: at }))
    .filter((one) => one.text !== '');
}

/** `X vs Y`, `X versus Y versus Z`, `between X and Y`. */
function versus(text: string): string[] {
  const between =
    /\b(?:choose|choice|torn|decide|deciding|choosing|wavering|entre|zwischen) (?:between )?([^.?!\n]{2,80}?) (?:and|y|et|und) ([^.?!,;\n]{2,80})/i.exec(
      text,
    );
  const isBetween =
    between !== null && /\bbetween\b|entre|zwischen/i.test(between[0]) && !/\s(?:or|oder|ou|o)\s|, /.test(between[0]);
  if (isBetween) return [between[1]?.replace(/^between /i, '') ?? '', cutVersus(between[2] ?? '')];
  const sentence = sentencesIn(text).find((one) => /\s(?:vs\.?|versus)\s/i.test(one));
  if (sentence === undefined) return [];
  const parts = sentence.trim().split(/\s(?:vs\.?|versus)\s/i);
  const sides = parts.map((part, at) => (at === parts.length - 1 ? cutVersus(part) : lastPhrase(part)));
  // “1.4 days vs 1.9 for others” compares figures.
  return sides.every((side) => !/^\W*\d[\d.,]*\s?%?\W*$/.test(side)) ? sides : [];
}

/** What stands before `vs` ends a longer clause. */
const lastPhrase = (part: string): string => part.split(/[:,;–]\s*/).at(-1) ?? part;
const cutVersus = (part: string): string =>
  part.split(/\s(?:for|because|when|given|für|pour|para)\s|[:;?!–,]|\.(?=\s|$)/)[0] ?? '';
