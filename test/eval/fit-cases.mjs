// Fits the model that recognizes situations and narrow questions, on how people bring them and on texts about something else.
//   node test/eval/fit-cases.mjs && node test/eval/fit-asked.mjs
// How well it recognizes texts that it was not fitted on: node test/eval/recognition.mjs
import { NO_CASE, NO_NARROW, OFF_TOPIC, SENSITIVE } from '../../dist/playbook/reading/case-model.js';
import {
  cases as allCases,
  exampleOf,
  fitSharpened,
  narrowQuestions,
  wordingsOf,
  sensitiveTexts,
  writeModel,
} from './case-texts.mjs';
import { caseScenes, dilemmaAsks, ordinaryTexts, trainItems } from './dataset.mjs';

const FIT = { link: 'softmax', l2: 0.01, epochs: 8, rate: 0.7, minSeen: 2 };
/** Weights that are kept: of situations, and of narrow questions. */
const KEEP = { situations: 400_000, narrow: 320_000 };
/** Who tells something sensitive, and is taken for somebody with an ordinary question, pays more than the other way round. */
const SENSITIVE_WEIGHT = 1.8;
/** Beside a phrasing, a sentence of the case says less about how people bring it. */
const SENTENCE_WEIGHT = 0.3;
const CUE_WEIGHT = 0.5;
const OFF_TOPIC_WEIGHT = 0.5;
/** Narrow questions are a leader's, and about none of the situations. */
const NARROW_WEIGHT = 0.04;
/** Scenes are told as people tell them to a stranger, unlike phrasings. */
const SCENE_WEIGHT = 2;
/** Among narrow questions, texts about situations stand for all that is none of them. */
const OTHER_WEIGHT = 0.3;

const cases = allCases();
const dilemmas = narrowQuestions();
const sensitive = sensitiveTexts();
const sensitiveIds = sensitive.map(({ id }) => id).filter((id) => id !== 'look-alikes');
const keys = cases.map(({ area, id }) => `${area}/${id}`);
const outputs = [...keys, ...sensitiveIds.map((id) => `${SENSITIVE}${id}`), OFF_TOPIC, NO_CASE];
const [offTopic, none] = [outputs.length - 2, outputs.length - 1];
const narrowOutputs = [...dilemmas.map(({ area, id }) => `${area}/${id}`), NO_NARROW];
const other = narrowOutputs.length - 1;

const sidesOf = (options) => options.map(({ name, signs }) => `${name} ${signs.join(' ').replaceAll('*', '')}`);
const examples = [];
const narrow = [];
const add = (text, output, weight, isWhole) => examples.push(exampleOf(text, output, weight, isWhole));
const addNarrow = (text, output, weight) => narrow.push(exampleOf(text, output, weight));
for (const [output, one] of cases.entries()) {
  const { cues = [], phrasings } = wordingsOf(one.area, one.id);
  for (const text of phrasings) {
    add(text, output, 1);
    addNarrow(text, other, OTHER_WEIGHT / 2);
  }
  for (const text of cues) add(text, output, CUE_WEIGHT, false);
  const sentences = [
    one.said,
    one.stake,
    one.meaning,
    one.changes,
    ...one.questions,
    ...one.verdicts.flatMap(({ asks }) => asks),
    ...sidesOf(one.options),
    ...one.objections.map(({ says }) => says),
  ];
  for (const text of sentences) add(text, output, SENTENCE_WEIGHT, false);
}
for (const { id, phrasings } of sensitive) {
  const output = id === 'look-alikes' ? none : outputs.indexOf(`${SENSITIVE}${id}`);
  for (const [at, text] of phrasings.entries()) {
    add(text, output, SENSITIVE_WEIGHT);
    if (at % 3 === 0) addNarrow(text, other, OTHER_WEIGHT);
  }
}
for (const scene of caseScenes()) {
  add(scene.text, outputs.indexOf(scene.case), SCENE_WEIGHT);
  addNarrow(scene.text, other, SCENE_WEIGHT * OTHER_WEIGHT);
}
for (const [output, { advice, question, said, sides, stake, verdict }] of dilemmas.entries())
  for (const text of [said, stake, question, verdict, advice, ...sidesOf(sides)])
    if (text !== undefined) addNarrow(text, output, SENTENCE_WEIGHT);
for (const { dilemma, text } of dilemmaAsks()) {
  add(text, none, NARROW_WEIGHT);
  addNarrow(text, narrowOutputs.indexOf(dilemma), 1);
}
for (const { text } of [...ordinaryTexts(), ...trainItems().filter((it) => !it.strategic)]) {
  add(text, offTopic, OFF_TOPIC_WEIGHT);
  addNarrow(text, other, OFF_TOPIC_WEIGHT);
}

const fitted = await fitSharpened(
  [
    { examples, outputs, keep: KEEP.situations },
    { examples: narrow, outputs: narrowOutputs, keep: KEEP.narrow },
  ],
  FIT,
);
const said = writeModel('case-model.json.gz', { ...fitted, asked: [] });
console.log(
  `${keys.length} cases, ${sensitiveIds.length} sensitive situations, ${dilemmas.length} narrow questions, ` +
    `${examples.length} + ${narrow.length} examples, sharpness ${fitted.sharpness}, ${said}`,
);
