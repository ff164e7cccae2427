import type { Lexicon } from '../text/index.js';
import type { Passage, TextAnalysis } from './text-analysis.js';

/** Longer clauses are parted where a further thought begins. */
const MAX_CLAUSE_WORDS = 12;
/** Words on either side of such a place. */
const MIN_PART_WORDS = 3;
/** Where no word opens one, at so many. */
const MAX_PART_WORDS = 16;
/** Opens a further thought. */
const JOINT =
  /^(?:and|but|or|because|which|who|that|when|while|since|so|until|although|whereas|if|und|aber|oder|weil|dass|wenn|obwohl|sobald|y|e|pero|porque|que|cuando|aunque|si|mientras|et|mais|ou|car|qui|quand|alors|lorsque)$/;

/** Words of a text from one token to another, inclusive. */
export interface Clause {
  readonly first: number;
  readonly last: number;
  /** Clauses of one sentence and one line are neighbours. */
  readonly line: number;
}

/** The clauses of a passage, in order. */
export function clausesOf(analysis: TextAnalysis, passage: Passage, lexicon: Lexicon): Clause[] {
  const clauses: Clause[] = [];
  let line = 0;
  for (let first = passage.firstWord; first < passage.lastWord;) {
    let last = first;
    while (last + 1 < passage.lastWord && boundaryAt(analysis, last + 1) === 'none') last += 1;
    for (const [from, to] of parted(analysis, first, last, lexicon)) clauses.push({ first: from, last: to, line });
    if (boundaryAt(analysis, last + 1) === 'sentence') line += 1;
    first = last + 1;
  }
  return clauses;
}

/** What ends before a word. */
function boundaryAt({ text, tokens }: TextAnalysis, at: number): 'none' | 'clause' | 'sentence' {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (before === undefined || token === undefined) return 'sentence';
  // Words that are tied, “12:30”, “2.2”, part nothing, and neither does the comma of “50,000”.
  if (token.tied) return 'none';
  const gap = text.slice(before.end, token.start);
  if (before.sentence !== token.sentence || gap.includes('\n')) return 'sentence';
  return /[;:!?()–—|]|[,.]\s/.test(gap) ? 'clause' : 'none';
}

function parted({ tokens }: TextAnalysis, first: number, last: number, lexicon: Lexicon): [number, number][] {
  if (last - first + 1 <= MAX_CLAUSE_WORDS) return [[first, last]];
  const parts: [number, number][] = [];
  let from = first;
  for (let at = first + MIN_PART_WORDS; at <= last - MIN_PART_WORDS + 1; at += 1) {
    // “… are so gentle that …”: what ends with a function word is not at its end.
    const isOpen = lexicon.entryOf(tokens[at - 1]?.word ?? '').isFunctionWord;
    const goesOn = at - from < MIN_PART_WORDS || isOpen || !JOINT.test(tokens[at]?.word ?? '');
    if (goesOn && at - from < MAX_PART_WORDS) continue;
    parts.push([from, at - 1]);
    from = at;
  }
  return [...parts, [from, last]];
}
