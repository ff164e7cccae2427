// Prints how well situations are recognized in texts that no model was fitted on.
//   node test/eval/recognition.mjs [--errors 20] [--floors]
// --errors: texts that were read as something else. --floors: exit code 1 when a figure of FLOORS is missed.
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { FrameworkDetector, loadFrameworkLibrary } from '../../dist/frameworks/index.js';
import { ConceptIndex } from '../../dist/playbook/reading/concept-index.js';
import { SituationReader } from '../../dist/playbook/reading/situation-reader.js';
import { readJsonl } from './score.mjs';

const HERE = import.meta.dirname;
/** Any day: what is recognized does not depend on it. */
const TODAY = new Date('2026-01-15T09:00:00Z');
const FLOORS = [
  { name: 'the likeliest is right', least: 0.69, of: ({ scenes }) => share(scenes, ({ place }) => place === 0) },
  { name: 'right among three', least: 0.82, of: ({ scenes }) => share(scenes, ({ place }) => place >= 0) },
  { name: 'sure readings that are right', least: 0.84, of: ({ scenes }) => share(scenes.filter(isSure), isRight) },
  { name: 'narrow questions, first', least: 0.42, of: ({ asked }) => share(asked, isRight) },
  { name: 'narrow questions, among three', least: 0.54, of: ({ asked }) => share(asked, ({ place }) => place >= 0) },
  { name: 'ordinary texts taken for sensitive', most: 0.08, of: ({ scenes }) => share(scenes, isSensitive) },
  { name: 'sensitive texts recognized', least: 0.95, of: ({ sensitive }) => share(sensitive, isSensitive) },
  { name: 'sensitive scenes recognized', least: 0.7, of: ({ hard }) => share(hard, isSensitive) },
  { name: 'oblique sensitive texts recognized', least: 0.65, of: ({ oblique }) => share(oblique, isSensitive) },
  { name: 'further look-alikes taken for sensitive', most: 0.08, of: ({ similar }) => share(similar, isSensitive) },
  { name: 'look-alikes taken for sensitive', most: 0.1, of: ({ alike }) => share(alike, isSensitive) },
  { name: 'everyday texts declined', least: 0.45, of: ({ everyday }) => share(everyday, isDeclined) },
  { name: 'everyday texts taken for sensitive', most: 0.12, of: ({ everyday }) => share(everyday, isSensitive) },
  { name: 'texts of leaders declined', most: 0.01, of: ({ leaders }) => share(leaders, isDeclined) },
];

const { values: options } = parseArgs({
  options: { errors: { type: 'string', default: '0' }, floors: { type: 'boolean' } },
});
const reader = new SituationReader(new ConceptIndex());
const library = loadFrameworkLibrary();
const detector = new FrameworkDetector(library);
const isDeclined = ({ lane }) => lane === 'off-topic';
const isSensitive = ({ lane }) => lane === 'sensitive';
const isSure = (one) => one.lane === 'advice' && one.sure;
const isRight = ({ place }) => place === 0;
const share = (some, holds) => some.filter(holds).length / Math.max(1, some.length);

/** How a text is read, and the place of the right situation among the likeliest, or -1. */
function readingOf({ text, language, case: situation, dilemma, batch = 1 }) {
  const right = situation ?? dilemma;
  const reading = reader.read({ question: text, earlier: [], isStrategic: true, frameworks: [], today: TODAY });
  const id = right?.slice(right.indexOf('/') + 1);
  return {
    text,
    language,
    batch,
    id,
    lane: reading.lane,
    sure: reading.isSure,
    cases: reading.cases,
    place: reading.cases.findIndex((one) => one.id === id),
  };
}

/** As in the service, where the detector says whether a leader asks for judgment. */
function detectedReadingOf({ text }) {
  const isStrategic = detector.detect(text).strategic;
  return reader.read({ question: text, earlier: [], isStrategic, frameworks: library.all(), today: TODAY });
}

const scenes = readJsonl(join(HERE, 'case-scenes-heldback.jsonl')).map(readingOf);
const asked = readJsonl(join(HERE, 'dilemma-asks-heldback.jsonl')).map(readingOf);
const more = readJsonl(join(HERE, 'dilemma-asks-more.jsonl')).map(readingOf);
const labelled = readJsonl(join(HERE, 'sensitive-heldback.jsonl'));
const figures = {
  everyday: readJsonl(join(HERE, 'everyday-heldback.jsonl')).map(detectedReadingOf),
  leaders: ['case-scenes', 'dilemma-asks']
    .flatMap((name) => readJsonl(join(HERE, `${name}-heldback.jsonl`)))
    .map(detectedReadingOf),
  scenes,
  asked,
  sensitive: labelled.filter(({ any }) => any?.length > 0).map(readingOf),
  alike: labelled.filter(({ any }) => !(any?.length > 0)).map(readingOf),
  oblique: readJsonl(join(HERE, 'sensitive-oblique-heldback.jsonl'))
    .filter(({ any }) => any.length > 0)
    .map(readingOf),
  similar: readJsonl(join(HERE, 'sensitive-oblique-heldback.jsonl'))
    .filter(({ any }) => any.length === 0)
    .map(readingOf),
  hard: readJsonl(join(HERE, 'sensitive-scenes-heldback.jsonl'))
    .filter(({ any }) => any?.length > 0)
    .map(readingOf),
};

const percent = (part) => `${(100 * part).toFixed(1).padStart(5)} %`;
/** Half the width of the interval that holds the true share in 95 of 100 draws. */
const spread = (part, count) => `±${(196 * Math.sqrt((part * (1 - part)) / Math.max(1, count))).toFixed(1)}`;
const line = (name, some) => {
  const first = share(some, isRight);
  console.log(
    `  ${name.padEnd(26)} ${String(some.length).padStart(4)} ${percent(first)} ${spread(first, some.length).padEnd(5)} ` +
      `${percent(share(some, ({ place }) => place >= 0))}   ${percent(share(some, isSure))}   ` +
      `${percent(share(some.filter(isSure), isRight))}     ${percent(share(some, isSensitive))}`,
  );
};
console.log('situations, set aside          n   first         of three  sure      sure right  sensitive');
for (const language of ['all', ...new Set(scenes.map((one) => one.language))]) {
  line(language, language === 'all' ? scenes : scenes.filter((one) => one.language === language));
}
for (const batch of [1, 2])
  line(
    `batch ${batch}`,
    scenes.filter((one) => one.batch === batch),
  );
line('narrow questions', asked);
line('those added later', more);
for (const one of scenes.filter((it) => it.lane !== 'advice' || !isRight(it)).slice(0, Number(options.errors))) {
  const seen = one.cases.map(({ id, confidence }) => `${id} ${confidence.toFixed(2)}`).join(', ');
  console.log(`\n${one.text.slice(0, 200)}\n  is ${one.id}; read as ${one.lane}: ${seen}`);
}

let missed = 0;
console.log('');
for (const { name, least, most, of } of FLOORS) {
  const value = of(figures);
  const isMet = least === undefined ? value <= most : value >= least;
  if (!isMet) missed += 1;
  console.log(
    `  ${isMet ? 'met   ' : 'missed'} ${name}: ${percent(value).trim()}, at ${least === undefined ? 'most' : 'least'} ${percent(least ?? most).trim()}`,
  );
}
if (options.floors && missed > 0) process.exitCode = 1;
