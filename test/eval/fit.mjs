// Fits the detector and the router on train/*.jsonl and the library, prints cross-validated figures, writes the models.
//   node test/eval/fit.mjs [--folds 5] [--dry] [--misses] [--share 0.5] [--figures FILE]
// --share: only that share of the labelled texts, and nothing is written. --figures: writes the figures of each set as JSON.
// Deterministic: the same data and the same Node give the same files, byte for byte.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FrameworkDetector } from '../../dist/frameworks/index.js';
import { NameIndex } from '../../dist/frameworks/name-index.js';
import { addSenseFeatures } from '../../dist/frameworks/name-sense.js';
import { TextAnalyzer } from '../../dist/frameworks/text-analysis.js';
import { acceptanceIn, logOdds, onCurve, Scorer } from '../../dist/frameworks/scorer.js';
import { FeatureList, LinearModel, loadLexicon, modelBytes } from '../../dist/text/index.js';
import {
  administrativeTexts,
  devItems,
  featuresOf,
  frameworkIds,
  frameworkOutputs,
  heldbackItems,
  library,
  librarySentences,
  ordinaryTexts,
  targetOf,
  trainItems,
} from './dataset.mjs';
import { PERSONAS } from '../../dist/personas/catalog.js';
import { fitRouting, routesOf } from './fit-routing.mjs';
import { fitLinear, fitLogistic } from './linear-fit.mjs';
import { readJsonl, scoreItems } from './score.mjs';

const args = process.argv.slice(2);
const FOLDS = Number(args[args.indexOf('--folds') + 1] || 5) || 5;
const SHARE = Number(args[args.indexOf('--share') + 1]) || 1;
const FIGURES = args.includes('--figures') ? args[args.indexOf('--figures') + 1] : undefined;
const DRY = args.includes('--dry') || SHARE < 1;
const ROOT = join(import.meta.dirname, '../..');

const FRAMEWORK_FIT = { outputs: frameworkOutputs, link: 'softmax', l2: 0.3, epochs: 8, rate: 0.4, minSeen: 2 };
const STRATEGIC_FIT = { outputs: ['strategic'], link: 'sigmoid', l2: 0.1, epochs: 8, rate: 0.4, minSeen: 2 };
/** Library sentences show how leaders speak, but are too many beside the items. */
const SENTENCE_AS_STRATEGIC = 0.15;
const SENSE_FIT = { outputs: ['meant'], link: 'sigmoid', l2: 0.3, epochs: 8, rate: 0.4, minSeen: 2 };
/** At most this share of the names that leaders mean may be taken for something else. */
const LOST_MEANT = 0.002;
const NOT_STRATEGIC_WEIGHT = 1.5;
/** Texts that ask for judgement but for no framework are easily outvoted: they share one output. */
const NO_FRAMEWORK_WEIGHT = 1.2;
/** What a share of negatives with a false framework costs, in F1: a false one is worse than none. */
const FALSE_COST = 1;
/** Worth less by so much is no worse: a standard error of F1 over the labelled texts. */
const LEVEL = 0.005;
/** Leaders who name a framework expect to be understood: at most this share of them may be taken for somebody else. */
const LOST_WHEN_NAMED = 0.006;

/** Candidates of a text that the curves are fitted to. */
const CANDIDATES = 6;
const ACCEPTANCE_STEPS = Array.from({ length: 12 }, (_, i) => Number((0.3 + i * 0.04).toFixed(2)));
/** About the threshold for a strategic text, which is chosen apart. */
const MIN_STRATEGIC = 0.5;
const STRATEGIC_STEPS = Array.from({ length: 18 }, (_, i) => Number((0.05 + i * 0.05).toFixed(2)));

/** Spread over all files: the same texts whenever the share is at least as large. */
const isWithin = (_, at) => (Math.imul(at, 0x9e3779b1) >>> 0) / 2 ** 32 < SHARE;
const items = trainItems()
  .filter(isWithin)
  .map((item) => ({ ...item, features: featuresOf(item.text) }));
const always = [...ordinaryTexts(), ...administrativeTexts()].map((item) => ({
  ...item,
  features: featuresOf(item.text),
}));
const sentences = librarySentences();

