// Compiles the cues of sensitive questions: parsed at every start they would cost a third of a second and six megabytes.
//   npm run cues:compile
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileCues, encodeProgram } from '../../dist/playbook/sensitive/cue-program.js';

const { lists, cues } = JSON.parse(readFileSync(join(import.meta.dirname, 'sensitive-cues.json'), 'utf8'));
const program = encodeProgram(compileCues(lists, cues));
writeFileSync(
  join(import.meta.dirname, '../../src/playbook/content/sensitive/cue-program.json'),
  `${JSON.stringify(program)}\n`,
);
