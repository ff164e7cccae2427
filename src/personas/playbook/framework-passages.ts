import type { Framework } from '../../frameworks/index.js';
import { countWords } from './quotable-text.js';
import { isStopWord } from './question-words.js';

/** Word roots, compared by overlap. */
export type Roots = ReadonlySet<string>;

/** One step of a framework, ready to be quoted. */
export interface PassageStep {
  readonly name: string;
  readonly how: string;
  readonly roots: Roots;
}

interface IndexedSentence {
  readonly text: string;
  readonly roots: readonly string[];
  readonly words: number;
}

interface IndexedFramework {
  readonly steps: readonly PassageStep[];
  readonly questions: readonly IndexedSentence[];
  readonly measures: readonly IndexedSentence[];
  readonly pitfalls: readonly IndexedSentence[];
  readonly misfits: readonly IndexedSentence[];
  readonly nameWords: ReadonlySet<string>;
}

type SentenceList = 'questions' | 'measures' | 'pitfalls' | 'misfits';

const INDEXED = new WeakMap<Framework, IndexedFramework>();

/** Root forms of the meaningful words of a text; enough to see that two sentences share a subject. */
export function rootsOf(text: string): string[] {
  const roots: string[] = [];
  for (const word of text.toLowerCase().match(/\p{L}{3,}/gu) ?? []) {
    if (!isStopWord(word)) roots.push(word.replace(/(?:ing|ed|ies|es|s|ly|y)$/, ''));
  }
  return roots;
}

/**
 * Hands out the passages of one framework that share most words with the question, each at most once.
 *
 * `turn` breaks ties, so that another kind of question or a later turn of the conversation meets other passages.
 */
export class FrameworkPassages {
  readonly #index: IndexedFramework;
  readonly #used = new Set<string>();

  constructor(
    readonly framework: Framework,
    private readonly subject: Roots,
    private readonly turn: number,
  ) {
    this.#index = indexed(framework);
  }

  /** The next best sentence of a list of at most `words`; undefined when all have been handed out. */
  take(list: SentenceList, words: number, subject: Roots = this.subject): string | undefined {
    const sentences = this.#index[list];
    let best: string | undefined;
    let bestScore = -1;
    for (let offset = 0; offset < sentences.length; offset++) {
      const sentence = sentences[(offset + this.turn) % sentences.length];
      if (sentence === undefined || sentence.words > words || this.#used.has(sentence.text)) continue;
      const score = overlap(sentence.roots, subject);
      if (score > bestScore) {
        best = sentence.text;
        bestScore = score;
      }
    }
    if (best !== undefined) this.#used.add(best);
    return best;
  }

  /** Two neighbouring steps to act on, nearest to the question; `passed` steps were covered earlier. */
  nextSteps(passed: number): PassageStep[] {
    const { steps } = this.#index;
    const from = Math.min(passed, steps.length - 2);
    let best = from;
    let bestScore = -1;
    for (let at = from; at < steps.length - 1; at++) {
      const score =
        overlap(steps[at]?.roots ?? [], this.subject) + overlap(steps[at + 1]?.roots ?? [], this.subject) / 2;
      if (score > bestScore) {
        best = at;
        bestScore = score;
      }
    }
    return steps.slice(best, best + 2);
  }
}

/** Author line as the receipt shows it, e.g. `Matthew Skelton & Manuel Pais, 2019`. */
export function creditOf(framework: Framework): string {
  const { authors, work, year } = framework.origin;
  const surnames = authors.map(
    (author) =>
      author
        .replace(/ *\([^()]*\)/g, '')
        .split(' ')
        .at(-1) ?? author,
  );
  const names = surnames.length > 2 ? `${surnames[0]} et al.` : surnames.join(' & ');
  const who = names === '' ? (work ?? 'common practice') : names;
  return year === undefined ? who : `${who}, ${year}`;
}

/** Lower-case words of all names of a framework; they are no facts of the asker's. */
export function wordsInNames(framework: Framework): ReadonlySet<string> {
  return indexed(framework).nameWords;
}

/** Name as prose uses it, without an explanation in brackets. */
export function shortName(framework: Framework): string {
  return framework.name.replace(/ \([^()]*\)$/, '');
}

function nameWords(framework: Framework): Set<string> {
  const words = new Set<string>();
  for (const alias of [framework.name, ...framework.aliases]) {
    for (const word of alias.toLowerCase().split(/[^\p{L}\p{N}]+/u)) words.add(word).add(`${word}s`);
  }
  return words;
}

function indexed(framework: Framework): IndexedFramework {
  const known = INDEXED.get(framework);
  if (known !== undefined) return known;
  const sentences = (texts: readonly string[]): IndexedSentence[] =>
    texts.map((text) => ({ text, roots: rootsOf(text), words: countWords(text) }));
  const index: IndexedFramework = {
    steps: framework.steps.map(({ name, how }) => ({ name, how, roots: new Set(rootsOf(`${name} ${how}`)) })),
    questions: sentences(framework.questions),
    measures: sentences(framework.measures),
    pitfalls: sentences(framework.pitfalls),
    misfits: sentences(framework.doesNotFitWhen),
    nameWords: nameWords(framework),
  };
  INDEXED.set(framework, index);
  return index;
}

function overlap(roots: Iterable<string>, subject: Roots): number {
  let shared = 0;
  for (const root of roots) if (subject.has(root)) shared += 1;
  return shared;
}