function fitModels(items) {
  const chosen = [...items, ...always];
  const frameworkExamples = [
    ...chosen
      .filter((it) => it.strategic)
      .map((it) => ({
        features: it.features.words,
        target: targetOf(it),
        weight: it.must.length === 0 ? NO_FRAMEWORK_WEIGHT : 1,
      })),
    ...sentences.map((it) => ({ features: it.features.words, target: it.target, weight: it.weight })),
  ];
  const strategicExamples = [
    ...chosen.map((it) => ({
      features: it.features.whole,
      target: Float64Array.of(it.strategic ? 1 : 0),
      weight: it.strategic ? 1 : NOT_STRATEGIC_WEIGHT,
    })),
    ...sentences
      .filter((it) => it.symptom)
      .map((it) => ({ features: it.features.whole, target: Float64Array.of(1), weight: SENTENCE_AS_STRATEGIC })),
  ];
  return {
    frameworks: fitLinear(frameworkExamples, FRAMEWORK_FIT),
    strategic: fitLinear(strategicExamples, STRATEGIC_FIT),
  };
}

const analyzer = new TextAnalyzer(new NameIndex(library.all()), loadLexicon());

const senseList = new FeatureList();
const NONE = frameworkIds.length;
/** For each name in a text what its surroundings say of it, and whether it is meant. */
function sensesOf(scorer, item, reading) {
  return reading.mentions.map((mention) => {
    if (mention.kind === 'vetoed') return undefined;
    const id = frameworkIds[mention.framework];
    addSenseFeatures(
      reading,
      mention,
      { output: mention.framework, noneOutput: NONE },
      scorer,
      loadLexicon(),
      senseList,
    );
    const features = new Map();
    for (let at = 0; at < senseList.length; at += 1) features.set(senseList.hashAt(at), 1);
    return {
      features,
      isMeant: accepts(item, id),
      isMust: item.must.includes(id),
      weight: item.must.includes(id) || item.must.length === 0 ? 1 : 0.4,
    };
  });
}

const sensesIn = (observed) => observed.flatMap(({ senses }) => senses.filter((it) => it !== undefined));
const fitSense = (observed) =>
  fitLinear(
    sensesIn(observed).map(({ features, isMeant, weight }) => ({
      features,
      target: Float64Array.of(isMeant ? 1 : 0),
      weight,
    })),
    SENSE_FIT,
  );

/** What the models say of an item, before any threshold. */
function observe(scorer, item) {
  const reading = analyzer.analyze(item.text);
  const scores = scorer.score(reading);
  return {
    item,
    strategic: scores.strategic,
    namesProveNothing: reading.namesProveNothing,
    named: reading.mentions.map((it) => ({ id: frameworkIds[it.framework], kind: it.kind, corrected: it.corrected })),
    senses: sensesOf(scorer, item, reading),
    none: scores.chances[frameworkIds.length],
    chances: frameworkIds.map((id, output) => ({ id, x: logOdds(scores.chances[output]) })).sort((a, b) => b.x - a.x),
  };
}

const percent = (x) => (x === null ? '-' : `${(100 * x).toFixed(1)}%`);
const accepts = (item, id) => item.must.includes(id) || item.may.includes(id);
const isReliablyNamed = (seen) => !seen.namesProveNothing && isNamed(seen);
const isNamed = (seen) => seen.named.some((it) => it.kind === 'certain' || it.kind === 'confirmed');

