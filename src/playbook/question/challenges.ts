import type { ChallengeType } from '../content/content.js';
import { firstWords, PARAGRAPH } from './quotable-text.js';

/** A challenge that the question invites. */
export interface ActivatedChallenge {
  readonly type: ChallengeType;
  /** Between the type's threshold and 1. */
  readonly confidence: number;
  /** The asker's own words that invited it. */
  readonly quote: string;
}

interface ChallengeRule {
  readonly type: ChallengeType;
  /** Minimum confidence, 0 to 1. */
  readonly threshold: number;
  /** Strong signs. */
  readonly strong: RegExp;
  /** Weak signs, which count only together. */
  readonly weak: RegExp;
}

const RULES: readonly ChallengeRule[] = [
  {
    type: 'assumption_test',
    threshold: 0.2,
    strong:
      /\b(?:obviously|nothing can|nobody can|everyone knows|everybody knows|clearly|of course|no doubt|always|never|literally (?:no one|nobody)|it goes without saying|we all know|surely)\b/gi,
    weak: /\b(?:should|just|simply|must|nobody|everybody|everyone)\b/gi,
  },
  {
    type: 'root_cause_probe',
    threshold: 0.4,
    strong:
      /\b(?:the (?:real |main )?problem is|keeps? (?:happening|drifting|coming back)|every (?:time|quarter|release)|again and again|over and over)\b/gi,
    weak: /\b(?:problems?|issues?|fix(?:es|ed)?|slow(?:er)?|optimi[sz]e|broken|failing|stuck)\b/gi,
  },
  {
    type: 'alternative_exploration',
    threshold: 0.3,
    strong:
      /\b(?:only (?:option|way|choice|solution)|no (?:other )?(?:alternative|choice|option)|have to (?:rewrite|rebuild|replace|hire|buy)|the solution is)\b/gi,
    weak: /\b(?:solutions?|approach|rewrite|rebuild|restructure|reorgani[sz]e|freeze|mandate)\b/gi,
  },
  {
    type: 'evidence_demand',
    threshold: 0.3,
    strong:
      /\b(?:proven|best practices?|works well|industry standard|studies show|research shows|state of the art|gold standard|at google|at netflix|spotify model)\b/gi,
    weak: /\b(?:better|faster|improves?|succeeded|convinced|feels? like|seems?)\b/gi,
  },
  {
    type: 'constraint_validation',
    threshold: 0.4,
    strong:
      /\b(?:impossible|can(?:'t|’t|not) afford|no budget|hard deadline|fixed (?:budget|date|scope)|no (?:headcount|time|money)|hiring freeze|non-negotiable)\b/gi,
    weak: /\b(?:budgets?|deadlines?|headcount|limited|only|can(?:'t|’t|not))\b/gi,
  },
  {
    type: 'stakeholder_validation',
    threshold: 0.35,
    strong:
      /\b(?:(?:users?|customers?|executives?|the board|the business|product|leadership|management|finance|sales|ops|ceo|cfo|developers?|people|they|stakeholders?) (?:wants?|expects?|needs?|demands?|insists?|asks?|hates?|loves?|prefers?))\b/gi,
    weak: /\b(?:users|customers|stakeholders|executives|board|finance)\b/gi,
  },
];
/** Confidence added by a sign. */
const STRONG = 0.45;
const WEAK = 0.2;
/** Weak signs without a strong one, at least. */
const MIN_WEAK = 3;
/** Minimum sum of confidences for any challenge. */
const MIN_TOTAL = 0.4;
const MAX_CHALLENGES = 4;
/** Characters searched; the tail of a long memo is not worth a challenge. */
const SEARCHED_LENGTH = 8_192;
const MAX_QUOTED_WORDS = 14;
/** A shorter quote is not understandable. */
const MIN_QUOTED_WORDS = 3;

/**
 * Finds the assumptions of a question, most certain first.
 *
 * @param text  Quotable text of the question.
 * @returns At most four, one per type; empty below the minimum of all confidences.
 */
export function findChallenges(text: string): ActivatedChallenge[] {
  const searched = text.slice(0, SEARCHED_LENGTH);
  const found: ActivatedChallenge[] = [];
  let total = 0;
  for (const rule of RULES) {
    const strong = [...searched.matchAll(rule.strong)];
    const weak = [...searched.matchAll(rule.weak)];
    const confidence = Math.min(1, STRONG * strong.length + WEAK * weak.length);
    const first = strong[0] ?? weak[0];
    total += confidence;
    if (first === undefined || confidence < rule.threshold) continue;
    if (strong.length === 0 && weak.length < MIN_WEAK) continue;
    const quote = clauseAround(searched, first.index, first[0].length).replace(/[.,;:!?]+$/, '');
    if (quote.split(' ').length >= MIN_QUOTED_WORDS) found.push({ type: rule.type, confidence, quote });
  }
  if (total < MIN_TOTAL) return [];
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, MAX_CHALLENGES);
}

/** The clause that contains the characters from `at`, at most fourteen words. */
export function clauseAround(text: string, at: number, length: number): string {
  let start = at;
  let end = at + length;
  while (start > 0 && !isClauseEnd(text, start - 1) && at - start < 120) start -= 1;
  while (end < text.length && !isClauseEnd(text, end) && end - at < 120) end += 1;
  if (start > 0 && !isClauseEnd(text, start - 1)) start = text.indexOf(' ', start) + 1;
  if (end < text.length && !isClauseEnd(text, end)) end = Math.max(text.lastIndexOf(' ', end), at + length);
  start = afterConjunction(text, start, at);
  if (text.slice(start, end).split(' ').length > MAX_QUOTED_WORDS) end = beforeConjunction(text, at + length, end);
  const clause = text.slice(start, end).trim();
  const words = clause.split(' ');
  if (words.length <= MAX_QUOTED_WORDS) return clause;
  // Cut the beginning when the words at `at` come late in a long clause.
  const before = text.slice(start, at).trim();
  const skipped = before === '' ? 0 : Math.max(0, before.split(' ').length - MAX_QUOTED_WORDS / 2);
  return firstWords(words.slice(skipped).join(' '), MAX_QUOTED_WORDS);
}

/** Moves the end of a clause before the first conjunction after `from`. */
function beforeConjunction(text: string, from: number, end: number): number {
  const at = text.slice(from, end).search(/ (?:and|but|so|because|while|since|although) /i);
  return at < 0 ? end : from + at;
}

/** Moves the start of a clause behind the last conjunction before `at`. */
function afterConjunction(text: string, start: number, at: number): number {
  const head = text.slice(start, at);
  if (/(?:^| )(?:and|but) $/i.test(head)) return at;
  const conjunction = [
    ...head.matchAll(
      /(?:^| )(?:but|because|so|while|since|although|and(?= (?:literally|nobody|the|we|they|it|our|no|everyone|i|there) )) /gi,
    ),
  ].at(-1);
  return conjunction === undefined ? start : start + conjunction.index + conjunction[0].length;
}

function isClauseEnd(text: string, at: number): boolean {
  const character = text[at] ?? PARAGRAPH;
  if (character === PARAGRAPH || ';:()!?—–'.includes(character)) return true;
  return (character === ',' || character === '.') && (text[at + 1] ?? ' ') === ' ';
}
