import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { idOf } from '../cases/case-library.js';
import { FeatureList, loadLexicon, SparseLinearModel, type SparseLinearModelData, tokenize } from '../../text/index.js';
import { addCaseFeatures } from './case-features.js';

/** The fitted model, written by `npm run cases:fit`. */
export interface CaseModelData {
  /** One output for each `area/id`, one for each {@link SENSITIVE} id, then {@link OFF_TOPIC} and {@link NO_CASE}. */
  readonly situations: SparseLinearModelData;
  /** Factor on the scores that makes their probabilities true, measured on texts left out of the fit. */
  readonly sharpness: number;
}

/** What the output of a sensitive situation begins with. */
export const SENSITIVE = 'sensitive/';
/** Something else is asked for. */
export const OFF_TOPIC = 'off-topic';
/** A leader's question, about none of the situations. */
export const NO_CASE = 'none';

/** One reading of a text. */
export interface CaseScore {
  readonly id: string;
  /** Probability, 0 to 1. */
  readonly confidence: number;
}

/** What a text is about, as far as words tell. */
export interface CaseScores {
  /** The likeliest three ordinary situations, best first; their probabilities are those of a text that is not sensitive. */
  readonly cases: readonly CaseScore[];
  readonly sensitive: SensitiveScore;
  readonly offTopic: number;
  readonly none: number;
}

/** How likely a text is about a sensitive situation, and which. */
export interface SensitiveScore {
  /** The likeliest one. */
  readonly id: string;
  /** Probability of all of them together, 0 to 1. */
  readonly confidence: number;
  /** Whether it is rather this one than another sensitive situation. */
  readonly isClear: boolean;
  /** The likeliest situations, best first; at most {@link MAX_NEAREST}. */
  readonly nearest: readonly string[];
}

/** Of a longer text, the beginning and the end are read: situation first, question last. */
const MAX_TOKENS = 400;
/** Share of the likeliest sensitive situation among all of them. */
const CLEAR = 0.2;
/** Situations worth naming when none of them is clear, and the least share of one. */
const MAX_NEAREST = 3;
const MIN_SHARE = 0.05;

/** Recognizes situations, ordinary and sensitive ones in one model; one text at a time. */
export class CaseModel {
  /** `area/id` of every case. */
  readonly keys: readonly string[];
  private readonly ids: readonly string[];
  private readonly model: SparseLinearModel;
  /** The outputs of sensitive situations; those of cases come before them. */
  private readonly sensitive: readonly number[];
  private readonly offTopic: number;
  private readonly none: number;
  private readonly sharpness: number;
  private readonly scores: Float64Array;
  private readonly features = new FeatureList();
  private last: { readonly text: string; readonly scores: CaseScores } | undefined;

  constructor({ situations, sharpness }: CaseModelData = loadCaseModel()) {
    const { outputs } = situations;
    this.model = new SparseLinearModel(situations);
    this.scores = new Float64Array(outputs.length);
    this.sharpness = sharpness;
    this.ids = outputs.map(idOf);
    this.sensitive = [...outputs.keys()].filter((output) => outputs[output]?.startsWith(SENSITIVE));
    this.offTopic = outputs.indexOf(OFF_TOPIC);
    this.none = outputs.indexOf(NO_CASE);
    this.keys = outputs.filter((output) => output.includes('/') && !output.startsWith(SENSITIVE));
  }

  /** @remarks At most {@link MAX_TOKENS} words, whatever the text's length. The last text's scores are kept. */
  score(text: string): CaseScores {
    if (this.last?.text !== text) this.last = { text, scores: this.#scored(text) };
    return this.last.scores;
  }

  #scored(text: string): CaseScores {
    const chances = this.chances(text);
    const chanceOf = (output: number) => chances[output] ?? 0;
    const sensitive = this.#sensitivity(chanceOf);
    const ordinary = Math.max(1e-9, 1 - sensitive.confidence);
    const cases: CaseScore[] = [];
    for (let output = 0; output < this.keys.length; output += 1) {
      const confidence = chanceOf(output) / ordinary;
      if (confidence > 0.01) cases.push({ id: this.ids[output] ?? '', confidence });
    }
    cases.sort((a, b) => b.confidence - a.confidence);
    return {
      cases: cases.slice(0, 3),
      sensitive,
      offTopic: chanceOf(this.offTopic) / ordinary,
      none: chanceOf(this.none) / ordinary,
    };
  }

  #sensitivity(chanceOf: (output: number) => number): SensitiveScore {
    const confidence = this.sensitive.reduce((sum, output) => sum + chanceOf(output), 0);
    const ranked = this.sensitive
      .toSorted((a, b) => chanceOf(b) - chanceOf(a))
      .slice(0, MAX_NEAREST)
      .map((output) => ({ id: this.ids[output] ?? '', share: chanceOf(output) / Math.max(1e-9, confidence) }));
    return {
      id: ranked[0]?.id ?? '',
      confidence,
      isClear: (ranked[0]?.share ?? 0) >= CLEAR,
      nearest: ranked.filter(({ share }) => share >= MIN_SHARE).map(({ id }) => id),
    };
  }

  /** Probability of each output; overwritten by the next call. */
  chances(text: string): Float64Array {
    this.#read(text);
    const { scores } = this;
    this.model.score(this.features, scores);
    let most = -Infinity;
    for (const score of scores) most = Math.max(most, score);
    let sum = 0;
    for (let output = 0; output < scores.length; output += 1) {
      const chance = Math.exp(((scores[output] ?? 0) - most) * this.sharpness);
      scores[output] = chance;
      sum += chance;
    }
    for (let output = 0; output < scores.length; output += 1) scores[output] = (scores[output] ?? 0) / sum;
    return scores;
  }

  #read(text: string): void {
    const all = tokenize(text);
    const tokens = all.length <= MAX_TOKENS ? all : [...all.slice(0, MAX_TOKENS / 2), ...all.slice(-MAX_TOKENS / 2)];
    this.features.clear();
    addCaseFeatures(tokens, loadLexicon(), this.features);
  }
}

function loadCaseModel(): CaseModelData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'case-model.json'), 'utf8')) as CaseModelData;
}
