import type { Framework } from '../../frameworks/index.js';
import { termsOf } from '../../text/index.js';

/** A passage of the framework library. */
export interface Passage {
  readonly framework: string;
  readonly title: string;
  readonly text: string;
  /** Book or authors of the framework. */
  readonly source: string;
}

/** Passages of a term, and its weight in each. */
interface Postings {
  readonly passages: Uint16Array;
  readonly weights: Float32Array;
}

/** The passages of a framework: a range of the list of all. */
interface Chapter {
  readonly framework: string;
  readonly from: number;
  readonly to: number;
}

/** Saturation of repeated terms and weight of the length: the usual values. */
const K1 = 1.2;
const B = 0.75;
/** Factor of passages of detected frameworks. */
const DETECTED_BOOST = 3;
const MAX_PER_FRAMEWORK = 2;
/** Terms in more than this share of the passages are ignored. */
const COMMON_TERM_RATIO = 0.25;

/**
 * BM25 index over the passages of the framework library.
 *
 * @remarks Weights are computed once per library, in typed arrays; a query sums the postings of its terms.
 * @see Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009
 */
export class PassageIndex {
  readonly #passages: readonly Passage[];
  readonly #chapters: readonly Chapter[];
  readonly #postings: ReadonlyMap<string, Postings>;
  /** Scratch space for the scores of a query. */
  readonly #scores: Float32Array;

  constructor(frameworks: readonly Framework[]) {
    this.#passages = frameworks.flatMap(passagesOf);
    this.#chapters = chaptersOf(this.#passages);
    this.#postings = weighTerms(this.#passages.map(({ title, text }) => termsOf(`${title} ${text}`)));
    this.#scores = new Float32Array(this.#passages.length);
  }

  /**
   * @param detected Ids of the detected frameworks; their passages rank higher.
   * @param limit Maximum number of passages.
   */
  find(question: string, detected: readonly string[], limit: number): Passage[] {
    const scores = this.#score(question);
    const found: Passage[] = [];
    const perFramework = new Map<string, number>();
    while (found.length < limit) {
      let best = -1;
      let bestScore = 0;
      for (const { framework, from, to } of this.#chapters) {
        if (perFramework.get(framework) === MAX_PER_FRAMEWORK) continue;
        const boost = detected.includes(framework) ? DETECTED_BOOST : 1;
        for (let at = from; at < to; at++) {
          const score = (scores[at] ?? 0) * boost;
          if (score > bestScore) [best, bestScore] = [at, score];
        }
      }
      const passage = this.#passages[best];
      if (passage === undefined) break;
      found.push(passage);
      perFramework.set(passage.framework, (perFramework.get(passage.framework) ?? 0) + 1);
      scores[best] = 0;
    }
    return found;
  }

  #score(question: string): Float32Array {
    const scores = this.#scores.fill(0);
    for (const term of new Set(termsOf(question))) {
      const postings = this.#postings.get(term);
      if (postings === undefined) continue;
      const { passages, weights } = postings;
      for (let i = 0; i < passages.length; i++) {
        const passage = passages[i] ?? 0;
        scores[passage] = (scores[passage] ?? 0) + (weights[i] ?? 0);
      }
    }
    return scores;
  }
}

/** BM25 weights of every term in every passage that contains it. */
function weighTerms(termsOfPassages: readonly (readonly string[])[]): Map<string, Postings> {
  const total = termsOfPassages.length;
  const averageLength = termsOfPassages.reduce((sum, terms) => sum + terms.length, 0) / Math.max(1, total);
  const occurrences = new Map<string, [passage: number, count: number][]>();
  for (const [passage, terms] of termsOfPassages.entries()) {
    for (const [term, count] of countsOf(terms)) {
      const list = occurrences.get(term);
      if (list === undefined) occurrences.set(term, [[passage, count]]);
      else list.push([passage, count]);
    }
  }
  const postings = new Map<string, Postings>();
  for (const [term, list] of occurrences) {
    if (list.length > total * COMMON_TERM_RATIO) continue;
    const rarity = Math.log(1 + (total - list.length + 0.5) / (list.length + 0.5));
    const weights = list.map(([passage, count]) => {
      const length = (termsOfPassages[passage]?.length ?? 0) / averageLength;
      return (rarity * count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
    });
    postings.set(term, {
      passages: Uint16Array.from(list, ([passage]) => passage),
      weights: Float32Array.from(weights),
    });
  }
  return postings;
}

/** Attribution by the work, where a reader finds the passage. */
function sourceOf({ name, origin: { authors, work, year } }: Framework): string {
  if (work !== undefined) return year === undefined ? work : `${work} (${year})`;
  return authors.length > 0 ? authors.join(', ') : `${name}, common practice`;
}

function passagesOf(framework: Framework): Passage[] {
  const { id, name, steps, pitfalls, fitsWhen, measures } = framework;
  const source = sourceOf(framework);
  const passage = (title: string, text: string): Passage => ({
    framework: id,
    title: `${name}: ${title}`,
    text,
    source,
  });
  return [
    ...steps.map((step) => passage(step.name, step.how)),
    ...pitfalls.map((text) => passage('a common mistake', text)),
    ...fitsWhen.map((text) => passage('when it fits', text)),
    ...measures.map((text) => passage('how to see it work', text)),
  ];
}

function chaptersOf(passages: readonly Passage[]): Chapter[] {
  const chapters: Chapter[] = [];
  for (const [at, { framework }] of passages.entries()) {
    const last = chapters.at(-1);
    if (last?.framework === framework) chapters[chapters.length - 1] = { ...last, to: at + 1 };
    else chapters.push({ framework, from: at, to: at + 1 });
  }
  return chapters;
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
