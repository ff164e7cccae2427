import { type Lexicon, loadLexicon } from '../text/index.js';
import { loadDetectionModel, type DetectionModelData } from './detection-model.js';
import type { DetectedFramework, Detection, Evidence, RunnerUp } from './detection.js';
import { evidenceOfMentions, evidenceOfPassage, quoteOf } from './evidence.js';
import type { Framework } from './framework.js';
import type { FrameworkLibrary } from './library.js';
import { NameIndex, type Mention } from './name-index.js';
import { isRejected } from './rejection.js';
import { acceptanceIn, chanceOnCurve, logOdds, onCurve, Scorer, type Scores } from './scorer.js';
import { SymptomIndex, type SymptomMatch } from './symptom-index.js';
import { NameSense } from './name-sense.js';
import { TextAnalyzer, type TextAnalysis } from './text-analysis.js';

/** Output of the model for a question without a matching framework. */
const NO_FRAMEWORK = 'none';
const MAX_FRAMEWORKS = 5;
const MAX_RUNNERS_UP = 5;
/** Minimum confidence of a runner-up. */
const MIN_RUNNER_UP_CONFIDENCE = 0.15;
/** Quotes within a sentence are cut to this many characters. */
const MAX_INLINE_QUOTE_LENGTH = 60;
/** Minimum probability of a strategic question with which a bare ordinary word, written as a name, counts as one. */
const MIN_STRATEGIC_FOR_BARE = 0.6;
/** Minimum probability of its framework with which a bare ordinary word counts as a name. */
const MIN_CHANCE_FOR_BARE = 0.08;

/** Part of the threshold for one name that suffices for several. */
const SHARE_WHEN_SEVERAL = 0.1;

/** Names whose surroundings are read. */
const MAX_SENSED = 12;

/** A framework considered for a detection. */
interface Candidate {
  readonly framework: Framework;
  readonly confidence: number;
  /** Its names in the text; empty when implied. */
  readonly mentions: readonly Mention[];
  /** Output of the model; -1 for a framework outside it. */
  readonly output: number;
  /** The span that resembles a symptom, for a framework outside the model. */
  readonly match?: SymptomMatch;
}

/**
 * Finds the strategic frameworks that a text names or implies, with the words as evidence.
 *
 * Names are looked up in an index; situations are scored by a linear model fitted offline (`npm run detector:fit`).
 * Instructions in the text have no effect.
 *
 * @remarks Pure, synchronous, linear in the text.
 */
export class FrameworkDetector {
  private readonly frameworks: readonly Framework[];
  private readonly analyzer: TextAnalyzer;
  private readonly scorer: Scorer;
  /** For each framework its output of the model; -1 outside it. */
  private readonly outputs: readonly number[];
  private readonly noneOutput: number;
  private readonly symptoms: SymptomIndex;
  private readonly sense: NameSense;
  private readonly lexicon: Lexicon;
  /** Without the encoded weights, which the scorer has decoded. */
  private readonly model: Omit<DetectionModelData, 'frameworks' | 'strategic' | 'sense'>;

  constructor(library: FrameworkLibrary, model: DetectionModelData = loadDetectionModel()) {
    const { frameworks: _frameworks, strategic: _strategic, sense, ...settings } = model;
    this.model = settings;
    this.frameworks = library.all();
    const lexicon = loadLexicon();
    this.lexicon = lexicon;
    this.analyzer = new TextAnalyzer(new NameIndex(this.frameworks), lexicon);
    this.scorer = new Scorer(model);
    this.sense = new NameSense(sense, this.scorer, lexicon);
    this.noneOutput = model.frameworks.outputs.indexOf(NO_FRAMEWORK);
    this.outputs = this.frameworks.map((it) => model.frameworks.outputs.indexOf(it.id));
    const added = this.frameworks
      .map((framework, index) => ({ framework, index }))
      .filter(({ index }) => this.outputs[index] === -1);
    this.symptoms = new SymptomIndex(added, lexicon);
  }

  /** @param text  Any string; offsets of the evidence refer to it. */
  detect(text: string): Detection {
    const startedAt = performance.now();
    const analysis = this.withSenses(this.analyzer.analyze(text));
    const scores = this.scorer.score(analysis);
    const strategic = analysis.tokens.length > 0 && scores.strategic >= this.minStrategic(analysis);
    const found = strategic ? this.choose(analysis, scores) : { frameworks: [], runnersUp: [] };
    return { strategic, ...found, elapsedMs: performance.now() - startedAt };
  }

