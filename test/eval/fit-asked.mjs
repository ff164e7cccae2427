// Fits when the likeliest narrow question is taken to be the one asked, and writes that into the model of situations.
//   node test/eval/fit-asked.mjs
// Learnt from the even half of what was set aside: the model says of texts that it was fitted on more than it knows.
import { join } from 'node:path';

import { CaseModel } from '../../dist/playbook/reading/case-model.js';
import { askedEvidence } from '../../dist/playbook/reading/narrow-candidate.js';
import { readModel } from '../../dist/text/index.js';
import { writeModel } from './case-texts.mjs';
import { fitLogistic } from './linear-fit.mjs';
import { readJsonl } from './score.mjs';

const HERE = import.meta.dirname;
/** People bring situations more often than narrow questions, and a wrong answer costs more than none. */
const OTHER_WEIGHT = 2;
const SETS = [
  { name: 'dilemma-asks-heldback', weight: 1 },
  { name: 'dilemma-asks-more', weight: 1 },
  { name: 'case-scenes-heldback', weight: OTHER_WEIGHT },
  { name: 'heldback-negatives', weight: OTHER_WEIGHT, isIncluded: ({ strategic }) => !strategic },
  { name: 'sensitive-oblique-heldback', weight: OTHER_WEIGHT },
];

const fitted = readModel(join(HERE, '../../src/playbook/reading/case-model.json.gz'));
const reader = new CaseModel({ ...fitted, asked: [] });
const points = SETS.flatMap(({ isIncluded = () => true, name, weight }) =>
  readJsonl(join(HERE, `${name}.jsonl`))
    .filter((one, at) => at % 2 === 0 && isIncluded(one))
    .flatMap(({ dilemma, text }) => {
      const [first] = reader.narrowIn(text);
      return first === undefined ? [] : [{ x: askedEvidence(first), y: first.id === dilemma ? 1 : 0, weight }];
    }),
);
const asked = fitLogistic(points);
const said = writeModel('case-model.json.gz', { ...fitted, asked });
console.log(`${points.length} texts, weights ${asked.join(', ')}, ${said}`);
