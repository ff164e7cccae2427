import { loadLexicon } from '../text/index.js';
import { loadDetectionModel, type DetectionModelData } from './detection-model.js';
import type { DetectedFramework, Detection, RunnerUp } from './detection.js';
import { evidenceOfMentions, evidenceOfPassage, quoteOf } from './evidence.js';
import type { Framework } from './framework.js';
import type { FrameworkLibrary } from './library.js';
import { NameIndex, type Mention } from './name-index.js';
import { TextReader, type Reading } from './reading.js';
import { chanceOnCurve, logOdds, onCurve, Scorer, type Scores } from './scorer.js';
import { SymptomIndex, type SymptomMatch } from './symptom-index.js';

/** Output of the model for a question that none of the frameworks answers. */
const NO_FRAMEWORK = 'none';
const MAX_FRAMEWORKS = 5;
const MAX_RUNNERS_UP = 5;
/** A runner-up less likely than this is not worth naming. */
const MIN_RUNNER_UP = 0.15;
/** Quotations in a sentence are cut to this many characters. */
const MAX_INLINE_QUOTE_LENGTH = 60;
/** How much surer a text must be of asking for judgement before a bare ordinary word counts as a name. */
const BARE_NEEDS_STRATEGIC = 0.7;
/** A bare ordinary word counts as a name when the situation gives its framework at least this chance. */
const BARE_NEEDS_CHANCE = 0.08;

/** A framework on the way into a detection. */
interface Candidate {
  readonly framework: Framework;
  readonly confidence: number;
  /** Where it is named; empty when implied. */
  readonly mentions: readonly Mention[];
  /** Output of the model, -1 for a framework it does not know. */
  readonly output: number;
  /** The stretch that resembles a symptom, for a framework the model does not know. */
  readonly match?: SymptomMatch;
}

/**
 * Finds the strategic frameworks that a text names or calls for, with the words that say so.
 *
 * Names are looked up; situations are weighed by a small linear model fitted beforehand (`npm run detector:fit`). The
 * text is data throughout: nothing in it is obeyed.
 *
 * @remarks Pure, synchronous, linear in the text; not reentrant, which a synchronous caller cannot make it.
 */
export class FrameworkDetector {
  private readonly frameworks: readonly Framework[];
  private readonly reader: TextReader;
  private readonly scorer: Scorer;
  /** For each framework its output of the model, or -1. */
  private readonly outputs: readonly number[];
  private readonly noneOutput: number;
  private readonly symptoms: SymptomIndex;
  /** Without the weights, whose text takes as much memory as they do. */
  private readonly model: Omit<DetectionModelData, 'frameworks' | 'strategic'>;

  constructor(library: FrameworkLibrary, model: DetectionModelData = loadDetectionModel()) {
    const { frameworks: _frameworks, strategic: _strategic, ...settings } = model;
    this.model = settings;
    this.frameworks = library.all();
    const lexicon = loadLexicon();
    this.reader = new TextReader(new NameIndex(this.frameworks), lexicon);
    this.scorer = new Scorer(model);
    this.noneOutput = model.frameworks.outputs.indexOf(NO_FRAMEWORK);
    this.outputs = this.frameworks.map((it) => model.frameworks.outputs.indexOf(it.id));
    const unknown = this.frameworks.map((framework, index) => ({ framework, index }));
    this.symptoms = new SymptomIndex(
      unknown.filter(({ index }) => this.outputs[index] === -1),
      lexicon,
    );
  }

  /** @param text  Any string; offsets of the evidence refer to it. */
  detect(text: string): Detection {
    const startedAt = performance.now();
    const reading = this.reader.read(text);
    const scores = this.scorer.score(reading);
    const { strategic: least, strategicWhenNamed } = this.model.thresholds;
    const strategic =
      reading.tokens.length > 0 &&
      scores.strategic >= (isReliablyNamed(reading) && !reading.namesProveNothing ? strategicWhenNamed : least);
    const found = strategic ? this.choose(text, reading, scores) : { frameworks: [], runnersUp: [] };
    return { strategic, ...found, elapsedMs: performance.now() - startedAt };
  }

  private choose(text: string, reading: Reading, scores: Scores): Pick<Detection, 'frameworks' | 'runnersUp'> {
    const named = this.namedIn(text, reading, scores);
    const names = new Set(named.map((it) => it.framework.id));
    const implied = this.impliedBy(reading, scores, named.length > 0).filter((it) => !names.has(it.framework.id));
    const inferred = this.mayInfer(scores) ? this.pick(implied, named.length > 0) : [];
    const chosen = [...named, ...inferred].slice(0, MAX_FRAMEWORKS);
    const frameworks = chosen
      .map((it) => this.describe(text, reading, scores, it))
      .sort((a, b) => b.confidence - a.confidence);
    const taken = new Set(chosen.map((it) => it.framework.id));
    const best = frameworks[0]?.name;
    const runnersUp = implied
      .filter((it) => !taken.has(it.framework.id) && it.confidence >= MIN_RUNNER_UP)
      .slice(0, MAX_RUNNERS_UP)
      .map((it) => this.explainLoss(text, reading, scores, it, best));
    return { frameworks, runnersUp };
  }

  private namedIn(text: string, reading: Reading, scores: Scores): Candidate[] {
    const byFramework = new Map<number, Mention[]>();
    for (const mention of reading.mentions) {
      if (!this.counts(text, reading, scores, mention)) continue;
      const list = byFramework.get(mention.framework) ?? [];
      if (list.length === 0) byFramework.set(mention.framework, list);
      list.push(mention);
    }
    return [...byFramework].flatMap(([index, mentions]) => {
      const framework = this.frameworks[index];
      if (framework === undefined) return [];
      const confidence = Math.max(...mentions.map((it) => this.trustIn(it)));
      return [{ framework, confidence, mentions, output: this.outputs[index] ?? -1 }];
    });
  }