  /** With the names that the words around them take for something else as such. */
  private withSenses(analysis: TextAnalysis): TextAnalysis {
    if (analysis.mentions.length === 0) return analysis;
    const mentions = analysis.mentions.map((mention, place) => {
      if (mention.kind === 'vetoed' || place >= MAX_SENSED) return mention;
      const output = this.outputs[mention.framework] ?? -1;
      // An own framework is not in the model: its names are taken at their word.
      if (output < 0) return mention;
      const isMeant = this.sense.chance(analysis, mention, output, this.noneOutput) >= this.model.thresholds.meant;
      return isMeant ? mention : { ...mention, kind: 'vetoed' as const };
    });
    return { ...analysis, mentions };
  }

  /** How strategic a text must be: one name may have another sense, two seldom do. */
  private minStrategic(analysis: TextAnalysis): number {
    const { strategic, strategicWhenNamed } = this.model.thresholds;
    const named = reliablyNamed(analysis);
    if (named.size === 0 || analysis.namesProveNothing) return strategic;
    return named.size > 1 ? strategicWhenNamed * SHARE_WHEN_SEVERAL : strategicWhenNamed;
  }

  private choose(analysis: TextAnalysis, scores: Scores): Pick<Detection, 'frameworks' | 'runnersUp'> {
    const named = this.namedIn(analysis, scores);
    const names = new Set(named.map((it) => it.framework.id));
    const implied = this.impliedBy(analysis, scores, named.length > 0).filter((it) => !names.has(it.framework.id));
    const frameworks = [...named, ...this.infer(implied, named.length > 0)]
      .slice(0, MAX_FRAMEWORKS)
      .map((it) => this.describe(analysis, scores, it))
      .filter(({ evidence }) => evidence.length > 0)
      .sort((a, b) => b.confidence - a.confidence);
    const taken = new Set(frameworks.map(({ id }) => id));
    const best = frameworks[0]?.name;
    const runnersUp = implied
      .filter((it) => !taken.has(it.framework.id) && it.confidence >= MIN_RUNNER_UP_CONFIDENCE)
      .slice(0, MAX_RUNNERS_UP)
      .map((it) => this.explainLoss(analysis, scores, it, best));
    return { frameworks, runnersUp };
  }

  private namedIn(analysis: TextAnalysis, scores: Scores): Candidate[] {
    const counted = withoutRejected(
      analysis,
      analysis.mentions.filter((it) => this.counts(analysis, scores, it)),
    );
    return [...Map.groupBy(counted, (it) => it.framework)].flatMap(([index, mentions]) => {
      const framework = this.frameworks[index];
      if (framework === undefined) return [];
      const confidence = Math.max(...mentions.map((it) => this.trustIn(it)));
      return [{ framework, confidence, mentions, output: this.outputs[index] ?? -1 }];
    });
  }

  private counts(analysis: TextAnalysis, scores: Scores, mention: Mention): boolean {
    if (mention.kind === 'vetoed') return false;
    if (mention.kind !== 'bare') return true;
    const output = this.outputs[mention.framework] ?? -1;
    if (output >= 0 && (scores.chances[output] ?? 0) >= MIN_CHANCE_FOR_BARE) return true;
    return (
      scores.strategic >= MIN_STRATEGIC_FOR_BARE &&
      isWrittenAsName(analysis.text, quoteOf(analysis, mention.first, mention.last).quote)
    );
  }

  private trustIn(mention: Mention): number {
    const { certain, confirmed, bare, corrected } = this.model.trust;
    if (mention.corrected) return corrected;
    return mention.kind === 'certain' ? certain : mention.kind === 'confirmed' ? confirmed : bare;
  }

  private impliedBy({ tokens }: TextAnalysis, scores: Scores, besideNamed: boolean): Candidate[] {
    const acceptance = besideNamed ? this.model.acceptanceBesideNamed : this.model.acceptance;
    const chanceOfNone = this.noneOutput < 0 ? 0 : (scores.chances[this.noneOutput] ?? 0);
    const curve = acceptanceIn(acceptance, chanceOfNone, scores.strategic);
    const candidates: Candidate[] = [];
    const minChance = chanceOnCurve(curve, MIN_RUNNER_UP_CONFIDENCE);
    for (const [index, framework] of this.frameworks.entries()) {
      const output = this.outputs[index] ?? -1;
      if (output < 0) continue;
      const chance = scores.chances[output] ?? 0;
      if (chance < minChance) continue;
      const confidence = onCurve(curve, logOdds(chance));
      candidates.push({ framework, confidence, mentions: [], output });
    }
    for (const match of this.symptoms.find(tokens)) {
      const framework = this.frameworks[match.framework];
      if (framework !== undefined)
        candidates.push({ framework, confidence: match.confidence, mentions: [], output: -1, match });
    }
    return candidates.sort((a, b) => b.confidence - a.confidence);
  }

