import type { Obstacle } from '../content/plan.js';
import { obstaclesIn } from '../content/plans.js';
import { saysOneOf, wordsOf } from '../question/phrases.js';
import { PARAGRAPH, quotableText } from '../question/quotable-text.js';
import { bulletList, closed, lowerFirst } from './parts.js';

const MAX_OBSTACLES = 6;
const MAX_READ = 2_000;
/** Words of the asker's that are said back. */
const WORDS_OF_CLAUSE = { least: 2, most: 18 } as const;

/**
 * What decides a plan by the asker's own words, each with what to do about it and the phase it belongs to; empty where
 * nothing does.
 *
 * @param phases Times of the plan's phases.
 */
export function obstaclesNamed(text: string, phases: readonly string[] = []): string {
  const sentences = sentencesOf(text);
  const used = new Set<string>();
  const replies = obstaclesIn(text)
    .map((obstacle) => ({ obstacle, ...placeOf(obstacle, sentences) }))
    .toSorted((a, b) => a.at - b.at)
    .filter(({ clause }) => {
      if (used.has(clause)) return false;
      if (clause !== '') used.add(clause);
      return true;
    })
    .slice(0, MAX_OBSTACLES)
    .map(({ clause, obstacle }) => replyTo(obstacle, clause, phases));
  return replies.length === 0 ? '' : `**What you named**\n\n${bulletList(replies)}`;
}

function replyTo({ phase, say }: Obstacle, clause: string, phases: readonly string[]): string {
  const time = phase === undefined ? undefined : phases[Math.min(phase, phases.length - 1)];
  const when = time === undefined ? '' : ` (${lowerFirst(time.replace(/ \(.*\)$/, ''))})`;
  return clause === '' ? closed(say) : `**“${clause}”**${when}: ${closed(say)}`;
}

/** The clause that names an obstacle, empty where it is too long to be said back, and where its sentence stands. */
function placeOf({ signs }: Obstacle, sentences: readonly string[]): { readonly at: number; readonly clause: string } {
  const at = sentences.findIndex((one) => saysOneOf(wordsOf(one), signs));
  const sentence = sentences[at];
  if (sentence === undefined) return { at: sentences.length, clause: '' };
  const parts = sentence.split(
    /[,:]\s+|\s[-–—]\s|\s+(?:and|but|because|which|und|aber|weil|y|pero|porque|et|mais|car)\s+/,
  );
  const clause = [sentence, ...parts].map(trimmed).find((one) => isClause(one) && saysOneOf(wordsOf(one), signs));
  return { at, clause: clause ?? '' };
}

const sentencesOf = (text: string): string[] =>
  quotableText(text.slice(0, MAX_READ)).split(new RegExp(`(?<=[.!?;])\\s+|${PARAGRAPH}`));

function isClause(text: string): boolean {
  const { length } = text.split(/\s+/);
  return length >= WORDS_OF_CLAUSE.least && length <= WORDS_OF_CLAUSE.most;
}

const trimmed = (text: string): string =>
  text
    .replace(/^[\s(]*(?:(?:and|but|so|also|und|aber|y|pero|et|mais)\s+)?/i, '')
    .replace(/[\s.,;:!?]+$/, '')
    .trim();
