import {
  addFeatures,
  FeatureList,
  hashText,
  LinearModel,
  type Lexicon,
  type LinearModelData,
  wholeTextFeature,
} from '../text/index.js';
import type { Mention } from './name-index.js';
import { logOdds, type Scorer } from './scorer.js';
import type { TextAnalysis } from './text-analysis.js';

/** Words to either side that are read for where they stand. */
const NEIGHBOURS = 4;
/** Words to either side that are read at all. */
const CONTEXT_WORDS = 60;
const BEFORE_SEED = 0x62667265;
const AFTER_SEED = 0x61667472;
/** Numbers are read in steps of this many log-odds, up to a number of steps to either side. */
const STEP = 1.5;
const MAX_STEPS = 4;
const TITLED = /^(?:mr|mrs|ms|miss|dr|prof|herr|frau|senor|senora|sr|sra|monsieur|madame|mme|mlle)$/;

/**
 * Tells whether a name is meant: a person, a satellite or an invoice may be called like a framework. The words around the
 * name have to agree; the name itself is not read.
 */
export class NameSense {
  private readonly model: LinearModel;
  private readonly features = new FeatureList();
  private readonly score = new Float64Array(1);

  constructor(
    data: LinearModelData,
    private readonly scorer: Scorer,
    private readonly lexicon: Lexicon,
  ) {
    this.model = new LinearModel(data);
  }

  /** Probability that the mention means the framework; overwrites the scores of the scorer. */
  chance(analysis: TextAnalysis, mention: Mention, output: number, noneOutput: number): number {
    addSenseFeatures(analysis, mention, { output, noneOutput }, this.scorer, this.lexicon, this.features);
    this.model.score(this.features, 0, this.features.length, this.score);
    return 1 / (1 + Math.exp(-(this.score[0] ?? 0)));
  }
}

/** What is read of a mention: the words around it, and what they imply without it. */
export function addSenseFeatures(
  { tokens, text }: TextAnalysis,
  { corrected, first, kind, last }: Mention,
  { output, noneOutput }: { readonly output: number; readonly noneOutput: number },
  scorer: Scorer,
  lexicon: Lexicon,
  into: FeatureList,
): void {
  into.clear();
  const from = Math.max(0, first - CONTEXT_WORDS);
  const to = Math.min(tokens.length, last + 1 + CONTEXT_WORDS);
  addFeatures(tokens, from, first, lexicon, into);
  addFeatures(tokens, last + 1, to, lexicon, into);
  const { chances, strategic } = scorer.scoreWords(into);
  const flag = (name: string) => into.add(wholeTextFeature(name), -1);
  flag(`name ${kind}${corrected ? ' corrected' : ''}`);
  flag(`strategic ${stepOf(strategic)}`);
  if (output >= 0) flag(`implied ${stepOf(chances[output] ?? 0)}`);
  flag(`none ${stepOf(chances[noneOutput] ?? 0)}`);
  flag(`around ${Math.min(6, Math.floor(Math.sqrt(to - from - (last - first + 1))))}`);
  const name = text.slice(tokens[first]?.start ?? 0, tokens[last]?.end ?? 0);
  if (/["'“„«‘]$/.test(text.slice(0, tokens[first]?.start ?? 0))) flag('name in quotes');
  if (name === name.toUpperCase()) flag('name in capitals');
  else if (/^\p{Lu}/u.test(name)) flag('name capitalized');
  if (TITLED.test(tokens[first - 1]?.word ?? '')) flag('name with a title');
  for (let distance = 1; distance <= NEIGHBOURS; distance += 1) {
    for (const at of [first - distance, last + distance]) {
      const token = tokens[at];
      if (token === undefined) continue;
      const [stem = 0] = lexicon.entryOf(token.word).features;
      const near = distance <= 2 ? distance : 3;
      into.add(hashText(`${stem} ${near}`, at < first ? BEFORE_SEED : AFTER_SEED), -1);
    }
  }
}

const stepOf = (chance: number): number =>
  Math.max(-MAX_STEPS, Math.min(MAX_STEPS, Math.round(logOdds(chance) / STEP)));
