import { numberIn } from '../cases/index.js';
import type { Derived, Facts } from '../facts/index.js';
import { planOf } from '../content/content.js';
import { type AnswerParts, closed, partsOf } from './parts.js';
import { phasesOf } from './phases.js';

/** Things that a plan goes through one after the other. */
const SHARE_OF_PILOT = 0.1;

/** A plan for an undertaking that no case covers, with the asker's own counts, pace and dates. */
export function generalPlan(text: string, facts: Facts, derived: readonly Derived[]): AnswerParts {
  const kind = planOf(text);
  const many = facts.counts
    .filter(({ value, per }) => per === 'once' && value >= 4)
    .toSorted((a, b) => b.value - a.value)[0];
  const fill = (sentence: string) =>
    many === undefined ? withoutCounts(sentence) : withCounts(sentence, many.value, nameOf(many));
  const phases = phasesOf(kind.phases, text, facts);
  return partsOf([
    derived
      .slice(0, 2)
      .map(({ sentence }) => closed(sentence))
      .join(' '),
    kind.phases.map((phase, at) => `**${phases[at] ?? ''}: ${phase.name}.** ${fill(phase.do)}`).join('\n\n'),
    '**Tell me** what must not stop meanwhile, and who could say no, and I make it more exact.',
  ]);
}

/** The counted things as written in English, "cron jobs", else by their English unit. */
function nameOf({ noun, unit }: Facts['counts'][number]): string {
  return unit === '' || noun.toLowerCase().startsWith(unit.toLowerCase()) ? noun : unit;
}

function withCounts(sentence: string, count: number, unit: string): string {
  const first = Math.max(2, Math.round(count * SHARE_OF_PILOT));
  return sentence
    .replace('{all}', `all ${numberIn(count)} ${unit}`)
    .replace('{first}', `${numberIn(first)} of the ${numberIn(count)} ${unit}`)
    .replace('{rest}', `the other ${numberIn(count - first)}`);
}

function withoutCounts(sentence: string): string {
  return sentence.replace('{all}', 'everything').replace('{first}', 'two or three').replace('{rest}', 'the others');
}
