import type { CueHits } from './cue-matcher.js';

/** Which cues have to stand near each other, and which must not. */
export interface SensitiveRule {
  /** Of each group one. */
  readonly all: readonly (readonly string[])[];
  readonly none: readonly string[];
  /** Words between the first cue and any other, at most. */
  readonly within: number;
  readonly weight: number;
}

const WITHIN = 45;
const OPTION = /\s([@=])([\d.]+)/g;

/** Parses `a|b & c & !d @20 =0.6`: one of a and b, c within 20 words of it, no d there; weight 0.6. */
export function parseRule(source: string): SensitiveRule {
  const options = new Map([...source.matchAll(OPTION)].map(([, sign, value]) => [sign, Number(value)]));
  const terms = source
    .replaceAll(OPTION, '')
    .split('&')
    .map((term) => term.trim());
  return {
    all: terms.filter((term) => !term.startsWith('!')).map((term) => term.split('|')),
    none: terms.filter((term) => term.startsWith('!')).flatMap((term) => term.slice(1).split('|')),
    within: options.get('@') ?? WITHIN,
    weight: options.get('=') ?? 1,
  };
}

/** Whether the cues of a rule stand as it wants, none farther apart than `most` words. */
export function holds({ all, none, within: own }: SensitiveRule, hits: CueHits, most: number): boolean {
  if (!all.every((names) => names.some((name) => hits.has(name)))) return false;
  const within = Math.min(own, most);
  const [first = [], ...others] = all.map((names) => positionsOf(names, hits));
  const excluding = positionsOf(none, hits);
  return first.some((at) => {
    const isNear = (other: number) => Math.abs(other - at) <= within;
    return others.every((positions) => positions.some(isNear)) && !excluding.some(isNear);
  });
}

function positionsOf(names: readonly string[], hits: CueHits): number[] {
  return names.flatMap((name) => hits.get(name) ?? []);
}
