import { stemsOf, tokenize } from '../text/index.js';
import type { Framework } from './framework.js';

/** One way to write a framework's name, ready to be matched. */
export interface FrameworkName {
  readonly framework: number;
  readonly glued: string;
  readonly words: number;
  /** Stems that confirm it, one list a phrase; `null` when it needs nothing. */
  readonly needs: readonly (readonly string[])[] | null;
  readonly unless: readonly (readonly string[])[];
}

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;

/** Names whose misspellings are looked for: those that need no other word beside them. */
export function correctableNamesOf({ name, aliases, ambiguous }: Framework): string[] {
  return [name, ...aliases, ...ambiguous.filter(({ needs }) => needs.length === 0).map(({ alias }) => alias)];
}

/** All ways to write a framework's name; `index` is its place in the library's list. */
export function namesOf(framework: Framework, index: number): FrameworkName[] {
  const names: FrameworkName[] = [];
  const ambiguous = new Set(framework.ambiguous.map((it) => glue(it.alias)));
  for (const alias of [framework.name, ...framework.aliases, ...framework.misspellings]) {
    const glued = glue(alias);
    if (glued.length < 2 || ambiguous.has(glued)) continue;
    names.push({ framework: index, glued, words: tokenize(alias).length, needs: null, unless: [] });
  }
  for (const { alias, needs, unless } of framework.ambiguous) {
    names.push({
      framework: index,
      glued: glue(alias),
      words: tokenize(alias).length,
      needs: needs.length === 0 ? null : needs.map(stemsOf),
      unless: unless.map(stemsOf),
    });
  }
  return names;
}

function glue(name: string): string {
  return tokenize(name)
    .map((token) => token.word)
    .join('');
}

/** A name with its plural, its other spelling of -ize, and numbers as words and digits. */
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
