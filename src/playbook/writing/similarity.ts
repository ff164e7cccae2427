import { LRUCache } from 'lru-cache';

import { loadLexicon, tokenize } from '../../text/index.js';

/** What a sentence is about: the stems, synonyms and translations of its content words. */
export type Subject = ReadonlySet<number>;

export function subjectOf(sentence: string): Subject {
  const lexicon = loadLexicon();
  const subject = new Set<number>();
  for (const { word } of tokenize(sentence)) {
    const { features, isFunctionWord } = lexicon.entryOf(word);
    if (!isFunctionWord) for (const feature of features) subject.add(feature);
  }
  return subject;
}

/** Sentences of the library and of the cases, which are compared again and again. */
const KNOWN = new LRUCache<string, Uint32Array>({ max: 1_000 });

function featuresOf(sentence: string): Uint32Array {
  let features = KNOWN.get(sentence);
  if (features === undefined) {
    features = Uint32Array.from(subjectOf(sentence));
    KNOWN.set(sentence, features);
  }
  return features;
}

/** Cosine of two subjects, 0 to 1. */
function similarity(one: Subject, other: Uint32Array): number {
  if (one.size === 0 || other.length === 0) return 0;
  let shared = 0;
  for (const feature of other) if (one.has(feature)) shared += 1;
  return shared / Math.sqrt(one.size * other.length);
}

/**
 * The text most like a subject; undefined if none is at least `least` like it.
 *
 * @param texts Of the library or a case: what their sentences are about is remembered.
 */
export function mostLike<Text>(
  subject: Subject,
  texts: readonly Text[],
  sentencesOf: (text: Text) => readonly string[],
  least: number,
): Text | undefined {
  let best: Text | undefined;
  let most = least;
  for (const text of texts) {
    for (const sentence of sentencesOf(text)) {
      const likeness = similarity(subject, featuresOf(sentence));
      if (likeness > most) {
        most = likeness;
        best = text;
      }
    }
  }
  return best;
}
