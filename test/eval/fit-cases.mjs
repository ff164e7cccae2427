// Fits the model that recognizes situations, on the phrasings of the case library and on texts about something else.
//   node test/eval/fit-cases.mjs
// How well it recognizes texts that it was not fitted on: node test/eval/recognition.mjs
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CaseModel, NO_CASE, OFF_TOPIC, SENSITIVE } from '../../dist/playbook/reading/case-model.js';
import { addCaseFeatures } from '../../dist/playbook/reading/case-features.js';
import { FeatureList, loadLexicon, openingFeature, tokenize } from '../../dist/text/index.js';
import { caseScenes, ordinaryTexts, trainItems } from './dataset.mjs';
import { fitSparse } from './linear-fit.mjs';

const ROOT = join(import.meta.dirname, '../..');
const CASES = join(ROOT, 'src/playbook/content/cases');
const MORE = join(ROOT, 'test/eval/train/phrasings');
const MODEL = 'playbook/reading/case-model.json';
const FIT = {
  link: 'softmax',
  l2: 0.03,
  steps: 50,
  rate: 0.25,
  minSeen: 2,
  keep: 260_000,
  again: { steps: 15, rate: 0.1 },
};
/** Beside a phrasing, a sentence of the case says less about how people bring it. */
const SENTENCE_WEIGHT = 0.3;
const CUE_WEIGHT = 0.5;
const OFF_TOPIC_WEIGHT = 0.5;
/** Scenes are told as people tell them to a stranger, unlike phrasings. */
const SCENE_WEIGHT = 2;

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
const outputs = [...keys, ...sensitiveIds.map((id) => `${SENSITIVE}${id}`), OFF_TOPIC, NO_CASE];
const [offTopic, none] = [outputs.length - 2, outputs.length - 1];
const targets = outputs.map((_, output) => Float64Array.from(outputs, (__, at) => (at === output ? 1 : 0)));

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
  const output = id === 'look-alikes' ? none : outputs.indexOf(`${SENSITIVE}${id}`);
  for (const text of phrasings) add(text, output, 'sensitive', 1);
}
for (const scene of caseScenes()) add(scene.text, outputs.indexOf(scene.case), 'scene', SCENE_WEIGHT);
for (const { text } of [...ordinaryTexts(), ...trainItems().filter((it) => !it.strategic)])
  add(text, offTopic, 'other', OFF_TOPIC_WEIGHT);
for (const one of texts) one.features = featuresOf(one.text);

const fitted = (some) =>
  fitSparse(
    some.map(({ features, output, weight }) => ({ features, target: targets[output], weight })),
    { ...FIT, outputs },
  );

/** The factor on scores with the likeliest truth, on texts left out of a fit. */
function sharpness() {
  const isLeftOut = ({ kind, at }) => kind !== 'sentence' && at % 5 === 0;
  const situations = fitted(texts.filter((one) => !isLeftOut(one)));
  const lossAt = (factor) => {
    const model = new CaseModel({ situations, sharpness: factor });
    let loss = 0;
    for (const { text, output, weight } of texts.filter(isLeftOut))
      loss -= weight * Math.log(Math.max(1e-9, model.chances(text)[output]));
    return loss;
  };
  const tried = [1, 1.25, 1.5, 1.75, 2, 2.5, 3].map((factor) => ({ factor, loss: lossAt(factor) }));
  return tried.reduce((best, one) => (one.loss < best.loss ? one : best)).factor;
}

const factor = sharpness();
const data = JSON.stringify({ situations: fitted(texts), sharpness: factor });
for (const folder of ['src', 'dist']) writeFileSync(join(ROOT, folder, MODEL), data);
console.log(
  `${keys.length} cases, ${sensitiveIds.length} sensitive situations, ${texts.length} texts, sharpness ${factor}, ${(data.length / 1e6).toFixed(2)} MB`,
);
