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

/** Cosine of two subjects, 0 to 1. */
export function similarity(one: Subject, other: Subject): number {
  if (one.size === 0 || other.size === 0) return 0;
  let shared = 0;
  for (const feature of one) if (other.has(feature)) shared += 1;
  return shared / Math.sqrt(one.size * other.size);
}

/** The text most like a subject; undefined if none is at least `least` like it. */
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
      const likeness = similarity(subject, subjectOf(sentence));
      if (likeness > most) {
        most = likeness;
        best = text;
      }
    }
  }
  return best;
}
