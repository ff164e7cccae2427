// Fits the model that recognizes situations, on the phrasings of the case library and on texts about something else.
//   node test/eval/fit-cases.mjs [--folds 5]
// With --folds nothing is written: prints how often the left-out phrasings are recognized.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { CaseModel, NO_CASE, OFF_TOPIC } from '../../dist/playbook/reading/case-model.js';
import { addCaseFeatures } from '../../dist/playbook/reading/case-features.js';
import { FeatureList, loadLexicon, openingFeature, tokenize } from '../../dist/text/index.js';
import { ordinaryTexts, trainItems } from './dataset.mjs';
import { fitLinear, sparse } from './linear-fit.mjs';

const ROOT = join(import.meta.dirname, '../..');
const CASES = join(ROOT, 'src/playbook/content/cases');
const MORE = join(ROOT, 'test/eval/train/phrasings');
const MODEL = 'playbook/reading/case-model.json';
const FIT = { link: 'softmax', l2: 0.15, steps: 60, rate: 0.25, minSeen: 2 };
const GATE_FIT = { link: 'sigmoid', l2: 0.05 };
/** Weights per feature, and the least of them in steps of 1/127 of the heaviest of its output. */
const SPARSE = { most: 24, least: 2 };
/** Beside a phrasing, a sentence of the case says less about how people bring it. */
const SENTENCE_WEIGHT = 0.3;
const CUE_WEIGHT = 0.5;
const OFF_TOPIC_WEIGHT = 0.5;

const { values: options } = parseArgs({
  options: { folds: { type: 'string' }, errors: { type: 'string', default: '0' } },
});

function loadCases() {
  return readdirSync(CASES)
    .sort()
    .flatMap((area) =>
      readdirSync(join(CASES, area))
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => JSON.parse(readFileSync(join(CASES, area, name), 'utf8'))),
    );
}

const list = new FeatureList();
function featuresOf(text) {
  const tokens = tokenize(text);
  list.clear();
  addCaseFeatures(tokens, loadLexicon(), list);
  const openings = new Set(tokens.map((it) => openingFeature(it.word)));
  const features = new Map();
  for (let at = 0; at < list.length; at += 1) {
    const hash = list.hashAt(at);
    features.set(hash, openings.has(hash) ? 0.5 : 1);
  }
  return features;
}

