import type { Detection } from '../frameworks/index.js';
import { LinearModel } from '../text/index.js';
import { mediatorOf } from './catalog.js';
import type { Persona } from './persona.js';
import { frameworkFeature, RoutingReader, surestFrameworkFeature, type RoutingReading } from './routing-features.js';
import { personasAddressed } from './routing-mentions.js';
import { loadRoutingModel, type RoutingModelData } from './routing-model.js';

/** What of a conversation a question goes back to. */
export interface EarlierQuestion {
  readonly question: string;
  /** Who led the answer to it. */
  readonly lead: string | null;
  /** True where the new question says too little by itself. */
  readonly isDecisive: boolean;
}

/** What there is to decide on. */
export interface RouteRequest {
  readonly text: string;
  readonly detection: Detection;
  /** The asker's role in their own words, e.g. "VP Engineering". */
  readonly role?: string;
  /** Persona ids asked for through the API; unknown ones are ignored. */
  readonly requested?: readonly string[];
  /** Earlier turns of the conversation, oldest first. */
  readonly history?: readonly { readonly lead: string; readonly frameworks: readonly string[] }[];
  readonly reference?: EarlierQuestion;
}

export interface RoutedPersona {
  readonly id: string;
  /** How well it fits, 0 to 1. */
  readonly score: number;
  /** Why, in a few words each. */
  readonly reasons: readonly string[];
}

export interface Route {
  /** `null` when the text asks for no judgement and nobody was asked for. */
  readonly lead: RoutedPersona | null;
  /** At most three, best first. */
  readonly support: readonly RoutedPersona[];
  /** Who settles a conflict between two of them, where their interests are known to clash. */
  readonly mediator?: string;
}

const MAX_SUPPORT = 3;
/** Below this a second voice is an echo. */
const MIN_SUPPORT = 0.6;
/** A lead that fits this well speaks alone; below the second, two others are heard. */
const [ONE_DOMAIN, SEVERAL_DOMAINS] = [0.6, 0.4];
/** What having led the last turn is worth, as a share of the whole. */
const CONTINUITY = 0.06;
/** What having led the answer that the question goes back to is worth; the second, where that says what it is about. */
const [REFERENCE, DECISIVE_REFERENCE] = [0.12, 0.3];
/** Reasons given for one persona. */
const MAX_REASONS = 3;
/** A word must carry at least this share of the heaviest word's weight to be named as a reason. */
const REASON_SHARE = 0.6;

/**
 * Chooses who leads an answer and who supports it.
 *
 * Whoever is asked for, through the API or by name in the text, comes first; otherwise a small linear model, fitted
 * beforehand (`npm run detector:fit`), weighs the words, the frameworks found and the asker's role.
 */
export class PersonaRouter {
  private readonly reader = new RoutingReader();
  private readonly leadModel: LinearModel;
  private readonly supportModel: LinearModel;
  private readonly leadScores: Float64Array;
  private readonly supportScores: Float64Array;
  private readonly known: ReadonlySet<string>;
  private readonly thresholds: RoutingModelData['thresholds'];

  constructor(
    private readonly personas: readonly Persona[],
    model: RoutingModelData = loadRoutingModel(),
  ) {
    this.thresholds = model.thresholds;
    this.leadModel = new LinearModel(model.lead);
    this.supportModel = new LinearModel(model.support);
    this.leadScores = new Float64Array(model.lead.outputs.length);
    this.supportScores = new Float64Array(model.support.outputs.length);
    this.known = new Set(personas.map((it) => it.id));
  }

  route(request: RouteRequest): Route {
    const { text, detection, reference, role } = request;
    const requested = (request.requested ?? []).filter((id) => this.known.has(id));
    const addressed = personasAddressed(text, this.personas);
    const asked = [...new Set([...requested, ...addressed])];
    if (!detection.strategic && asked.length === 0) return { lead: null, support: [] };

    const read = reference?.isDecisive === true ? `${reference.question}\n\n${text}` : text;
    const reading = this.reader.read(read, detection, role);
    const ranked = this.rank(reading, request);
    const routed = (id: string, reason?: string): RoutedPersona => ({
      id,
      score: reason === undefined ? rounded(ranked.get(id)?.score ?? 0) : 1,
      reasons: [...(reason === undefined ? [] : [reason]), ...this.reasons(id, reading, request, read)].slice(
        0,
        MAX_REASONS,
      ),
    });

    const chosen = asked.map((id) => routed(id, requested.includes(id) ? 'requested' : 'addressed by name'));
    // Whoever names the personas gets those and no others.
    if (!detection.strategic || requested.length > 0) {
      return withMediator(chosen[0] ?? null, chosen.slice(1, 1 + MAX_SUPPORT));
    }

    const byLead = [...ranked].filter(([id]) => !asked.includes(id)).sort((a, b) => b[1].score - a[1].score);
    const lead = chosen.shift() ?? (byLead[0] === undefined ? null : routed(byLead[0][0]));
    const least = Math.max(this.thresholds.support, MIN_SUPPORT);
    const most = Math.min(this.thresholds.most, supportersFor(ranked.get(lead?.id ?? '')?.score ?? 0));
    const further = byLead
      .filter(([id, it]) => id !== lead?.id && it.support >= least)
      .sort((a, b) => b[1].support - a[1].support)
      .slice(0, most)
      .map(([id, it]) => ({ ...routed(id), score: rounded(it.support) }));
    return withMediator(lead, [...chosen, ...further].slice(0, MAX_SUPPORT));
  }

