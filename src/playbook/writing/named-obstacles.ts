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
  return section(repliesTo(obstaclesIn(text), text, phases));
}

/** What a notion says to what the asker has told, beside their own words; empty where it says nothing. */
export function notesNamed(notes: readonly NamedNote[], text: string): string {
  const words = wordsOf(text.slice(0, MAX_READ));
  const said = notes.filter(({ signs }) => saysOneOf(words, signs));
  return section(repliesTo(said, text, []));
}

interface NamedNote {
  readonly signs: readonly string[];
  readonly say: string;
  readonly phase?: number | undefined;
}

const section = (replies: readonly string[]): string =>
  replies.length === 0 ? '' : `**What you named**\n\n${bulletList(replies)}`;

function repliesTo(notes: readonly NamedNote[], text: string, phases: readonly string[]): string[] {
  const sentences = sentencesOf(text);
  const places = notes.map((note) => ({ note, ...placeOf(note, sentences) })).toSorted((a, b) => a.at - b.at);
  const used = new Set<string>();
  return places
    .map(({ at, clauses, isRequest, note }) => {
      // A sentence that names several things, or asks for something, is said back in parts, each beside its own reply.
      const isShared = isRequest || places.filter((other) => other.at === at).length > 1;
      return { note, clause: (isShared ? clauses.at(-1) : clauses[0]) ?? '' };
    })
    .filter(({ clause }) => {
      if (used.has(clause)) return false;
      if (clause !== '') used.add(clause);
      return true;
    })
    .slice(0, MAX_OBSTACLES)
    .map(({ clause, note }) => replyTo(note, clause, phases));
}

function replyTo({ phase, say }: NamedNote, clause: string, phases: readonly string[]): string {
  const time = phase === undefined ? undefined : phases[Math.min(phase, phases.length - 1)];
  const when = time === undefined ? '' : ` (${lowerFirst(time.replace(/ \(.*\)$/, ''))})`;
  return clause === '' ? closed(say) : `**“${clause}”**${when}: ${closed(say)}`;
}

/** The clause that names an obstacle, empty where it is too long to be said back, and where its sentence stands. */
function placeOf({ signs }: NamedNote, sentences: readonly string[]): Place {
  const at = sentences.findIndex((one) => saysOneOf(wordsOf(one), signs));
  const sentence = sentences[at];
  if (sentence === undefined) return { at: sentences.length, clauses: [], isRequest: false };
  const parts = sentence.split(CLAUSE_END);
  const clauses = [sentence.replace(/^[^:]{0,60}:\s+/, ''), ...parts]
    .map(trimmed)
    .filter((one) => isClause(one) && saysOneOf(wordsOf(one), signs));
  return { at, clauses, isRequest: REQUEST.test(sentence) };
}
const CLAUSE_END = /[,:]\s+|\s[-–—]\s|\s+(?:and|but|because|which|und|aber|weil|y|pero|porque|et|mais|car)\s+/;

const REQUEST = /\?|\b(?:vs|versus)\b|^\W*(?:what|how|explain|could|can|please)\b/i;

interface Place {
  /** Of the sentence. */
  readonly at: number;
  /** The sentence and its parts that name the obstacle, as far as they can be said back. */
  readonly clauses: readonly string[];
  readonly isRequest: boolean;
}

const sentencesOf = (text: string): string[] =>
  quotableText(text.slice(0, MAX_READ)).split(new RegExp(`(?<=[.!?;])\\s+|${PARAGRAPH}`));

function isClause(text: string): boolean {
  const { length } = text.split(/\s+/);
  return length >= WORDS_OF_CLAUSE.least && length <= WORDS_OF_CLAUSE.most;
}

const trimmed = (text: string): string =>
  text
    .replace(/^[\s(]*(?:(?:and|but|so|also|of|und|aber|y|pero|et|mais)\s+)?/i, '')
    // A bracket that was opened and cut off.
    .replace(/\s*\([^)]*$/, '')
    .replace(/[\s.,;:!?]+$/, '')
    .trim();
