import { join } from 'node:path';

import { idOf } from '../cases/case-library.js';
import {
  FeatureList,
  readModel,
  SparseLinearModel,
  type SparseLinearModelData,
  type Token,
  tokenize,
} from '../../text/index.js';
import { addCaseFeatures } from './case-features.js';
import { DilemmaIndex } from './dilemma-index.js';
import { askedChance, type NarrowCandidate, rankOf } from './narrow-candidate.js';

/** The fitted model, written by `npm run cases:fit`. */
export interface CaseModelData {
  /**
   * Outputs of two softmaxes over one vocabulary: each `area/id` of a case, each {@link SENSITIVE} id, {@link OFF_TOPIC} and
   * {@link NO_CASE}; then each `area/id` of a narrow question and {@link NO_NARROW}.
   */
  readonly model: SparseLinearModelData;
  /** Factor on the scores of situations that makes their probabilities true, measured on texts left out of the fit. */
  readonly sharpness: number;
  /** Weights of the evidence that a narrow question is asked, written by `fit-asked.mjs`. */
  readonly asked: readonly number[];
}

/** What the output of a sensitive situation begins with. */
export const SENSITIVE = 'sensitive/';
/** Something else is asked for. */
export const OFF_TOPIC = 'off-topic';
/** A leader's question, about none of the situations. */
export const NO_CASE = 'none';
/** No narrow question is asked. */
export const NO_NARROW = 'other';

/** One reading of a text. */
export interface CaseScore {
  readonly id: string;
  /** Probability, 0 to 1. */
  readonly confidence: number;
}

/** What a text is about, as far as words tell. */
export interface CaseScores {
  /**
   * The likeliest three ordinary situations or narrow questions, best first; their probabilities are those of a text that is
   * not sensitive.
   */
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

/** Probabilities of the outputs of the fitted model, which add up to 1 in each of its groups. */
export class SharpenedModel {
  private readonly model: SparseLinearModel;
  private readonly scores: Float64Array;

  /**
   * @param ends Where each group of outputs ends.
   * @param sharpness Of each group.
   */
  constructor(
    data: SparseLinearModelData,
    private readonly ends: readonly number[],
    private readonly sharpness: readonly number[],
  ) {
    this.model = new SparseLinearModel(data);
    this.scores = new Float64Array(data.outputs.length);
  }

  /** Probability of each output; overwritten by the next call. */
  chances(features: FeatureList): Float64Array {
    this.model.score(features, this.scores);
    let from = 0;
    for (const [group, end] of this.ends.entries()) {
      softmax(this.scores.subarray(from, end), this.sharpness[group] ?? 1);
      from = end;
    }
    return this.scores;
  }
}

function softmax(scores: Float64Array, sharpness: number): void {
  let most = -Infinity;
  for (const score of scores) most = Math.max(most, score);
  let sum = 0;
  for (let output = 0; output < scores.length; output += 1) {
    const chance = Math.exp(((scores[output] ?? 0) - most) * sharpness);
    scores[output] = chance;
    sum += chance;
  }
  for (let output = 0; output < scores.length; output += 1) scores[output] = (scores[output] ?? 0) / sum;
}

/**
 * Recognizes situations, ordinary and sensitive ones, and narrow questions: these by the model and by groups of words that
 * belong together. What no narrow question takes is shared out among the situations. One text at a time.
 */
export class CaseModel {
  /** `area/id` of every case and narrow question. */
  readonly keys: readonly string[];
  private readonly model: SharpenedModel;
  private readonly ids: readonly string[];
  private readonly outputs: readonly string[];
  private readonly ordinary: number;
  /** The outputs of sensitive situations; those of cases come before them. */
  private readonly sensitive: readonly number[];
  private readonly offTopic: number;
  private readonly none: number;
  private readonly noNarrow: number;
  private readonly asked: readonly number[];
  private readonly features = new FeatureList();
  private last: { readonly text: string; readonly scores: CaseScores } | undefined;

  constructor(
    { asked, model, sharpness }: CaseModelData = loadCaseModel(),
    private readonly dilemmas = new DilemmaIndex(),
  ) {
    const { outputs } = model;
    this.asked = asked;
    this.outputs = outputs;
    this.ids = outputs.map(idOf);
    this.offTopic = outputs.indexOf(OFF_TOPIC);
    this.none = outputs.indexOf(NO_CASE);
    this.noNarrow = outputs.indexOf(NO_NARROW);
    this.model = new SharpenedModel(model, [this.none + 1, outputs.length], [sharpness, 1]);
    this.sensitive = [...outputs.keys()].filter((output) => outputs[output]?.startsWith(SENSITIVE));
    this.ordinary = this.sensitive[0] ?? this.offTopic;
    this.keys = [...outputs.slice(0, this.ordinary), ...outputs.slice(this.none + 1, this.noNarrow)];
  }

