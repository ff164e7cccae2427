// Fits the model that recognizes situations, on how people bring those of the case library and on texts about something else.
//   node test/eval/fit-cases.mjs
// How well it recognizes texts that it was not fitted on: node test/eval/recognition.mjs
import { NO_CASE, OFF_TOPIC, SENSITIVE } from '../../dist/playbook/reading/case-model.js';
import { bodiesOf, exampleOf, fitSharpened, wordingsOf, sensitiveTexts, writeModel } from './case-texts.mjs';
import { caseScenes, dilemmaAsks, ordinaryTexts, trainItems } from './dataset.mjs';

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
/** Narrow questions are a leader's, and about none of the situations. */
const NARROW_WEIGHT = 0.25;
/** Scenes are told as people tell them to a stranger, unlike phrasings. */
const SCENE_WEIGHT = 2;

const cases = bodiesOf('cases');
const sensitive = sensitiveTexts();
const sensitiveIds = sensitive.map(({ id }) => id).filter((id) => id !== 'look-alikes');
const keys = cases.map(({ area, id }) => `${area}/${id}`);
const outputs = [...keys, ...sensitiveIds.map((id) => `${SENSITIVE}${id}`), OFF_TOPIC, NO_CASE];
const [offTopic, none] = [outputs.length - 2, outputs.length - 1];

const examples = [];
const add = (text, output, weight, isWhole) => examples.push(exampleOf(text, output, weight, isWhole));
for (const [output, one] of cases.entries()) {
  const { cues = [], phrasings } = wordingsOf(one.area, one.id);
  for (const text of phrasings) add(text, output, 1);
  for (const text of cues) add(text, output, CUE_WEIGHT, false);
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
  for (const text of sentences) add(text, output, SENTENCE_WEIGHT, false);
}
for (const { id, phrasings } of sensitive) {
  const output = id === 'look-alikes' ? none : outputs.indexOf(`${SENSITIVE}${id}`);
  for (const text of phrasings) add(text, output, 1);
}
for (const scene of caseScenes()) add(scene.text, outputs.indexOf(scene.case), SCENE_WEIGHT);
for (const { text } of dilemmaAsks()) add(text, none, NARROW_WEIGHT);
for (const { text } of [...ordinaryTexts(), ...trainItems().filter((it) => !it.strategic)])
  add(text, offTopic, OFF_TOPIC_WEIGHT);

const said = writeModel('case-model.json', fitSharpened(examples, outputs, FIT));
console.log(`${keys.length} cases, ${sensitiveIds.length} sensitive situations, ${examples.length} texts, ${said}`);