/** Further texts of a case: words and phrases that belong to it, and phrasings. */
function loadMore(area, id) {
  const file = join(MORE, area, `${id}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { cues: [], phrasings: [] };
}

const cases = loadCases();
const sensitive = existsSync(join(MORE, 'sensitive'))
  ? readdirSync(join(MORE, 'sensitive'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(MORE, 'sensitive', name), 'utf8')))
  : [];
const sensitiveIds = sensitive.map(({ id }) => id).filter((id) => id !== 'look-alikes');
const keys = cases.map(({ area, id }) => `${area}/${id}`);
const outputs = [...keys, OFF_TOPIC, NO_CASE];
const [offTopic, none] = [outputs.length - 2, outputs.length - 1];
const targetOf = ({ output }) => Float64Array.from(outputs, (_, at) => (at === output ? 1 : 0));

const texts = [];
const add = (text, output, kind, weight) => texts.push({ text, output, kind, weight, at: texts.length });
for (const [output, one] of cases.entries()) {
  const more = loadMore(one.area, one.id);
  for (const text of [...one.phrasings, ...more.phrasings]) add(text, output, 'phrasing', 1);
  for (const text of more.cues ?? []) add(text, output, 'sentence', CUE_WEIGHT);
  const sentences = [
    one.said,
    one.stake,
    one.meaning,
    one.changes,
    ...one.questions,
    ...one.verdicts.flatMap(({ asks }) => asks),
    ...one.options.map(({ name, signs }) => `${name} ${signs.join(' ').replaceAll('*', '')}`),
    ...one.objections.map(({ says }) => says),
  ];
  for (const text of sentences) add(text, output, 'sentence', SENTENCE_WEIGHT);
}
for (const { id, phrasings } of sensitive) {
  const isHarmless = id === 'look-alikes';
  for (const text of phrasings)
    add(text, isHarmless ? none : sensitiveIds.indexOf(id), isHarmless ? 'look-alike' : 'sensitive', 1);
}
for (const { text } of [...ordinaryTexts(), ...trainItems().filter((it) => !it.strategic)])
  add(text, offTopic, 'other', OFF_TOPIC_WEIGHT);
for (const one of texts) one.features = featuresOf(one.text);

/** Three models from the same texts: situations, whether a text is sensitive, and which sensitive situation. */
function fitted(some) {
  const harmful = some.filter(({ kind }) => kind === 'sensitive');
  const ordinary = some.filter(({ kind }) => kind !== 'sensitive');
  const examplesOf = (list, target) =>
    list.map((one) => ({ features: one.features, target: target(one), weight: one.weight }));
  const one = (output, count) => Float64Array.from({ length: count }, (_, at) => (at === output ? 1 : 0));
  return {
    cases: sparse(fitLinear(examplesOf(ordinary, targetOf), { ...FIT, outputs }), SPARSE),
    gate: sparse(
      fitLinear(
        examplesOf(some, ({ kind }) => Float64Array.of(kind === 'sensitive' ? 1 : 0)),
        { ...FIT, ...GATE_FIT, outputs: ['sensitive'] },
      ),
      SPARSE,
    ),
    sensitive: sparse(
      fitLinear(
        examplesOf(harmful, ({ output }) => one(output, sensitiveIds.length)),
        { ...FIT, outputs: sensitiveIds },
      ),
      SPARSE,
    ),
  };
}

if (options.folds === undefined) {
  const data = JSON.stringify({ ...fitted(texts), sharpness: sharpnessFrom(leftOut(5, 1)) });
  for (const folder of ['src', 'dist']) writeFileSync(join(ROOT, folder, MODEL), data);
  console.log(`${keys.length} cases, ${texts.length} texts, ${(data.length / 1e6).toFixed(2)} MB`);
} else {
  const seen = leftOut(Number(options.folds), 2);
  const sharpness = sharpnessFrom(seen);
  console.log(`sharpness ${sharpness}`);
  const models = new Map();
  for (const one of seen) {
    if (!models.has(one.data)) models.set(one.data, new CaseModel({ ...one.data, sharpness }));
    one.scores = models.get(one.data).score(one.text);
    one.sensitivity = models.get(one.data).sensitivity(one.text);
  }
  report(seen);
}

/** Texts left out of `parts` fits, each with the model that was fitted without it. */
function leftOut(folds, parts) {
  const seen = [];
  for (let fold = 0; fold < parts; fold += 1) {
    const isLeftOut = (one) => one.kind !== 'sentence' && one.at % folds === fold;
    const data = fitted(texts.filter((one) => !isLeftOut(one)));
    for (const one of texts.filter(isLeftOut)) seen.push({ ...one, data });
  }
  return seen;
}

/** The factor with the likeliest truth. */
function sharpnessFrom(seen) {
  const lossAt = (sharpness) => {
    const models = new Map();
    let loss = 0;
    for (const { data, output, text, weight } of seen.filter(({ kind }) => kind !== 'sensitive')) {
      if (!models.has(data)) models.set(data, new CaseModel({ ...data, sharpness }));
      loss -= weight * Math.log(Math.max(1e-9, models.get(data).chances(text)[output]));
    }
    return loss;
  };
  const tried = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4].map((sharpness) => ({ sharpness, loss: lossAt(sharpness) }));
  return tried.reduce((best, one) => (one.loss < best.loss ? one : best)).sharpness;
}

function report(seen) {
  const own = seen.filter(({ kind }) => kind === 'phrasing');
  const idOf = (output) => outputs[output].slice(outputs[output].indexOf('/') + 1);
  const share = (some, holds) => `${((100 * some.filter(holds).length) / Math.max(1, some.length)).toFixed(1)} %`;
  const isFirst = ({ scores, output }) => scores.cases[0]?.id === idOf(output);
  console.log(`phrasings left out: ${own.length}, of ${keys.length} cases`);
  console.log(
    `first: ${share(own, isFirst)}; among three: ${share(own, ({ scores, output }) => scores.cases.some(({ id }) => id === idOf(output)))}`,
  );
  for (const sure of [0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6]) {
    const confident = own.filter(({ scores }) => (scores.cases[0]?.confidence ?? 0) >= sure);
    console.log(
      `  margin ${sure}: ${share(own, (it) => confident.includes(it))} answered, ${share(confident, isFirst)} of them right`,
    );
  }
  const other = seen.filter(({ kind }) => kind === 'other');
  for (const off of [0.4, 0.5, 0.6, 0.7, 0.8]) {
    console.log(
      `  off topic at ${off}: ${share(other, ({ scores }) => scores.offTopic >= off)} of others, ${share(own, ({ scores }) => scores.offTopic >= off)} of phrasings`,
    );
  }
  const harmful = seen.filter(({ kind }) => kind === 'sensitive');
  const harmless = seen.filter(({ kind }) => kind !== 'sensitive');
  const lookAlikes = seen.filter(({ kind }) => kind === 'look-alike');
  for (const least of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]) {
    const alarmed = ({ sensitivity }) => sensitivity.confidence >= least;
    console.log(
      `  sensitive at ${least}: ${share(harmful, alarmed)} found; ${share(lookAlikes, alarmed)} of look-alikes, ${share(harmless, alarmed)} of all others`,
    );
  }
  const right = ({ sensitivity, output }) => sensitivity.id === sensitiveIds[output];
  console.log(`  the right one of them: ${share(harmful, right)}`);
  for (const one of own.filter((it) => !isFirst(it)).slice(0, Number(options.errors))) {
    console.log(
      `${idOf(one.output)} <- ${one.scores.cases.map(({ id, confidence }) => `${id} ${confidence.toFixed(2)}`).join(', ')} off ${one.scores.offTopic.toFixed(2)}: ${one.text.slice(0, 120)}`,
    );
  }
}