/** Curves, trust in names, and thresholds, from predictions on items that the models were not fitted on. */
function calibrate(observed) {
  const strategicOnes = observed.filter((it) => it.item.strategic);
  /** How likely an adviser accepts a framework, from what is said of it, of none, and of the text, together. */
  const acceptanceOf = (beside) => {
    const points = observed
      .filter((seen) => isNamed(seen) === beside)
      .flatMap((seen) => {
        const names = new Set(seen.named.map((it) => it.id));
        const [none, strategic] = [logOdds(seen.none), logOdds(seen.strategic)];
        return seen.chances
          .filter((it) => !names.has(it.id))
          .slice(0, CANDIDATES)
          .map(({ id, x }) => ({ x: [1, x, none, strategic], y: accepts(seen.item, id) ? 1 : 0, weight: 1 }));
      });
    const [shift, framework, none, strategic] = fitLogistic(points);
    return { shift, framework, none, strategic };
  };
  const acceptance = acceptanceOf(false);
  const acceptanceBesideNamed = acceptanceOf(true);

  const trustOf = (pick) => {
    const mentions = strategicOnes.flatMap((seen) => seen.named.filter(pick).map((it) => accepts(seen.item, it.id)));
    return Number(((mentions.filter(Boolean).length + 4) / (mentions.length + 5)).toFixed(3));
  };
  const trust = {
    certain: trustOf((it) => it.kind === 'certain' && !it.corrected),
    confirmed: trustOf((it) => it.kind === 'confirmed' && !it.corrected),
    bare: trustOf((it) => it.kind === 'bare'),
    corrected: trustOf((it) => it.corrected),
  };

  // Of the thresholds that differ by chance only, the one nearest to an even bet.
  const leastStrategic = (seen) => {
    const tried = STRATEGIC_STEPS.map((threshold) => {
      const lost = seen.filter((it) => it.item.strategic && it.strategic < threshold).length;
      const kept = seen.filter((it) => !it.item.strategic && it.strategic >= threshold).length;
      return { threshold, cost: lost + kept };
    });
    const noise = Math.max(1, seen.length * 0.003);
    const best = Math.min(...tried.map((it) => it.cost));
    return tried
      .filter((it) => it.cost <= best + noise)
      .reduce((one, other) => (Math.abs(other.threshold - 0.5) < Math.abs(one.threshold - 0.5) ? other : one))
      .threshold;
  };

  const shareOf = (seen, isWrong) => seen.filter(isWrong).length / Math.max(1, seen.length);
  const namedByLeaders = strategicOnes.filter(isReliablyNamed);
  const whenNamed = STRATEGIC_STEPS.findLast(
    (threshold) => shareOf(namedByLeaders, (it) => it.strategic < threshold) <= LOST_WHEN_NAMED,
  );
  const unnamed = observed
    .filter((it) => !isReliablyNamed(it))
    .map((seen) => ({ ...seen, curve: acceptanceIn(acceptance, seen.none, seen.strategic) }));
  const tried = [];
  for (const most of [2, 3]) {
    for (const further of ACCEPTANCE_STEPS) {
      for (const first of ACCEPTANCE_STEPS.filter((it) => it <= further))
        tried.push({ ...impliedFigures(unnamed, { first, further, most }), first, further, most });
    }
  }
  // What is gained and lost is level over a wide range, where the best is chance: the middle of that range is taken.
  const worth = Math.max(...tried.map((it) => it.worth));
  const good = tried.filter((it) => it.worth >= worth - LEVEL);
  const fewest = Math.min(...good.map(({ most }) => most));
  const level = good
    .filter(({ most }) => most === fewest)
    .sort((one, other) => one.first - other.first || one.further - other.further);
  const best = level[Math.floor(level.length / 2)];
  console.log(`thresholds that do as well: ${level.map(({ first, further }) => `${first}/${further}`).join(' ')}`);
  return {
    acceptance,
    acceptanceBesideNamed,
    trust,
    thresholds: {
      strategic: leastStrategic(observed.filter((it) => !isReliablyNamed(it))),
      strategicWhenNamed: whenNamed ?? STRATEGIC_STEPS[0],
      first: best.first,
      further: best.further,
      besideNamed: 0.6,
      most: best.most,
    },
  };
}

function impliedFigures(observed, { first, further, most }) {
  let [right, wrong, hits, wanted, negatives, falseOnes] = [0, 0, 0, 0, 0, 0];
  for (const { chances, curve, item, strategic } of observed) {
    const isNegative = item.must.length === 0;
    if (isNegative) negatives += 1;
    else wanted += 1;
    if (strategic < MIN_STRATEGIC) continue;
    let picked = 0;
    let isHit = false;
    for (let place = 0; place < most; place += 1) {
      const { id, x } = chances[place];
      if (onCurve(curve, x) < (place === 0 ? first : further)) break;
      picked += 1;
      if (accepts(item, id)) right += 1;
      else wrong += 1;
      isHit ||= item.must.includes(id);
    }
    if (isHit) hits += 1;
    if (isNegative && picked > 0) falseOnes += 1;
  }
  const precision = right / (right + wrong || 1);
  const recall = hits / wanted;
  const f1 = (2 * precision * recall) / (precision + recall || 1);
  const falseShare = falseOnes / negatives;
  return { f1, precision, recall, falseShare, worth: f1 - FALSE_COST * falseShare };
}

const figures = { texts: items.length };

function report(title, gold, predictions) {
  const { byCategory } = scoreItems(gold, predictions);
  figures[title] = byCategory.overall;
  console.log(`\n${title}`);
  for (const [name, it] of Object.entries(byCategory)) {
    console.log(
      `  ${name.padEnd(8)} n ${String(it.items).padStart(4)}  precision ${percent(it.precision)}  recall ${percent(it.recall)}  ` +
        `F1 ${percent(it.f1)}  negatives with FP ${percent(it.negativesWithFp)}  lead ${percent(it.leadAccuracy)}  support ${percent(it.supportPrecision)}  ` +
        `strategic ${percent(it.strategicAccuracy)}`,
    );
  }
}