  /** The implied frameworks that are certain enough. */
  private infer(implied: readonly Candidate[], besideNamed: boolean): readonly Candidate[] {
    const { first, further, besideNamed: beside, most } = this.model.thresholds;
    return implied
      .slice(0, most)
      .filter((it, place) => it.confidence >= (besideNamed ? beside : place === 0 ? first : further));
  }

  private describe(analysis: TextAnalysis, scores: Scores, candidate: Candidate): DetectedFramework {
    const { framework, mentions } = candidate;
    return {
      id: framework.id,
      name: framework.name,
      confidence: rounded(candidate.confidence),
      kind: mentions.length > 0 ? 'explicit' : 'implied',
      evidence:
        mentions.length > 0 ? evidenceOfMentions(analysis, mentions) : this.evidence(analysis, scores, candidate),
      source: sourceOf(framework),
    };
  }

  private evidence(analysis: TextAnalysis, scores: Scores, { match, output }: Candidate): Evidence[] {
    if (match !== undefined) return [quoteOf(analysis, match.first, match.last)];
    const passage = analysis.passages[scores.strongest[output] ?? 0];
    if (passage === undefined) return [quoteOf(analysis, 0, analysis.tokens.length - 1)];
    return evidenceOfPassage(analysis, passage, { lexicon: this.lexicon, model: this.scorer.frameworks, output });
  }

  private explainLoss(
    analysis: TextAnalysis,
    scores: Scores,
    candidate: Candidate,
    best: string | undefined,
  ): RunnerUp {
    const { framework } = candidate;
    const confidence = rounded(candidate.confidence);
    const index = this.frameworks.indexOf(framework);
    const otherSense = analysis.mentions.find((it) => it.framework === index && it.kind === 'vetoed');
    if (otherSense !== undefined) {
      const word = shortened(quoteOf(analysis, otherSense.first, otherSense.last).quote);
      return { id: framework.id, confidence, why: `"${word}" is used here in another sense.` };
    }
    const words = shortened(this.evidence(analysis, scores, candidate)[0]?.quote ?? '');
    const why =
      best === undefined
        ? `"${words}" hints at it, but the text says too little to be sure.`
        : `"${words}" points to it too, but the text as a whole fits ${best} better.`;
    return { id: framework.id, confidence, why };
  }
}

/** Of several frameworks that are named, those that the text does not turn down; all of them if it turns down each. */
function withoutRejected({ tokens }: TextAnalysis, mentions: readonly Mention[]): readonly Mention[] {
  if (new Set(mentions.map((it) => it.framework)).size < 2) return mentions;
  const meant = mentions.filter((it) => !isRejected(tokens, it));
  return meant.length === 0 ? mentions : meant;
}

/** Indices of the frameworks whose names mean nothing else, or are confirmed by their context. */
function reliablyNamed({ mentions }: TextAnalysis): ReadonlySet<number> {
  return new Set(
    mentions.filter(({ kind }) => kind === 'certain' || kind === 'confirmed').map(({ framework }) => framework),
  );
}

/** Whether an ordinary word is capitalized as a name, as in "RAPID" or "North Star", in a text not all in capitals. */
function isWrittenAsName(text: string, quote: string): boolean {
  if (text === text.toUpperCase()) return false;
  const words = quote.split(/[^\p{L}]+/u).filter((word) => word !== '');
  const letters = words.join('');
  if (letters.length > 1 && letters === letters.toUpperCase()) return true;
  return words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word));
}

function sourceOf(framework: Framework): string {
  const { authors, work, year } = framework.origin;
  const surnames = authors.map((author) => author.split(' ').at(-1) ?? author);
  const publisher = surnames.length > 2 ? `${surnames[0] ?? ''} et al.` : surnames.join(' & ');
  const parts = [
    publisher === '' ? (work ?? 'common practice') : publisher,
    ...(year === undefined ? [] : [String(year)]),
  ];
  return parts.join(', ');
}

function shortened(quote: string): string {
  const line = quote.replaceAll(/\s+/g, ' ');
  if (line.length <= MAX_INLINE_QUOTE_LENGTH) return line;
  return `${line.slice(0, MAX_INLINE_QUOTE_LENGTH).replace(/\s\S*$/, '')}…`;
}

/** Four decimals, the resolution of the calibration. */
function rounded(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}
