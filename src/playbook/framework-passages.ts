import type { Framework } from '../frameworks/index.js';
import { countWords } from './question/quotable-text.js';
import { isStopWord } from './question/words.js';

/** Word roots, compared by their overlap. */
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

interface IndexedStep extends PassageStep {
  /** The same as a list, which iterates faster. */
  readonly listed: readonly string[];
}

interface IndexedFramework {
  readonly steps: readonly IndexedStep[];
  readonly questions: readonly IndexedSentence[];
  readonly measures: readonly IndexedSentence[];
  readonly pitfalls: readonly IndexedSentence[];
  readonly misfits: readonly IndexedSentence[];
  readonly nameWords: ReadonlySet<string>;
}

type SentenceList = 'questions' | 'measures' | 'pitfalls' | 'misfits';

const MEANINGFUL = /\p{L}{3,}/gu;
const ENDING = /(?:ing|ed|ies|es|s|ly|y)$/;

const INDEXED = new WeakMap<Framework, IndexedFramework>();

/** Root forms of the content words of a text, for a comparison of subjects. */
export function rootsOf(text: string): string[] {
  const roots: string[] = [];
  for (const word of text.toLowerCase().match(MEANINGFUL) ?? []) {
    if (!isStopWord(word)) roots.push(word.replace(ENDING, ''));
  }
  return roots;
}

/**
 * Selects the passages of one framework that share most words with the question, each at most once.
 *
 * `turn` breaks ties, so that another kind of question or a later turn of the conversation gets other passages.
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

  /** The best unused sentence of a list of at most `words`; undefined when there is none left. */
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

  /** The two neighboring steps closest to the question, after the `passed` ones of earlier turns. */
  nextSteps(passed: number): PassageStep[] {
    const { steps } = this.#index;
    const from = Math.min(passed, steps.length - 2);
    let best = from;
    let bestScore = -1;
    for (let at = from; at < steps.length - 1; at++) {
      const score =
        overlap(steps[at]?.listed ?? [], this.subject) + overlap(steps[at + 1]?.listed ?? [], this.subject) / 2;
      if (score > bestScore) {
        best = at;
        bestScore = score;
      }
    }
    return steps.slice(best, best + 2);
  }
}

/** Attribution, e.g. `Matthew Skelton & Manuel Pais, 2019`. */
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
  const publisher = names === '' ? (work ?? 'common practice') : names;
  return year === undefined ? publisher : `${publisher}, ${year}`;
}

/** Lower-case words of all names of a framework. */
export function wordsInNames(framework: Framework): ReadonlySet<string> {
  return indexed(framework).nameWords;
}

/** Name without an explanation in brackets. */
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
    steps: framework.steps.map(({ name, how }) => {
      const roots = new Set(rootsOf(`${name} ${how}`));
      return { name, how, roots, listed: [...roots] };
    }),
    questions: sentences(framework.questions),
    measures: sentences(framework.measures),
    pitfalls: sentences(framework.pitfalls),
    misfits: sentences(framework.doesNotFitWhen),
    nameWords: nameWords(framework),
  };
  INDEXED.set(framework, index);
  return index;
}

function overlap(roots: readonly string[], subject: Roots): number {
  let shared = 0;
  for (let at = 0; at < roots.length; at++) if (subject.has(roots[at] ?? '')) shared += 1;
  return shared;
}
