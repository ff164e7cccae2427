import { foldText } from '../text/index.js';

import type { Persona } from './catalog.js';

/** Words after a name that is mentioned rather than addressed: "Martin, our CFO, …". */
const MENTIONED =
  /^\s*(?:our|my|the|their|his|her|who|whose|which|a|an|from|and|unser|mein|der|die|notre|mon|le|la|nuestro|mi|el)\b/;

/**
 * Finds the personas that a text addresses: `@martin`, "as Camille", "Martin, what …", "using the Diego persona".
 *
 * Whole words only; a name that is merely mentioned does not count, nor one inside fenced code.
 *
 * @returns Their ids, in order of appearance.
 */
export function personasAddressed(text: string, personas: readonly Persona[]): string[] {
  const line = foldText(text).text.replaceAll(/```[\s\S]*?(?:```|$)/g, ' ');
  const found: { readonly id: string; readonly at: number }[] = [];
  for (const { id, name } of personas) {
    const at = firstAddress(line, namesOf(id, name));
    if (at >= 0) found.push({ id, at });
  }
  return found.sort((a, b) => a.at - b.at).map((it) => it.id);
}

const NAMES = new Map<string, ReadonlySet<string>>();

/** The id of a persona and its name in comparable form: there are few, and they do not change. */
function namesOf(id: string, name: string): ReadonlySet<string> {
  const known = NAMES.get(id);
  if (known !== undefined) return known;
  const names = new Set([id, foldText(name).text]);
  NAMES.set(id, names);
  return names;
}

function firstAddress(line: string, names: ReadonlySet<string>): number {
  let first = -1;
  for (const name of names) {
    for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + name.length)) {
      if (!isAddressed(line, at, at + name.length, name)) continue;
      if (first < 0 || at < first) first = at;
      break;
    }
  }
  return first;
}

function isAddressed(line: string, from: number, to: number, name: string): boolean {
  const WINDOW = 40;
  const before = line.slice(Math.max(0, from - WINDOW), from);
  const after = line.slice(to, to + WINDOW);
  if (/^[a-z0-9_@]/.test(after)) return false;
  // An at-sign inside a word is a mail address.
  if (/(?:^|[^a-z0-9_.])@$/.test(before)) return !/^(?:\.[a-z]|-)/.test(after);
  if (/[a-z0-9_@]$/.test(before)) return false;
  // "security" and "data" are also ordinary words: they need the at-sign or the word persona.
  if (/^(?:'s)?\s+persona\b/.test(after) || /\bpersona:?\s+$/.test(before)) return true;
  if (name === 'security') return false;
  if (/(?:^|[\s("])(?:as|als|como|comme|en tant que)\s+$/.test(before))
    return /^(?:$|[\s,.:;?!)"])/.test(after) && !/^\s+(?:says|said|does|did)\b/.test(after);
  const opens = /(?:^|[.!?\n]\s*)(?:(?:hey|hi|hello|dear|ok|hola|bonjour|salut|hallo|liebe[r]?)\s+)?$/.test(before);
  return opens && /^\s*[,:]/.test(after) && !MENTIONED.test(after.replace(/^\s*[,:]/, ''));
}
