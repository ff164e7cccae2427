import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { idOf } from '../cases/case-library.js';
import { FeatureList, SparseLinearModel, type SparseLinearModelData, type Token, tokenize } from '../../text/index.js';
import { addCaseFeatures } from './case-features.js';
import { DilemmaIndex } from './dilemma-index.js';

/** The fitted model, written by `npm run cases:fit`. */
export interface SharpenedModelData {
  /** Outputs: each `area/id` of a case, each {@link SENSITIVE} id, then {@link OFF_TOPIC} and {@link NO_CASE}. */
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

/** Probabilities of the outputs of the fitted model. */
export class SharpenedModel {
  readonly outputs: readonly string[];
  private readonly model: SparseLinearModel;
  private readonly sharpness: number;
  private readonly scores: Float64Array;

  constructor({ situations, sharpness }: SharpenedModelData) {
    this.outputs = situations.outputs;
    this.model = new SparseLinearModel(situations);
    this.scores = new Float64Array(situations.outputs.length);
    this.sharpness = sharpness;
  }

  /** Probability of each output; overwritten by the next call. */
  chances(features: FeatureList): Float64Array {
    const { scores } = this;
    this.model.score(features, scores);
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
}

/**
 * Recognizes situations, ordinary and sensitive ones in one model, and narrow questions by their words; one text at a time.
 * What no narrow question takes is shared out among the situations.
 */
export class CaseModel {
  /** `area/id` of every case and narrow question. */
  readonly keys: readonly string[];
  private readonly situations: SharpenedModel;
  private readonly ids: readonly string[];
  private readonly ordinary: number;
  /** The outputs of sensitive situations; those of cases come before them. */
  private readonly sensitive: readonly number[];
  private readonly offTopic: number;
  private readonly none: number;
  private readonly features = new FeatureList();
  private last: { readonly text: string; readonly scores: CaseScores } | undefined;

  constructor(
    model: SharpenedModelData = loadCaseModel(),
    private readonly dilemmas = new DilemmaIndex(),
  ) {
    this.situations = new SharpenedModel(model);
    const { outputs } = this.situations;
    this.ids = outputs.map(idOf);
    this.sensitive = [...outputs.keys()].filter((output) => outputs[output]?.startsWith(SENSITIVE));
    this.offTopic = outputs.indexOf(OFF_TOPIC);
    this.none = outputs.indexOf(NO_CASE);
    const cases = outputs.filter((output) => output.includes('/') && !output.startsWith(SENSITIVE));
    this.ordinary = cases.length;
    this.keys = [...cases, ...dilemmas.ids];
  }

  /** @remarks At most {@link MAX_TOKENS} words, whatever the text's length. The last text's scores are kept. */
  score(text: string): CaseScores {
    if (this.last?.text !== text) this.last = { text, scores: this.#scored(text) };
    return this.last.scores;
  }

  #scored(text: string): CaseScores {
    const tokens = readWords(text);
    this.features.clear();
    addCaseFeatures(tokens, this.features);
    const chances = this.situations.chances(this.features);
    const chanceOf = (output: number) => chances[output] ?? 0;
    const sensitive = this.#sensitivity(chanceOf);
    const ordinary = Math.max(1e-9, 1 - sensitive.confidence);
    let likeliest = 0;
    for (let output = 0; output < this.ordinary; output += 1)
      likeliest = Math.max(likeliest, chanceOf(output) / ordinary);
    const narrow = this.dilemmas
      .find(tokens)
      .map(({ id, rarity }) => ({ id: idOf(id), confidence: askedChance(rarity, tokens.length, likeliest) }));
    const broad = 1 - (narrow[0]?.confidence ?? 0);
    const cases: CaseScore[] = [];
    const add = (id: string | undefined, confidence: number) => {
      if (confidence > MIN_CONFIDENCE) cases.push({ id: id ?? '', confidence });
    };
    for (let output = 0; output < this.ordinary; output += 1)
      add(this.ids[output], (broad * chanceOf(output)) / ordinary);
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
 * The chance that a narrow question whose words are met is the one that is asked: rare words speak for it, a long text
 * and a likely situation against. Fitted to wordings and to 1,140 texts about situations, of which one in four meets the
 * words of some narrow question; each of those counted five times, since people bring situations more often.
 */
function askedChance(rarity: number, words: number, situation: number): number {
  const { length, likelySituation, perRarity, shift } = ASKED;
  const logOdds = shift + perRarity * rarity + length * Math.log(Math.max(1, words)) + likelySituation * situation;
  return 1 / (1 + Math.exp(-logOdds));
}
const ASKED = { shift: 3, perRarity: 1.12, length: -3.34, likelySituation: -2.38 } as const;

/** Of a situation that is worth keeping. */
const MIN_CONFIDENCE = 0.01;

/** The words of a text that are read. */
export function readWords(text: string): readonly Token[] {
  const all = tokenize(text);
  return all.length <= MAX_TOKENS ? all : [...all.slice(0, MAX_TOKENS / 2), ...all.slice(-MAX_TOKENS / 2)];
}

function loadCaseModel(): SharpenedModelData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'case-model.json'), 'utf8')) as SharpenedModelData;
}
