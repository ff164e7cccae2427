import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a kind of news means for the matter; `{slots}` are filled with what was told, and what cannot be filled is left out. */
export interface Tiding {
  readonly kind: string;
  /** Slots without which it does not fit, besides those it says. */
  readonly needs?: readonly string[];
  /** Whether the advice has to change: said first where that was asked. */
  readonly verdict: 'Yes' | 'Partly';
  readonly means: string;
  /** What to do differently. */
  readonly do: readonly string[];
  /** What would change it once more. */
  readonly ask?: string;
  /** What the asker may say to those who counted on it. */
  readonly say?: string;
}

let tidings: readonly Tiding[] | undefined;

/** The first of a kind whose meaning can be said in full with these slots, filled; undefined where none can. */
export function tidingOf(kind: string, slots: Readonly<Record<string, string>>): Tiding | undefined {
  tidings ??= JSON.parse(readFileSync(join(import.meta.dirname, 'tidings.json'), 'utf8')) as Tiding[];
  for (const one of tidings) {
    const fits = one.kind === kind && (one.needs ?? []).every((slot) => slots[slot] !== undefined);
    const means = fits ? filled(one.means, slots) : undefined;
    if (means === undefined) continue;
    const lines = one.do.map((line) => filled(line, slots)).filter((line) => line !== undefined);
    const { say: words, ...rest } = one;
    const say = words === undefined ? undefined : filled(words, slots);
    return { ...rest, means, do: lines, ...(say === undefined ? {} : { say }) };
  }
  return undefined;
}

/** Undefined where a slot is missing. */
function filled(template: string, slots: Readonly<Record<string, string>>): string | undefined {
  let isWhole = true;
  const text = template.replaceAll(/\{([\w-]+)\}/g, (_, name: string) => {
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    const value = slots[key];
    if (value === undefined) isWhole = false;
    const said = value ?? '';
    return key === name ? said : said.charAt(0).toUpperCase() + said.slice(1);
  });
  return isWhole ? text.charAt(0).toUpperCase() + text.slice(1) : undefined;
}
