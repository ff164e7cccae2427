// Fits the routing models on the training items and on what the detector found in them when it was not fitted on them.
import { PersonaRouter } from '../../dist/personas/router.js';
import { RoutingReader, roleFeature } from '../../dist/personas/routing-features.js';
import { openingFeature, tokenize } from '../../dist/text/index.js';
import { fitLinear } from './linear-fit.mjs';
import { PERSONAS } from './score.mjs';

const LEAD_FIT = { outputs: PERSONAS, link: 'softmax', l2: 0.2, epochs: 10, rate: 0.7, minSeen: 2 };
const SUPPORT_FIT = { outputs: PERSONAS, link: 'sigmoid', l2: 1, epochs: 8, rate: 0.4, minSeen: 2 };
/** Factor on the rarity of features that are not words: there are few, and they say much. */
const FRAMEWORK_FACTOR = 2.5;
const ROLE_FACTOR = 1;
const OPENING_FACTOR = 0.5;
/** Share of the first of several acceptable leads. */
const FIRST_LEAD_SHARE = 0.6;
/** A sentence of the library beside an item. */
const SENTENCE_WEIGHT = 0.2;

const reader = new RoutingReader();

function featuresOf(item, detection, role) {
  const { tokens, features } = reader.read(item.text, detection, role);
  const openings = new Set(tokens.map((it) => openingFeature(it.word)));
  const roles = new Set(role === undefined ? [] : tokenize(role).map((it) => roleFeature(it.word)));
  const found = new Map();
  for (let at = 0; at < features.length; at += 1) {
    const hash = features.hashAt(at);
    if (features.wordAt(at) < 0) found.set(hash, roles.has(hash) ? ROLE_FACTOR : FRAMEWORK_FACTOR);
    else found.set(hash, openings.has(hash) ? OPENING_FACTOR : 1);
  }
  return found;
}

function examplesOf(seen) {
  const strategic = seen.filter(({ item }) => item.strategic && item.personas_lead.length > 0);
  const lead = [];
  const support = [];
  for (const { item, detection } of strategic) {
    const leads = new Float64Array(PERSONAS.length);
    const others = item.personas_lead.slice(1);
    leads[PERSONAS.indexOf(item.personas_lead[0])] += others.length === 0 ? 1 : FIRST_LEAD_SHARE;
    for (const id of others) leads[PERSONAS.indexOf(id)] += (1 - FIRST_LEAD_SHARE) / others.length;
    const welcome = new Set([...item.personas_lead, ...item.personas_support]);
    const supports = Float64Array.from(PERSONAS, (id) => (welcome.has(id) ? 1 : 0));
    // Callers often leave the role out: every item is seen with and without.
    for (const role of item.role === undefined ? [undefined] : [item.role, undefined]) {
      const weight = item.role === undefined ? 1 : 0.5;
      const features = featuresOf(item, detection, role);
      lead.push({ features, target: leads, weight });
      support.push({ features, target: supports, weight });
    }
  }
  return { lead, support };
}

/** The library says who leads with each framework: its sentences teach which words belong to whom. */
function examplesOfSentences(sentences) {
  return sentences
    .filter((it) => it.symptom)
    .flatMap(({ text, framework }) => {
      const target = new Float64Array(PERSONAS.length);
      const [first, second] = framework.personas.filter((id) => PERSONAS.includes(id));
      if (first === undefined) return [];
      target[PERSONAS.indexOf(first)] += second === undefined ? 1 : FIRST_LEAD_SHARE;
      if (second !== undefined) target[PERSONAS.indexOf(second)] += 1 - FIRST_LEAD_SHARE;
      const detection = { strategic: true, frameworks: [{ id: framework.id, name: framework.name }] };
      return [{ features: featuresOf({ text }, detection, undefined), target, weight: SENTENCE_WEIGHT }];
    });
}

/**
 * @param seen       Items with the detection made of each.
 * @param sentences  The library's sentences.
 */
export function fitRouting(seen, sentences) {
  const { lead, support } = examplesOf(seen);
  lead.push(...examplesOfSentences(sentences));
  return {
    lead: fitLinear(lead, LEAD_FIT),
    support: fitLinear(support, SUPPORT_FIT),
    thresholds: { support: 0.45, most: 2 },
  };
}

/** Leads and supports for items, by their ids. */
export function routesOf(model, personas, seen, { withRole = true } = {}) {
  const router = new PersonaRouter(personas, model);
  return new Map(
    seen.map(({ item, detection }) => {
      const role = withRole && item.role !== undefined ? { role: item.role } : {};
      const route = router.route({ text: item.text, detection, ...role });
      return [item.id, { lead: route.lead?.id ?? null, support: route.support.map((it) => it.id) }];
    }),
  );
}