  /** @remarks At most {@link MAX_TOKENS} words, whatever the text's length. The last text's scores are kept. */
  score(text: string): CaseScores {
    if (this.last?.text !== text) this.last = { text, scores: this.#scored(text) };
    return this.last.scores;
  }

  /** The narrow questions that a text may ask, the likeliest first, at most three. */
  narrowIn(text: string): readonly NarrowCandidate[] {
    const tokens = readWords(text);
    const chances = this.#chances(tokens);
    return this.#candidates(tokens, chances);
  }

  #chances(tokens: readonly Token[]): Float64Array {
    this.features.clear();
    addCaseFeatures(tokens, this.features);
    return this.model.chances(this.features);
  }

  /** Probability of the likeliest ordinary situation of a text that is not sensitive. */
  #likeliest(chances: Float64Array): number {
    let [likeliest, sensitive] = [0, 0];
    for (let output = 0; output < this.ordinary; output += 1) likeliest = Math.max(likeliest, chances[output] ?? 0);
    for (const output of this.sensitive) sensitive += chances[output] ?? 0;
    return likeliest / Math.max(1e-9, 1 - sensitive);
  }

  #candidates(tokens: readonly Token[], chances: Float64Array): NarrowCandidate[] {
    const met = new Map(this.dilemmas.find(tokens).map(({ id, rarity }) => [id, rarity]));
    const candidates: { readonly one: NarrowCandidate; readonly score: number }[] = [];
    const around = {
      words: tokens.length,
      situation: this.#likeliest(chances),
      none: chances[this.none] ?? 0,
      offTopic: chances[this.offTopic] ?? 0,
    };
    for (let output = this.none + 1; output < this.noNarrow; output += 1) {
      const id = this.outputs[output] ?? '';
      const rarity = met.get(id) ?? 0;
      const chance = chances[output] ?? 0;
      if (chance < MIN_CONFIDENCE && rarity === 0) continue;
      const one = { id, chance, rarity, ...around };
      candidates.push({ one, score: rankOf(one) });
    }
    return candidates
      .toSorted((a, b) => b.score - a.score)
      .slice(0, MAX_NEAREST)
      .map(({ one }) => one);
  }

  #scored(text: string): CaseScores {
    const tokens = readWords(text);
    const chances = this.#chances(tokens);
    const chanceOf = (output: number) => chances[output] ?? 0;
    const sensitive = this.#sensitivity(chanceOf);
    const ordinary = Math.max(1e-9, 1 - sensitive.confidence);
    const { asked } = this;
    const narrow = this.#candidates(tokens, chances).map((one) => ({
      id: idOf(one.id),
      confidence: askedChance(one, asked),
    }));
    const broad = 1 - (narrow[0]?.confidence ?? 0);
    const cases: CaseScore[] = [];
    const add = (id: string | undefined, confidence: number) => {
      if (confidence > MIN_CONFIDENCE) cases.push({ id: id ?? '', confidence });
    };
    const known = 1 - (NONE_IS_NARROW * chanceOf(this.none)) / ordinary;
    for (let output = 0; output < this.ordinary; output += 1)
      add(this.ids[output], (broad * chanceOf(output)) / ordinary / known);
    for (const [place, { id, confidence }] of narrow.entries()) add(id, confidence / (1 + place));
    cases.sort((a, b) => b.confidence - a.confidence);
    return {
      cases: cases.slice(0, 3),
      sensitive,
      offTopic: (broad * chanceOf(this.offTopic)) / ordinary,
      none: (broad * chanceOf(this.none)) / ordinary,
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
}

/**
 * What is about none of the situations was learnt from narrow questions: where none of them is asked, so much of its
 * probability falls to the situations.
 */
const NONE_IS_NARROW = 0.6;
/** Of a situation that is worth keeping. */
const MIN_CONFIDENCE = 0.01;

/** The words of a text that are read. */
export function readWords(text: string): readonly Token[] {
  const all = tokenize(text);
  return all.length <= MAX_TOKENS ? all : [...all.slice(0, MAX_TOKENS / 2), ...all.slice(-MAX_TOKENS / 2)];
}

function loadCaseModel(): CaseModelData {
  return readModel(join(import.meta.dirname, 'case-model.json.gz')) as CaseModelData;
}