  private counts(text: string, reading: Reading, scores: Scores, mention: Mention): boolean {
    if (mention.kind === 'vetoed') return false;
    if (mention.kind !== 'bare') return true;
    const output = this.outputs[mention.framework] ?? -1;
    if (output >= 0 && (scores.chances[output] ?? 0) >= BARE_NEEDS_CHANCE) return true;
    return (
      scores.strategic >= BARE_NEEDS_STRATEGIC &&
      isWrittenAsName(text, quoteOf(text, reading, mention.first, mention.last).quote)
    );
  }

  private trustIn(mention: Mention): number {
    const { certain, confirmed, bare, corrected } = this.model.trust;
    if (mention.corrected) return corrected;
    return mention.kind === 'certain' ? certain : mention.kind === 'confirmed' ? confirmed : bare;
  }

  private impliedBy(reading: Reading, scores: Scores, besideNamed: boolean): Candidate[] {
    const curve = besideNamed ? this.model.acceptanceBesideNamed : this.model.acceptance;
    const candidates: Candidate[] = [];
    const leastChance = chanceOnCurve(curve, MIN_RUNNER_UP);
    for (const [index, framework] of this.frameworks.entries()) {
      const output = this.outputs[index] ?? -1;
      if (output < 0) continue;
      const chance = scores.chances[output] ?? 0;
      if (chance < leastChance) continue;
      const confidence = onCurve(curve, logOdds(chance));
      candidates.push({ framework, confidence, mentions: [], output });
    }
    for (const match of this.symptoms.find(reading.tokens)) {
      const framework = this.frameworks[match.framework];
      if (framework !== undefined)
        candidates.push({ framework, confidence: match.confidence, mentions: [], output: -1, match });
    }
    return candidates.sort((a, b) => b.confidence - a.confidence);
  }

  private mayInfer(scores: Scores): boolean {
    const { strategicWhenImplied, none } = this.model.thresholds;
    const chanceOfNone = this.noneOutput < 0 ? 0 : (scores.chances[this.noneOutput] ?? 0);
    return scores.strategic >= strategicWhenImplied && chanceOfNone <= none;
  }

  private pick(implied: readonly Candidate[], besideNamed: boolean): readonly Candidate[] {
    const { first, further, besideNamed: beside, most } = this.model.thresholds;
    return implied
      .slice(0, most)
      .filter((it, place) => it.confidence >= (besideNamed ? beside : place === 0 ? first : further));
  }

  private describe(text: string, reading: Reading, scores: Scores, candidate: Candidate): DetectedFramework {
    const { framework, mentions } = candidate;
    return {
      id: framework.id,
      name: framework.name,
      confidence: rounded(candidate.confidence),
      kind: mentions.length > 0 ? 'explicit' : 'implied',
      evidence:
        mentions.length > 0
          ? evidenceOfMentions(text, reading, mentions)
          : this.evidence(text, reading, scores, candidate),
      source: sourceOf(framework),
    };
  }

  private evidence(
    text: string,
    reading: Reading,
    scores: Scores,
    candidate: Candidate,
  ): ReturnType<typeof evidenceOfPassage> {
    if (candidate.match !== undefined) return [quoteOf(text, reading, candidate.match.first, candidate.match.last)];
    const passage = reading.passages[scores.loudest[candidate.output] ?? 0];
    if (passage === undefined) return [quoteOf(text, reading, 0, reading.tokens.length - 1)];
    return evidenceOfPassage(text, reading, passage, this.scorer.frameworks, candidate.output);
  }

  private explainLoss(
    text: string,
    reading: Reading,
    scores: Scores,
    candidate: Candidate,
    best: string | undefined,
  ): RunnerUp {
    const { framework } = candidate;
    const confidence = rounded(candidate.confidence);
    const index = this.frameworks.indexOf(framework);
    const otherSense = reading.mentions.find((it) => it.framework === index && it.kind === 'vetoed');
    if (otherSense !== undefined) {
      const word = shortened(quoteOf(text, reading, otherSense.first, otherSense.last).quote);
      return { id: framework.id, confidence, why: `"${word}" is used here in another sense.` };
    }
    const words = shortened(this.evidence(text, reading, scores, candidate)[0]?.quote ?? '');
    const why =
      best === undefined
        ? `"${words}" hints at it, but the text says too little to be sure.`
        : `"${words}" points to it too, but the text as a whole fits ${best} better.`;
    return { id: framework.id, confidence, why };
  }
}

function isReliablyNamed(reading: Reading): boolean {
  return reading.mentions.some((it) => it.kind === 'certain' || it.kind === 'confirmed');
}

/** Capitals make a name of an ordinary word, as in "RAPID" or "North Star", unless everything is in capitals. */
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
  const who = surnames.length > 2 ? `${surnames[0] ?? ''} et al.` : surnames.join(' & ');
  const parts = [who === '' ? (work ?? 'common practice') : who, ...(year === undefined ? [] : [String(year)])];
  return parts.join(', ');
}

function shortened(quote: string): string {
  const line = quote.replaceAll(/\s+/g, ' ');
  if (line.length <= MAX_INLINE_QUOTE_LENGTH) return line;
  return `${line.slice(0, MAX_INLINE_QUOTE_LENGTH).replace(/\s\S*$/, '')}…`;
}

/** Four decimals tell all that calibration can. */
function rounded(confidence: number): number {
  return Math.round(confidence * 10_000) / 10_000;
}
