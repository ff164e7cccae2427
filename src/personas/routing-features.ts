import type { Detection } from '../frameworks/index.js';
import { addFeatures, FeatureList, loadLexicon, tokenize, wholeTextFeature, type Token } from '../text/index.js';

/** Words read; more add cost and no accuracy. */
const MAX_WORDS = 1500;

/** Input of the routing model: words, detected frameworks, the asker's role. */
export interface RoutingReading {
  readonly tokens: readonly Token[];
  /** Valid until the next reading. */
  readonly features: FeatureList;
}

/** Feature of a detected framework. */
export function frameworkFeature(id: string): number {
  return wholeTextFeature(`framework ${id}`);
}

/** Feature of the framework detected with the highest confidence. */
export function surestFrameworkFeature(id: string): number {
  return wholeTextFeature(`surest framework ${id}`);
}

/** Feature of a word of the asker's role. */
export function roleFeature(word: string): number {
  return wholeTextFeature(`role ${word}`);
}

/** Extracts features; each result is overwritten by the next call. */
export class RoutingReader {
  private readonly features = new FeatureList();
  private readonly lexicon = loadLexicon();

  read(text: string, detection: Detection, role: string | undefined): RoutingReading {
    const tokens = tokenize(text);
    this.features.clear();
    addFeatures(tokens, 0, Math.min(tokens.length, MAX_WORDS), this.lexicon, this.features);
    for (const [place, { id }] of detection.frameworks.entries()) {
      this.features.add(frameworkFeature(id), -1);
      if (place === 0) this.features.add(surestFrameworkFeature(id), -1);
    }
    for (const { word } of role === undefined ? [] : tokenize(role)) this.features.add(roleFeature(word), -1);
    return { tokens, features: this.features };
  }
}
