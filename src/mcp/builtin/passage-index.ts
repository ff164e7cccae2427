import type { Framework } from '../../frameworks/index.js';
import { termsOf } from '../../text/index.js';

/** A piece of the framework library that may bear on a question. */
export interface Passage {
  readonly framework: string;
  readonly title: string;
  readonly text: string;
  /** Book or authors the framework comes from. */
  readonly source: string;
}

/** Where a term occurs, and how much a passage gains by it. */
interface Postings {
  readonly passages: Uint16Array;
  readonly weights: Float32Array;
}

/** The passages of a framework: from one place in the list of all up to another. */
interface Chapter {
  readonly framework: string;
  readonly from: number;
  readonly to: number;
}

interface Scored {
  readonly at: number;
  readonly score: number;
}

/** Saturation of repeated terms and weight of the length, as usually chosen. */
const K1 = 1.2;
const B = 0.75;
/** A passage of a detected framework counts this many times more than one that only shares words. */
const DETECTED_BOOST = 3;
const MAX_PER_FRAMEWORK = 2;
/** A term found in more than this share of the passages says nothing about any of them. */
const COMMON_TERM_RATIO = 0.25;

/**
 * Finds the passages of the framework library that fit a question best.
 *
 * @remarks Weights are computed once per library, in typed arrays; a query adds up the postings of its own terms.
 * @see Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009
 */
export class PassageIndex {
  readonly #passages: readonly Passage[];
  readonly #chapters: readonly Chapter[];
  readonly #postings: ReadonlyMap<string, Postings>;
  /** Scores of the query at hand; zero in between. */
  readonly #scores: Float32Array;

  constructor(frameworks: readonly Framework[]) {
    this.#passages = frameworks.flatMap(passagesOf);
    this.#chapters = chaptersOf(this.#passages);
    this.#postings = weighTerms(this.#passages.map(({ title, text }) => termsOf(`${title} ${text}`)));
    this.#scores = new Float32Array(this.#passages.length);
  }

  /**
   * @param detected Ids of frameworks already detected; their passages rank higher.
   * @param limit Most passages to give.
   */
  find(question: string, detected: readonly string[], limit: number): Passage[] {
    const scores = this.#score(question);
    const best: Scored[] = [];
    for (const { framework, from, to } of this.#chapters) {
      const boost = detected.includes(framework) ? DETECTED_BOOST : 1;
      // Few passages beat the best so far: most are passed over without another look.
      const floor = floorOf(best, limit);
      const own: Scored[] = [];
      for (let at = from; at < to; at++) {
        const score = (scores[at] ?? 0) * boost;
        if (score > floor) keepBest(own, at, score, MAX_PER_FRAMEWORK);
      }
      for (const { at, score } of own) keepBest(best, at, score, limit);
    }
    return best.flatMap(({ at }) => this.#passages[at] ?? []);
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

/** BM25 weights of every term in every passage that holds it. */
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

/** Attribution by the work itself: a passage is looked up there. */
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

/** Puts a passage where it belongs in a list of at most so many, the best first; of equal ones the earlier. */
function keepBest(list: Scored[], at: number, score: number, most: number): void {
  if (score <= floorOf(list, most)) return;
  const place = list.findIndex((it) => it.score < score);
  list.splice(place < 0 ? list.length : place, 0, { at, score });
  if (list.length > most) list.pop();
}

/** What a score must exceed to come into a list of at most so many. */
function floorOf(list: readonly Scored[], most: number): number {
  return list.length < most ? 0 : (list.at(-1)?.score ?? Infinity);
}

function countsOf(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
