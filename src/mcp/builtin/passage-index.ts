import type { Framework } from '../../frameworks/index.js';
import { stem, tokenize } from '../../text/index.js';

/** A piece of the framework library that may bear on a question. */
export interface Passage {
  readonly framework: string;
  readonly title: string;
  readonly text: string;
  /** Book or authors the framework comes from. */
  readonly source: string;
}

interface IndexedPassage extends Passage {
  readonly lengthInTerms: number;
}

interface Posting {
  readonly passage: number;
  readonly count: number;
}

/** Saturation of repeated terms and weight of the length, as usually chosen. */
const K1 = 1.2;
const B = 0.75;
/** A passage of a detected framework counts this many times more than one that only shares words. */
const DETECTED_BOOST = 3;
const MOST_PER_FRAMEWORK = 2;

/**
 * Finds the passages of the framework library that fit a question best.
 *
 * @remarks Built once per library; a query reads only the postings of its own terms.
 * @see Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009
 */
export class PassageIndex {
  readonly #passages: IndexedPassage[] = [];
  readonly #postings = new Map<string, Posting[]>();
  readonly #averageLength: number;

  constructor(frameworks: readonly Framework[]) {
    for (const framework of frameworks) for (const passage of passagesOf(framework)) this.#add(passage);
    const total = this.#passages.reduce((sum, { lengthInTerms }) => sum + lengthInTerms, 0);
    this.#averageLength = total / Math.max(1, this.#passages.length);
  }

  /**
   * @param detected Ids of frameworks already detected; their passages rank higher.
   * @param limit Most passages to give.
   */
  find(question: string, detected: readonly string[], limit: number): Passage[] {
    const scores = new Map<number, number>();
    for (const term of new Set(termsOf(question))) {
      const postings = this.#postings.get(term) ?? [];
      const rarity = Math.log(1 + (this.#passages.length - postings.length + 0.5) / (postings.length + 0.5));
      for (const { passage, count } of postings) {
        scores.set(passage, (scores.get(passage) ?? 0) + rarity * this.#saturate(passage, count));
      }
    }
    const ranked = [...scores]
      .flatMap(([index, score]) => {
        const passage = this.#passages[index];
        if (passage === undefined) return [];
        return [{ passage, score: score * (detected.includes(passage.framework) ? DETECTED_BOOST : 1) }];
      })
      .sort((a, b) => b.score - a.score);
    return takeDiverse(
      ranked.map(({ passage }) => passage),
      limit,
    );
  }

  #add(passage: Passage): void {
    const terms = termsOf(`${passage.title} ${passage.text}`);
    const index = this.#passages.push({ ...passage, lengthInTerms: terms.length }) - 1;
    for (const [term, count] of countsOf(terms)) {
      const postings = this.#postings.get(term);
      if (postings === undefined) this.#postings.set(term, [{ passage: index, count }]);
      else postings.push({ passage: index, count });
    }
  }

  #saturate(index: number, count: number): number {
    const length = (this.#passages[index]?.lengthInTerms ?? 0) / this.#averageLength;
    return (count * (K1 + 1)) / (count + K1 * (1 - B + B * length));
  }
}

/** `Skelton & Pais, 2019`-style attribution is the detector's; here the work itself is worth naming. */
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

function takeDiverse(ranked: readonly Passage[], limit: number): Passage[] {
  const perFramework = new Map<string, number>();
  const taken: Passage[] = [];
  for (const passage of ranked) {
    if (taken.length === limit) break;
    const count = perFramework.get(passage.framework) ?? 0;
    if (count === MOST_PER_FRAMEWORK) continue;
    perFramework.set(passage.framework, count + 1);
    taken.push(passage);
  }
  return taken;
}

/** Words shorter than this carry no topic. */
const SHORTEST_TERM = 3;

function termsOf(text: string): string[] {
  return tokenize(text).flatMap(({ word }) => (word.length < SHORTEST_TERM ? [] : [stem(word)]));
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
