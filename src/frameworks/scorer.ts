import { LinearModel } from '../text/index.js';
import type { Curve, DetectionModelData } from './detection-model.js';
import type { Reading } from './reading.js';

/** Share of the strongest passage in a long text's chance; the rest is the passages' mean. */
const STRONGEST_SHARE = 0.75;
/** A chance never gets nearer to 0 or 1 than this, so that log-odds stay finite. */
const NEAREST = 1e-6;

/** What the fitted model makes of a text. Arrays are overwritten by the next scoring. */
export interface Scores {
  /** Chance that a leader asks for judgement. */
  readonly strategic: number;
  /** For each output of the model, how likely it is the framework meant; they sum to about 1. */
  readonly chances: Float64Array;
  /** For each output, the passage that speaks loudest for it. */
  readonly loudest: Int32Array;
  /** For each passage, the factor from weights to scores. */
  readonly factors: Float64Array;
}

/** Weighs a reading with the fitted model. */
export class Scorer {
  readonly frameworks: LinearModel;
  private readonly strategic: LinearModel;
  private readonly passageScores: Float64Array;
  private readonly chances: Float64Array;
  private readonly loudest: Int32Array;
  private readonly strategicScore = new Float64Array(1);

  constructor(model: Pick<DetectionModelData, 'frameworks' | 'strategic'>) {
    this.frameworks = new LinearModel(model.frameworks);
    this.strategic = new LinearModel(model.strategic);
    const outputs = model.frameworks.outputs.length;
    this.passageScores = new Float64Array(outputs);
    this.chances = new Float64Array(outputs);
    this.loudest = new Int32Array(outputs);
  }

  score(reading: Reading): Scores {
    const { features, passages } = reading;
    this.strategic.score(features, 0, features.length, this.strategicScore);
    const strategic = logistic(this.strategicScore[0] ?? 0);

    const outputs = this.chances.length;
    const means = new Float64Array(outputs);
    const factors = new Float64Array(passages.length);
    this.chances.fill(0);
    this.loudest.fill(0);
    for (const [index, passage] of passages.entries()) {
      factors[index] = this.frameworks.score(features, passage.from, passage.to, this.passageScores);
      softmax(this.passageScores);
      for (let output = 0; output < outputs; output += 1) {
        const chance = this.passageScores[output] ?? 0;
        means[output] = (means[output] ?? 0) + chance / passages.length;
        if (chance <= (this.chances[output] ?? 0)) continue;
        this.chances[output] = chance;
        this.loudest[output] = index;
      }
    }
    for (let output = 0; output < outputs; output += 1) {
      const strongest = this.chances[output] ?? 0;
      this.chances[output] = STRONGEST_SHARE * strongest + (1 - STRONGEST_SHARE) * (means[output] ?? 0);
    }
    return { strategic, chances: this.chances, loudest: this.loudest, factors };
  }
}

/** Natural logarithm of the odds of a chance. */
export function logOdds(chance: number): number {
  const kept = Math.min(1 - NEAREST, Math.max(NEAREST, chance));
  return Math.log(kept / (1 - kept));
}

/** Reads a probability off a fitted curve. */
export function onCurve(curve: Curve, x: number): number {
  return logistic(curve.slope * x + curve.shift);
}

/** The chance whose log-odds a rising curve turns into `probability`. */
export function chanceOnCurve(curve: Curve, probability: number): number {
  return logistic((logOdds(probability) - curve.shift) / curve.slope);
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function softmax(scores: Float64Array): void {
  let most = -Infinity;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let i = 0; i < scores.length; i += 1) {
    scores[i] = Math.exp((scores[i] ?? 0) - most);
    sum += scores[i] ?? 0;
  }
  for (let i = 0; i < scores.length; i += 1) scores[i] = (scores[i] ?? 0) / sum;
}
