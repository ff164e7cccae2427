import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { idOf } from '../cases/case-library.js';
import { FeatureList, loadLexicon, SparseLinearModel, type SparseLinearModelData, tokenize } from '../../text/index.js';
import { addCaseFeatures } from './case-features.js';

/** The fitted models, written by `npm run cases:fit`. */
export interface CaseModelData {
  /** One output for each `area/id`, then {@link OFF_TOPIC} and {@link NO_CASE}. */
  readonly cases: SparseLinearModelData;
  /** One output: log-odds that a text is about a sensitive situation. */
  readonly gate: SparseLinearModelData;
  /** One output for each sensitive situation. */
  readonly sensitive: SparseLinearModelData;
  /** Factor on the scores of cases that makes their probabilities true, measured on texts left out of the fit. */
  readonly sharpness: number;
}

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
  /** The likeliest three, best first. */
  readonly cases: readonly CaseScore[];
  readonly offTopic: number;
  readonly none: number;
}

/** How likely a text is about a sensitive situation, and the likeliest one. */
export interface SensitiveScore {
  readonly id: string;
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

/** Recognizes situations; one text at a time. */
export class CaseModel {
  /** `area/id` of every case. */
  readonly keys: readonly string[];
  private readonly ids: readonly string[];
  private readonly cases: Scorer;
  private readonly gate: Scorer;
  private readonly sensitiveIds: Scorer;
  private readonly sharpness: number;
  private readonly features = new FeatureList();

  constructor({ cases, gate, sensitive, sharpness }: CaseModelData = loadCaseModel()) {
    this.cases = new Scorer(cases);
    this.gate = new Scorer(gate);
    this.sensitiveIds = new Scorer(sensitive);
    this.sharpness = sharpness;
    this.keys = cases.outputs.filter((output) => output.includes('/'));
    this.ids = cases.outputs.map(idOf);
  }

  /** @remarks At most {@link MAX_TOKENS} words, whatever the text's length. */
  score(text: string): CaseScores {
    const ranked: CaseScore[] = [];
    let offTopic = 0;
    let none = 0;
    const chances = this.chances(text);
    for (let output = 0; output < chances.length; output += 1) {
      const confidence = chances[output] ?? 0;
      const id = this.ids[output] ?? '';
      if (id === OFF_TOPIC) offTopic = confidence;
      else if (id === NO_CASE) none = confidence;
      else if (confidence > 0.01) ranked.push({ id, confidence });
    }
    ranked.sort((a, b) => b.confidence - a.confidence);
    return { cases: ranked.slice(0, 3), offTopic, none };
  }

  /** The likeliest sensitive situation. */
  sensitivity(text: string): SensitiveScore {
    this.#read(text);
    const odds = this.gate.score(this.features)[0] ?? -Infinity;
    const scores = this.sensitiveIds.score(this.features);
    const sum = toChances(scores, 1);
    const ranked = greatest(scores, MAX_NEAREST).map((output) => ({
      id: this.sensitiveIds.outputs[output] ?? '',
      share: (scores[output] ?? 0) / sum,
    }));
    return {
      id: ranked[0]?.id ?? '',
      confidence: 1 / (1 + Math.exp(-odds)),
      isClear: (ranked[0]?.share ?? 0) >= CLEAR,
      nearest: ranked.filter(({ share }) => share >= MIN_SHARE).map(({ id }) => id),
    };
  }

  /** Probability of each output; overwritten by the next call. */
  chances(text: string): Float64Array {
    this.#read(text);
    const scores = this.cases.score(this.features);
    const sum = toChances(scores, this.sharpness);
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

/** Turns scores into chances, in their place. @returns the sum of the chances. */
function toChances(scores: Float64Array, sharpness: number): number {
  let most = -Infinity;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (let output = 0; output < scores.length; output += 1) {
    const chance = Math.exp(((scores[output] ?? 0) - most) * sharpness);
    scores[output] = chance;
    sum += chance;
  }
  return sum;
}

/** Where the greatest values stand, the greatest first; of equal ones the first. */
function greatest(values: Float64Array, count: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    let place = found.length;
    while (place > 0 && value > (values[found[place - 1] ?? 0] ?? 0)) place -= 1;
    if (place === count) continue;
    found.splice(place, 0, at);
    found.length = Math.min(found.length, count);
  }
  return found;
}

/** A model with its buffer. */
class Scorer {
  readonly outputs: readonly string[];
  private readonly model: SparseLinearModel;
  private readonly scores: Float64Array;

  constructor(data: SparseLinearModelData) {
    this.model = new SparseLinearModel(data);
    this.outputs = data.outputs;
    this.scores = new Float64Array(data.outputs.length);
  }

  /** One score per output; overwritten by the next call. */
  score(features: FeatureList): Float64Array {
    this.model.score(features, this.scores);
    return this.scores;
  }
}

function loadCaseModel(): CaseModelData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'case-model.json'), 'utf8')) as CaseModelData;
}