  private rank(reading: RoutingReading, request: RouteRequest): Map<string, { score: number; support: number }> {
    const { features } = reading;
    this.leadModel.score(features, 0, features.length, this.leadScores);
    this.supportModel.score(features, 0, features.length, this.supportScores);
    const spokeBefore = ledBefore(request);
    const continuity = continuityOf(request);
    const most = Math.max(...this.leadScores);
    let sum = 0;
    for (const score of this.leadScores) sum += Math.exp(score - most);

    const ranked = new Map<string, { score: number; support: number }>();
    for (const [output, id] of this.leadModel.outputs.entries()) {
      if (!this.known.has(id)) continue;
      const fit = Math.exp((this.leadScores[output] ?? 0) - most) / sum;
      const score = fit * (1 - continuity) + (id === spokeBefore ? continuity : 0);
      ranked.set(id, { score, support: 1 / (1 + Math.exp(-(this.supportScores[output] ?? 0))) });
    }
    return ranked;
  }

  private reasons(id: string, reading: RoutingReading, request: RouteRequest, read: string): string[] {
    const output = this.leadModel.outputs.indexOf(id);
    const reasons: string[] = [];
    if (output >= 0) {
      for (const { id: framework, name } of request.detection.frameworks) {
        const weight =
          this.leadModel.share(frameworkFeature(framework), output) +
          this.leadModel.share(surestFrameworkFeature(framework), output);
        if (weight > 0) reasons.push(`works with ${name}`);
        if (reasons.length === 2) break;
      }
      const words = this.wordsFor(output, reading, read);
      if (words.length > 0) reasons.push(`speaks to ${words.map((it) => `"${it}"`).join(', ')}`);
    }
    if (ledBefore(request) === id)
      reasons.push(request.reference === undefined ? 'led the last turn' : 'spoke of it before');
    return reasons;
  }

  /** The two words of the text that speak loudest for a persona. */
  private wordsFor(output: number, reading: RoutingReading, text: string): string[] {
    const weights = new Float64Array(reading.tokens.length);
    for (let at = 0; at < reading.features.length; at += 1) {
      const word = reading.features.wordAt(at);
      if (word < 0) continue;
      weights[word] = (weights[word] ?? 0) + this.leadModel.share(reading.features.hashAt(at), output);
    }
    const heaviest: { word: number; weight: number }[] = [];
    for (let word = 0; word < weights.length; word += 1) {
      const weight = weights[word] ?? 0;
      if (weight > 0) heaviest.push({ word, weight });
    }
    heaviest.sort((a, b) => b.weight - a.weight || a.word - b.word);
    const least = (heaviest[0]?.weight ?? 0) * REASON_SHARE;
    const words = new Map<string, string>();
    for (const { word, weight } of heaviest) {
      const token = reading.tokens[word];
      if (token === undefined || weight < least || words.size === 2) break;
      if (!words.has(token.word)) words.set(token.word, text.slice(token.start, token.end));
    }
    return [...words.values()];
  }
}

/** Who led the turn that the question goes back to, or else the last one. */
function ledBefore({ history, reference }: RouteRequest): string | null | undefined {
  return reference === undefined ? history?.at(-1)?.lead : reference.lead;
}

function continuityOf({ reference }: RouteRequest): number {
  if (reference === undefined) return CONTINUITY;
  return reference.isDecisive ? DECISIVE_REFERENCE : REFERENCE;
}

/** A question that one persona fits best by far lies within one domain. */
function supportersFor(fit: number): number {
  if (fit >= ONE_DOMAIN) return 0;
  return fit >= SEVERAL_DOMAINS ? 1 : 2;
}

function withMediator(lead: RoutedPersona | null, support: readonly RoutedPersona[]): Route {
  const present = lead === null ? [] : [lead, ...support];
  const mediator = present
    .flatMap((one, i) => present.slice(i + 1).map((other) => mediatorOf(one.id, other.id)))
    .find((persona) => persona !== undefined);
  return { lead, support, ...(mediator === undefined ? {} : { mediator: mediator.id }) };
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
