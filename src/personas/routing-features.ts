import type { Detection } from '../frameworks/index.js';
import { addFeatures, FeatureList, loadLexicon, tokenize, wholeTextFeature, type Token } from '../text/index.js';

/** More words than this add nothing to who should answer, only time. */
const MAX_WORDS = 1500;

/** What the routing model weighs: the words, the frameworks found, the asker's role. */
export interface RoutingReading {
  readonly tokens: readonly Token[];
  /** Valid until the next reading. */
  readonly features: FeatureList;
}

/** Feature of a framework found in the text. */
export function frameworkFeature(id: string): number {
  return wholeTextFeature(`framework ${id}`);
}

/** Feature of the surest framework, which says most about who should lead. */
export function surestFrameworkFeature(id: string): number {
  return wholeTextFeature(`surest framework ${id}`);
}

/** Feature of a word of the asker's role. */
export function roleFeature(word: string): number {
  return wholeTextFeature(`role ${word}`);
}

/** Turns a request into features; what it returns is overwritten by the next call. */
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
