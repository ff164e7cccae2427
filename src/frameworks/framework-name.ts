import { stemsOf, tokenize } from '../text/index.js';
import type { Framework } from './framework.js';

/** One spelling of a framework's name for matching. */
export interface FrameworkName {
  readonly framework: number;
  readonly glued: string;
  readonly words: number;
  /** Stems of the phrases that confirm it; `null` when it needs no confirmation. */
  readonly needs: readonly (readonly string[])[] | null;
  /** Stems of the phrases that veto it. */
  readonly unless: readonly (readonly string[])[];
}

const DIGITS = 'zero one two three four five six seven eight nine'.split(' ');

/** Names with spelling correction: those that need no confirmation. */
export function correctableNamesOf({ name, aliases, ambiguous }: Framework): string[] {
  return [name, ...aliases, ...ambiguous.filter(({ needs }) => needs.length === 0).map(({ alias }) => alias)];
}

/** All names of a framework; `index` is its index in the library. */
export function namesOf(framework: Framework, index: number): FrameworkName[] {
  const nameOf = (alias: string) => ({ framework: index, glued: glue(alias), words: tokenize(alias).length });
  const ambiguous = framework.ambiguous.map(({ alias, needs, unless }) => ({
    ...nameOf(alias),
    needs: needs.length === 0 ? null : needs.map(stemsOf),
    unless: unless.map(stemsOf),
  }));
  const isAmbiguous = new Set(ambiguous.map(({ glued }) => glued));
  const plain = [framework.name, ...framework.aliases, ...framework.misspellings]
    .map(nameOf)
    .filter(({ glued }) => glued.length >= 2 && !isAmbiguous.has(glued))
    .map((name) => ({ ...name, needs: null, unless: [] }));
  return [...plain, ...ambiguous];
}

function glue(name: string): string {
  return tokenize(name)
    .map((token) => token.word)
    .join('');
}

/** A name with its plural, its other spelling of -ize, and numbers in words and digits. */
export function spellingsOf(glued: string): Set<string> {
  const spellings = new Set([glued]);
  for (const [digit, word] of DIGITS.entries()) {
    if (glued.includes(word)) spellings.add(glued.replace(word, String(digit)));
    else if (/^\d|\d$/.test(glued) && glued.includes(String(digit))) spellings.add(glued.replace(String(digit), word));
  }
  for (const spelling of [...spellings]) {
    if (/iz(?:e|a|i)/.test(spelling)) spellings.add(spelling.replaceAll(/iz(?=e|a|i)/g, 'is'));
    if (/is(?:ed|at|ing)/.test(spelling)) spellings.add(spelling.replaceAll(/is(?=ed|at|ing)/g, 'iz'));
  }
  for (const spelling of [...spellings]) {
    if (spelling.endsWith('y')) spellings.add(`${spelling.slice(0, -1)}ies`);
    if (!spelling.endsWith('s')) spellings.add(`${spelling}s`);
  }
  return spellings;
}
