// What the model of situations and narrow questions is fitted on, and how.
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { addCaseFeatures } from '../../dist/playbook/reading/case-features.js';
import { readWords, SharpenedModel } from '../../dist/playbook/reading/case-model.js';
import { FeatureList, modelBytes, openingFeature } from '../../dist/text/index.js';
import { fitSparse } from './linear-fit.mjs';
import { readJsonl } from './score.mjs';

const ROOT = join(import.meta.dirname, '../..');
const CONTENT = join(ROOT, 'src/playbook/content');
const WORDINGS = join(ROOT, 'test/eval/train/phrasings');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Bodies of the cases, in a fixed order. */
export const cases = () => bodiesOf('cases');
/** Bodies of the narrow questions, in a fixed order. */
export const narrowQuestions = () => bodiesOf('dilemmas');

const bodiesOf = (kind) =>
  readdirSync(join(CONTENT, kind))
    .sort()
    .flatMap((name) => readJsonl(join(CONTENT, kind, name)));

/** How people say that they are in a situation, and words and phrases that belong to it. */
export const wordingsOf = (area, id) => readJson(join(WORDINGS, area, `${id}.json`));

/** Texts about sensitive situations, and texts that only look like them. */
export const sensitiveTexts = () =>
  readdirSync(join(WORDINGS, 'sensitive'))
    .sort()
    .map((name) => readJson(join(WORDINGS, 'sensitive', name)));

const list = new FeatureList();
function read(text) {
  const tokens = readWords(text);
  list.clear();
  addCaseFeatures(tokens, list);
  return tokens;
}

/** Hash to the factor on its rarity. */
export function featuresOf(text) {
  const tokens = read(text);
  const openings = new Set(tokens.map((it) => openingFeature(it.word)));
  const features = new Map();
  for (let at = 0; at < list.length; at += 1) {
    const hash = list.hashAt(at);
    features.set(hash, openings.has(hash) ? 0.5 : 1);
  }
  return features;
}

/**
 * An example of an output of a group: `text, output, weight`, and whether it may be left out to see how true the
 * probabilities are.
 */
export const exampleOf = (text, output, weight, isWhole = true) => ({ text, output, weight, isWhole });

/**
 * Fits twice: without every fifth whole text of the first group, to find the sharpness at which its probabilities are true,
 * and with all.
 *
 * @param groups Each with `examples`, `outputs` and the number of weights to `keep`.
 */
export async function fitSharpened(groups, options) {
  const known = new Map();
  const featuresIn = (text) => {
    if (!known.has(text)) known.set(text, featuresOf(text));
    return known.get(text);
  };
  const prepared = groups.map(({ examples, keep, outputs }) => {
    const targets = outputs.map((_, output) => Float32Array.from(outputs, (__, at) => (at === output ? 1 : 0)));
    return {
      keep,
      outputs,
      examples: examples.map((one) => ({ ...one, features: featuresIn(one.text), target: targets[one.output] })),
    };
  });
  const [first] = prepared;
  const isLeftOut = ({ isWhole }, at) => isWhole && at % 5 === 0;
  const leftOut = first.examples.filter(isLeftOut);
  const others = first.examples.filter((one, at) => !isLeftOut(one, at));
  const beside = fittedBeside([{ ...first, examples: others }], options);
  const model = fitSparse(prepared, options);
  const situations = await beside;
  const lossAt = (sharpness) => {
    const sharpened = new SharpenedModel(situations, [first.outputs.length], [sharpness]);
    let loss = 0;
    for (const { output, text, weight } of leftOut) {
      read(text);
      loss -= weight * Math.log(Math.max(1e-9, sharpened.chances(list)[output]));
    }
    return loss;
  };
  const tried = [1, 1.25, 1.5, 1.75, 2, 2.5, 3].map((factor) => ({ factor, loss: lossAt(factor) }));
  const sharpness = tried.reduce((best, one) => (one.loss < best.loss ? one : best)).factor;
  return { model, sharpness };
}

/** Fits on another core meanwhile. */
async function fittedBeside(groups, options) {
  const worker = new Worker(new URL('fit-worker.mjs', import.meta.url), { workerData: { groups, options } });
  const [fitted] = await once(worker, 'message');
  return fitted;
}

/** Writes a model beside its reader, in the sources and in the build. */
export function writeModel(name, model) {
  const data = modelBytes(model);
  for (const folder of ['src', 'dist']) writeFileSync(join(ROOT, folder, 'playbook/reading', name), data);
  return `${(data.length / 1e6).toFixed(2)} MB`;
}
