import { type FeatureList, LinearModel } from '../text/index.js';
import type { Acceptance, Curve, DetectionModelData } from './detection-model.js';
import type { TextAnalysis } from './text-analysis.js';

/** Share of the strongest passage in the probability of a long text; the rest is the mean of the passages. */
const STRONGEST_SHARE = 0.75;
/** Distance of a probability from 0 and 1, for which log-odds are finite. */
const MIN_DISTANCE = 1e-6;

/** Probabilities by the fitted model. The arrays are overwritten by the next scoring. */
export interface Scores {
  /** Probability that a leader asks for judgment. */
  readonly strategic: number;
  /** For each output of the model its probability; they sum to about 1. */
  readonly chances: Float64Array;
  /** For each output the passage with the highest score. */
  readonly strongest: Int32Array;
}

/** Scores an analyzed text with the fitted model. */
export class Scorer {
  readonly frameworks: LinearModel;
  private readonly strategic: LinearModel;
  private readonly passageScores: Float64Array;
  private readonly chances: Float64Array;
  private readonly strongest: Int32Array;
  private readonly strategicScore = new Float64Array(1);

  constructor(model: Pick<DetectionModelData, 'frameworks' | 'strategic'>) {
    this.frameworks = new LinearModel(model.frameworks);
    this.strategic = new LinearModel(model.strategic);
    const outputs = model.frameworks.outputs.length;
    this.passageScores = new Float64Array(outputs);
    this.chances = new Float64Array(outputs);
    this.strongest = new Int32Array(outputs);
  }

  score({ features, passages }: TextAnalysis): Scores {
    this.strategic.score(features, 0, features.length, this.strategicScore);
    const strategic = logistic(this.strategicScore[0] ?? 0);

    const outputs = this.chances.length;
    const means = new Float64Array(outputs);
    this.chances.fill(0);
    this.strongest.fill(0);
    for (const [index, passage] of passages.entries()) {
      this.frameworks.score(features, passage.from, passage.to, this.passageScores);
      softmax(this.passageScores);
      for (let output = 0; output < outputs; output += 1) {
        const chance = this.passageScores[output] ?? 0;
        means[output] = (means[output] ?? 0) + chance / passages.length;
        if (chance <= (this.chances[output] ?? 0)) continue;
        this.chances[output] = chance;
        this.strongest[output] = index;
      }
    }
    for (let output = 0; output < outputs; output += 1) {
      const most = this.chances[output] ?? 0;
      this.chances[output] = STRONGEST_SHARE * most + (1 - STRONGEST_SHARE) * (means[output] ?? 0);
    }
    return { strategic, chances: this.chances, strongest: this.strongest };
  }

  /** Probabilities of a list of words as one passage; overwrites those of the last text. */
  scoreWords(features: FeatureList): Pick<Scores, 'strategic' | 'chances'> {
    this.strategic.score(features, 0, features.length, this.strategicScore);
    this.frameworks.score(features, 0, features.length, this.chances);
    softmax(this.chances);
    return { strategic: logistic(this.strategicScore[0] ?? 0), chances: this.chances };
  }
}

/** Natural logarithm of the odds of a probability. */
export function logOdds(chance: number): number {
  const bounded = Math.min(1 - MIN_DISTANCE, Math.max(MIN_DISTANCE, chance));
  return Math.log(bounded / (1 - bounded));
}

/** From the log-odds of a framework to the probability that it is accepted, in a text with these of the others. */
export function acceptanceIn(acceptance: Acceptance, none: number, strategic: number): Curve {
  const shift = acceptance.shift + acceptance.none * logOdds(none) + acceptance.strategic * logOdds(strategic);
  return { slope: acceptance.framework, shift };
}

/** The probability on a fitted curve. */
export function onCurve(curve: Curve, x: number): number {
  return logistic(curve.slope * x + curve.shift);
}

/** Inverse of {@link onCurve} on log-odds: the probability that a rising curve maps to `probability`. */
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