const foldOf = (index) => (index * 7) % FOLDS;
const folds = [];
const observed = [];
const observedFold = [];
for (let fold = 0; fold < FOLDS; fold += 1) {
  const models = fitModels(items.filter((_, index) => foldOf(index) !== fold));
  folds.push(models);
  const scorer = new Scorer(models);
  for (const [index, item] of items.entries())
    if (foldOf(index) === fold) {
      observed.push(observe(scorer, item));
      observedFold.push(fold);
    }
}
// Whether a name is meant, by models fitted without the fold of the text.
for (let fold = 0; fold < FOLDS; fold += 1) {
  folds[fold].sense = fitSense(observed.filter((_, index) => observedFold[index] !== fold));
  const model = new LinearModel(folds[fold].sense);
  const into = new Float64Array(1);
  for (const [index, { senses }] of observed.entries()) {
    if (observedFold[index] !== fold) continue;
    for (const sense of senses) {
      if (sense === undefined) continue;
      senseList.clear();
      for (const hash of sense.features.keys()) senseList.add(hash, -1);
      model.score(senseList, 0, senseList.length, into);
      sense.chance = 1 / (1 + Math.exp(-into[0]));
    }
  }
}
const musts = sensesIn(observed).filter((it) => it.isMust);
const others = sensesIn(observed).filter((it) => !it.isMeant);
const meant =
  STRATEGIC_STEPS.toReversed().find(
    (least) => musts.filter((it) => it.chance < least).length <= LOST_MEANT * musts.length,
  ) ?? 0.05;
for (const least of [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
  console.log(
    `meant >= ${least}: lost ${percent(musts.filter((it) => it.chance < least).length / musts.length)} of ${musts.length}, other senses seen ${percent(others.filter((it) => it.chance < least).length / others.length)} of ${others.length}`,
  );
for (const seen of observed)
  seen.named = seen.named.filter((_, at) => seen.senses[at] !== undefined && seen.senses[at].chance >= meant);
const calibration = calibrate(observed);
calibration.thresholds = { meant, ...calibration.thresholds };
console.log(JSON.stringify(calibration));

const detectionsOf = (detector, gold) => gold.map((item) => ({ item, detection: detector.detect(item.text) }));
const predictionsOf = (seen, routes) =>
  seen.map(({ item, detection }) => ({
    id: item.id,
    strategic: detection.strategic,
    frameworks: detection.frameworks.map((it) => it.id),
    ...routes.get(item.id),
  }));

const crossValidated = folds.map((models, fold) =>
  detectionsOf(
    new FrameworkDetector(library, { ...models, ...calibration }),
    items.filter((_, index) => foldOf(index) === fold),
  ),
);
const crossRoutes = new Map(
  crossValidated.flatMap((seen, fold) => [
    ...routesOf(fitRouting(crossValidated.filter((_, other) => other !== fold).flat(), sentences), PERSONAS, seen),
  ]),
);
if (args.includes('--misses')) {
  for (const { item, detection } of crossValidated.flat()) {
    const wrong = detection.frameworks.filter((it) => !accepts(item, it.id));
    const missed = item.must.length > 0 && !detection.frameworks.some((it) => item.must.includes(it.id));
    if (detection.strategic !== item.strategic || ('acd'.includes(item.category) && (wrong.length > 0 || missed))) {
      const got = detection.frameworks.map((it) => `${it.id}:${it.kind}:${it.confidence}`).join(' ');
      console.log(
        item.id,
        detection.strategic ? 'S' : '-',
        item.strategic ? 'S' : '-',
        item.must,
        `[${got}]`,
        item.text.slice(0, 230),
      );
    }
  }
}
report('cross-validated, train', items, predictionsOf(crossValidated.flat(), crossRoutes));

const model = { ...fitModels(items), sense: fitSense(observed), ...calibration };
const routing = fitRouting(crossValidated.flat(), sentences);
const detector = new FrameworkDetector(library, model);
for (const [title, gold] of [
  ['dev', devItems()],
  ['heldback', heldbackItems()],
  ['heldback-scenes', readJsonl(join(import.meta.dirname, 'heldback-scenes.jsonl'))],
  ['heldback-frameworks', readJsonl(join(import.meta.dirname, 'heldback-frameworks.jsonl'))],
  ['heldback-negatives', readJsonl(join(import.meta.dirname, 'heldback-negatives.jsonl'))],
]) {
  const seen = detectionsOf(detector, gold);
  report(title, gold, predictionsOf(seen, routesOf(routing, PERSONAS, seen)));
}
if (!DRY) {
  for (const folder of ['src', 'dist']) {
    writeFileSync(join(ROOT, folder, 'frameworks/detection-model.json.gz'), modelBytes(model));
    writeFileSync(join(ROOT, folder, 'personas/routing-model.json.gz'), modelBytes(routing));
  }
}
if (FIGURES !== undefined) writeFileSync(FIGURES, JSON.stringify(figures));
