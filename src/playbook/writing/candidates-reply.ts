import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { plainText } from '../question/quotable-text.js';
import { saysOneOf, wordsOf } from '../question/phrases.js';
import { type AnswerParts, capitalized, partsOf } from './parts.js';

/** A part that most systems have, and what speaks for running it apart or together. */
interface SystemPart {
  readonly id: string;
  readonly signs: readonly string[];
  /** 1 is the easiest to take out. */
  readonly rank: number;
  readonly apart: string;
  readonly together: string;
}

let parts: readonly SystemPart[] | undefined;
const systemParts = (): readonly SystemPart[] =>
  (parts ??= JSON.parse(
    readFileSync(join(import.meta.dirname, '..', 'content', 'system-parts.json'), 'utf8'),
  ) as SystemPart[]);

const OF_A_SYSTEM = /\b(?:micro-?services?|monolith\w*|services?|dienste?n?|microservicios?|monolito)\b/i;
const MERGES = /\b(?:merge back|merge|put back|bring back|fold|zusammenleg\w*|zur[uü]ck|consolidat\w*|fusion\w*)\b/i;
const MAX_QUOTED = 120;

/**
 * Which of the asker's candidates comes first, by the measure of the advice.
 *
 * Parts of a system are ranked by what they share with the rest; other things by what the asker has told of each. Where
 * neither says anything, the measure is given, and no order.
 */
export function candidatesReply(candidates: readonly string[], said: string): AnswerParts {
  const known = candidates.map((name) => ({
    name,
    part: systemParts().find(({ signs }) => saysOneOf(wordsOf(name), signs)),
  }));
  if (OF_A_SYSTEM.test(said) && known.every(({ part }) => part !== undefined))
    return ofSystem(known as Ranked[], MERGES.test(said) && !/\bmonolith/i.test(said.slice(0, 200)));
  const told = candidates.map((name) => ({ name, fact: factAbout(name, said) }));
  const [first, ...rest] = told
    .filter(({ fact }) => fact !== undefined)
    .toSorted((one, other) => weightOf(other.fact) - weightOf(one.fact));
  const silent = told.filter(({ fact }) => fact === undefined).map(({ name }) => name);
  if (first !== undefined)
    return partsOf([
      `**${capitalized(first.name)}** first: you told me what hangs on it, “${first.fact ?? ''}”.`,
      ...rest.map(({ name, fact }) => `Then **${name}**: “${fact ?? ''}”.`),
      silent.length === 0
        ? undefined
        : `Of ${listed(silent)} you name neither a date nor a price for waiting; until there is one, it comes after.`,
    ]);
  return partsOf([
    `From what you told me I cannot put ${listed(candidates)} in an order without guessing.`,
    `**The measure.** Put three things beside each: what it costs in days, by when anyone would notice a difference, and whether it can be stopped again. The one that is noticed soonest for the fewest days goes first; the others wait until it has been judged.`,
  ]);
}

interface Ranked {
  readonly name: string;
  readonly part: SystemPart;
}

function ofSystem(known: readonly Ranked[], isMerge: boolean): AnswerParts {
  const ordered = known.toSorted((one, other) => (isMerge ? -1 : 1) * (one.part.rank - other.part.rank));
  const [first] = ordered;
  const lines = ordered.map(
    ({ name, part }, at) => `${String(at + 1)}. **${capitalized(name)}:** ${isMerge ? part.together : part.apart}.`,
  );
  return partsOf([
    isMerge
      ? `${capitalized(first?.name ?? '')} first: what everything else asks anyway gains most from one transaction and one release.`
      : `${capitalized(first?.name ?? '')} first: what shares the fewest tables with the rest and may be away for an hour.`,
    lines.join('\n'),
    `This is the order of such parts in general. Check it against yours with one count: how many tables each of the ${String(known.length)} shares with the others, and how often in the last forty changes a team waited for it. ${isMerge ? 'The most shared goes first.' : 'Few tables and much waiting go first.'}`,
  ]);
}

/** The sentence in which the asker tells something of a thing that weighs: a number, a date, a loss. */
function factAbout(name: string, said: string): string | undefined {
  const words = name
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word.length > 2);
  const clause = said
    .split(/(?<=[.!?])\s+|;\s+|\n/)
    .filter((sentence) => !sentence.includes('?') && sentence.split(',').length < 4)
    .find(
      (sentence) =>
        words.every((word) => sentence.toLowerCase().includes(word)) && /\d|\bdue\b|\blos[es]\b/i.test(sentence),
    );
  return clause === undefined ? undefined : plainText(clause.replace(/[.!]+$/, ''), MAX_QUOTED);
}
const weightOf = (fact: string | undefined): number =>
  /%|\brevenue\b|\bcontract\b|\brenew\b|\bfine\b|\blaw\b/i.test(fact ?? '') ? 2 : 1;
const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
