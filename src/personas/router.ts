import { join } from 'node:path';

import type { Detection } from '../frameworks/index.js';
import { LinearModel, type LinearModelData, readModel } from '../text/index.js';

import { mediatorOf, type Persona } from './catalog.js';
import { frameworkFeature, RoutingReader, surestFrameworkFeature, type RoutingReading } from './routing-features.js';
import { personasAddressed } from './routing-mentions.js';

/** The earlier question that a question refers to. */
export interface EarlierQuestion {
  readonly question: string;
  /** Lead persona of its answer. */
  readonly lead: string | null;
  /** Whether the new question is underspecified by itself. */
  readonly isDecisive: boolean;
}

/** Input of {@link PersonaRouter.route}. */
export interface RouteRequest {
  readonly text: string;
  readonly detection: Detection;
  /** The asker's role in their own words, e.g. "VP Engineering". */
  readonly role?: string;
  /** Persona ids requested through the API; unknown ones are ignored. */
  readonly requested?: readonly string[];
  /** Earlier turns of the conversation, oldest first. */
  readonly history?: readonly { readonly lead: string; readonly frameworks: readonly string[] }[];
  readonly reference?: EarlierQuestion;
}

export interface RoutedPersona {
  readonly id: string;
  /** Fit, 0 to 1. */
  readonly score: number;
  /** A few words each. */
  readonly reasons: readonly string[];
}

export interface Route {
  /** `null` if the text is not strategic and no persona was requested. */
  readonly lead: RoutedPersona | null;
  /** At most three, best first. */
  readonly support: readonly RoutedPersona[];
  /** Settles conflicts between two of them whose interests are known to clash. */
  readonly mediator?: string;
}

/** The fitted part of routing, written by `npm run detector:fit`. */
export interface RoutingModelData {
  /** One output per persona: score as the lead. */
  readonly lead: LinearModelData;
  /** One output per persona: log-odds that it may lead or support. */
  readonly support: LinearModelData;
  readonly thresholds: {
    /** Minimum probability of a supporting persona. */
    readonly support: number;
    /** Maximum number of supporting personas, up to 3. */
    readonly most: number;
  };
}

const MAX_SUPPORT = 3;
/** Minimum support score of a further persona. */
const MIN_SUPPORT = 0.6;
/** From the first fit on, the lead answers alone; below the second, with two others. */
const [ONE_DOMAIN, SEVERAL_DOMAINS] = [0.6, 0.4];
/** Share of the score for the lead of the last turn. */
const CONTINUITY = 0.06;
/** Share of the score for the lead of the answer referred to; the second, if the reference is decisive. */
const [REFERENCE, DECISIVE_REFERENCE] = [0.12, 0.3];
/** Reasons per persona. */
const MAX_REASONS = 3;
/** Minimum weight of a word named as a reason, relative to the heaviest word. */
const REASON_SHARE = 0.6;

/**
 * Chooses the lead and supporting personas of an answer.
 *
 * Personas requested through the API or addressed by name come first; otherwise a linear model (`npm run detector:fit`)
 * weighs the words, the detected frameworks and the asker's role.
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
    // A request through the API gets the named personas and no others.
    if (!detection.strategic || requested.length > 0) {
      return withMediator(chosen[0] ?? null, chosen.slice(1, 1 + MAX_SUPPORT));
    }

    const byLead = [...ranked].filter(([id]) => !asked.includes(id)).sort((a, b) => b[1].score - a[1].score);
    const lead = chosen.shift() ?? (byLead[0] === undefined ? null : routed(byLead[0][0]));
    const minSupport = Math.max(this.thresholds.support, MIN_SUPPORT);
    const maxFurther = Math.min(this.thresholds.most, supportersFor(ranked.get(lead?.id ?? '')?.score ?? 0));
    const further = byLead
      .filter(([id, it]) => id !== lead?.id && it.support >= minSupport)
      .sort((a, b) => b[1].support - a[1].support)
      .slice(0, maxFurther)
      .map(([id, it]) => ({ ...routed(id), score: rounded(it.support) }));
    return withMediator(lead, [...chosen, ...further].slice(0, MAX_SUPPORT));
  }

  private rank(reading: RoutingReading, request: RouteRequest): Map<string, { score: number; support: number }> {
    const { features } = reading;
    this.leadModel.score(features, 0, features.length, this.leadScores);
    this.supportModel.score(features, 0, features.length, this.supportScores);
    const earlierLead = earlierLeadOf(request);
    const continuity = continuityOf(request);
    const maxScore = Math.max(...this.leadScores);
    let sum = 0;
    for (const score of this.leadScores) sum += Math.exp(score - maxScore);

    const ranked = new Map<string, { score: number; support: number }>();
    for (const [output, id] of this.leadModel.outputs.entries()) {
      if (!this.known.has(id)) continue;
      const fit = Math.exp((this.leadScores[output] ?? 0) - maxScore) / sum;
      const score = fit * (1 - continuity) + (id === earlierLead ? continuity : 0);
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
    if (earlierLeadOf(request) === id)
      reasons.push(request.reference === undefined ? 'led the last turn' : 'spoke of it before');
    return reasons;
  }

  /** The two words of the text with the largest weight for a persona. */
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
    const minWeight = (heaviest[0]?.weight ?? 0) * REASON_SHARE;
    const words = new Map<string, string>();
    for (const { word, weight } of heaviest) {
      const token = reading.tokens[word];
      if (token === undefined || weight < minWeight || words.size === 2) break;
      if (!words.has(token.word)) words.set(token.word, text.slice(token.start, token.end));
    }
    return [...words.values()];
  }
}

/** Lead of the turn referred to, or else of the last one. */
function earlierLeadOf({ history, reference }: RouteRequest): string | null | undefined {
  return reference === undefined ? history?.at(-1)?.lead : reference.lead;
}

function continuityOf({ reference }: RouteRequest): number {
  if (reference === undefined) return CONTINUITY;
  return reference.isDecisive ? DECISIVE_REFERENCE : REFERENCE;
}

/** Number of supporting personas by the fit of the lead: a clear lead means a question within one domain. */
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

/** The model shipped with the program. */
function loadRoutingModel(): RoutingModelData {
  return readModel(join(import.meta.dirname, 'routing-model.json.gz')) as RoutingModelData;
}
