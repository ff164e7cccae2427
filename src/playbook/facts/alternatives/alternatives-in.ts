import type { FactTable } from '../facts.js';
import { CHOOSES, marked, markedInline } from './marked-list.js';
import { nameOf, people as asPeople, sentencesIn, type NamedAlternative } from './named-alternative.js';
import { asked, colonList, stated } from './or-list.js';
import { announced, people } from './told.js';
import { Veil } from './veil.js';

const MAX_ALTERNATIVES = 8;
const MAX_LENGTH = 4_000;

/** Alternatives in the first notation that the text uses. */
export function alternativesIn(text: string, tables: readonly FactTable[]): NamedAlternative[] {
  // “X, Y. Or Z?” is one list.
  const veil = new Veil(text.slice(0, MAX_LENGTH).replaceAll(/\.(\s+(?:or|oder)\s)/gi, ',$1'));
  const named = (parts: readonly string[]): NamedAlternative[] => parts.flatMap((one) => nameOf(one, veil) ?? []);
  const notations = [
    () => marked(veil),
    () => markedInline(veil),
    () => rowsOf(tables, text),
    () => named(versus(veil.text)),
    () => announced(veil),
    () => asPeople(named(asked(veil.text))),
    () => named(colonList(veil.text)),
    () => named(stated(veil.text)),
    () => people(veil),
  ];
  for (const notation of notations) {
    const found = notation();
    if (found.length >= 2) return found.slice(0, MAX_ALTERNATIVES);
  }
  return [];
}

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
  return parts.map((part, at) => (at === parts.length - 1 ? cutVersus(part) : lastPhrase(part)));
}

/** What stands before `vs` ends a longer clause. */
const lastPhrase = (part: string): string => part.split(/[:,;–]\s*/).at(-1) ?? part;
const cutVersus = (part: string): string =>
  part.split(/\s(?:for|because|when|given|für|pour|para)\s|[:;?!–,]|\.(?=\s|$)/)[0] ?? '';
