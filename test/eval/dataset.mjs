// Labelled items and library sentences as training examples.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadFrameworkLibrary } from '../../dist/frameworks/index.js';
import { NameIndex } from '../../dist/frameworks/name-index.js';
import { TextAnalyzer } from '../../dist/frameworks/text-analysis.js';
import { loadLexicon, openingFeature } from '../../dist/text/index.js';
import { readJsonl } from './score.mjs';

const HERE = import.meta.dirname;

/** Labelled items; cross-validation leaves parts of these out. */
export const trainItems = () =>
  readdirSync(join(HERE, 'train'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readJsonl(join(HERE, 'train', name)));

/** How people bring a situation of the case library: `case` is its `area/id`. */
export const caseScenes = (folder = join(HERE, 'train/case-scenes')) =>
  readdirSync(folder)
    .sort()
    .flatMap((name) => readJsonl(join(folder, name)));

/** How people ask a narrow question: `dilemma` is its `area/id`. */
export const dilemmaAsks = () => caseScenes(join(HERE, 'train/dilemmas'));

const linesOf = (name) =>
  readFileSync(join(HERE, 'train', name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');

const unlabelled = { must: [], must_all: false, may: [], personas_lead: [], personas_support: [] };

/** Texts no leader needs advice on; always fitted on, never scored. */
export const ordinaryTexts = () =>
  linesOf('ordinary.txt').map((text, i) => ({ ...unlabelled, id: `ordinary-${i}`, text, strategic: false }));

/** Judgement is asked, but no framework of ours answers; always fitted on, never scored. */
export const administrativeTexts = () =>
  linesOf('administrative.txt').map((line, i) => {
    const [lead, text] = line.split('\t');
    return { ...unlabelled, id: `administrative-${i}`, text, strategic: true, personas_lead: [lead] };
  });

/** Short descriptions of situations, under a heading a framework. */
function situations() {
  const found = [];
  let id = '';
  for (const line of linesOf('situations.txt')) {
    if (line.startsWith('# ')) id = line.slice(2);
    else found.push({ id, text: line });
  }
  return found;
}
export const devItems = () => readJsonl(join(HERE, 'dev.jsonl'));
export const heldbackItems = () => readJsonl(join(HERE, 'heldback.jsonl'));

export const library = loadFrameworkLibrary();
export const frameworkIds = library.all().map((it) => it.id);
/** Outputs of the framework model; the last stands for "judgement is asked, but no framework of ours". */
export const frameworkOutputs = [...frameworkIds, 'none'];

const analyzer = new TextAnalyzer(new NameIndex(library.all()), loadLexicon());
/** Opening letters say less than stems and groups do. */
const OPENING_FACTOR = 0.5;

/** Features of a text as the detector sees them: of its words alone, and with those of the text as a whole. */
export function featuresOf(text) {
  const { tokens, features } = analyzer.analyze(text);
  const openings = new Set(tokens.map((it) => openingFeature(it.word)));
  const words = new Map();
  const whole = new Map();
  for (let at = 0; at < features.length; at += 1) {
    const hash = features.hashAt(at);
    const factor = openings.has(hash) ? OPENING_FACTOR : 1;
    if (features.wordAt(at) >= 0) words.set(hash, factor);
    whole.set(hash, factor);
  }
  return { words, whole };
}

/** Share of an item's weight that goes to the neighbours an adviser would accept as well. */
const NEIGHBOUR_SHARE = 0.3;

/** Where an item's weight goes among the outputs. */
export function targetOf({ must, may }) {
  const target = new Float64Array(frameworkOutputs.length);
  const add = (ids, share) => {
    for (const id of ids) target[frameworkOutputs.indexOf(id)] += share / ids.length;
  };
  if (must.length === 0) {
    add(['none'], may.length === 0 ? 1 : 0.6);
    if (may.length > 0) add(may, 0.4);
  } else {
    add(must, may.length === 0 ? 1 : 1 - NEIGHBOUR_SHARE);
    if (may.length > 0) add(may, NEIGHBOUR_SHARE);
  }
  return target;
}

/** The library's sentences and the situations as examples: symptoms weigh most, being in people's words. */
export function librarySentences() {
  const SYMPTOM_WEIGHT = 2;
  const PROSE_WEIGHT = 0.3;
  const more = Map.groupBy(situations(), (it) => it.id);
  return library.all().flatMap((framework) => {
    const known = framework.related.filter((id) => frameworkIds.includes(id));
    const target = targetOf({ must: [framework.id], may: known });
    const spoken = [...framework.symptoms, ...(more.get(framework.id) ?? []).map((it) => it.text)];
    const prose = [
      ...framework.fitsWhen,
      ...framework.questions,
      ...framework.pitfalls,
      ...framework.measures,
      ...framework.steps.map((it) => `${it.name}. ${it.how}`),
      framework.summary,
    ];
    return [
      ...spoken.map((text) => ({ text, target, weight: SYMPTOM_WEIGHT, symptom: true })),
      ...prose.map((text) => ({ text, target, weight: PROSE_WEIGHT, symptom: false })),
    ].map((it) => ({ ...it, framework, features: featuresOf(it.text) }));
  });
}
