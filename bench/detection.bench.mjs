// What finding the frameworks in a text costs, by its length.
import { join } from 'node:path';

import { FrameworkDetector, loadFrameworkLibrary } from '../dist/frameworks/index.js';
import { detectionCostUs } from '../test/eval/detection-cost.mjs';
import { readJsonl } from '../test/eval/score.mjs';
import { report } from './support/figures.mjs';
import { rowFigure } from './support/rows.mjs';
import { ROOT } from './support/service.mjs';

const memos = readJsonl(join(ROOT, 'test/eval/dev.jsonl'))
  .map(({ text }) => text)
  .join('\n\n');
const cost = detectionCostUs(new FrameworkDetector(loadFrameworkLibrary()), memos);
report('detection', {
  ...rowFigure('S6 question', cost[200]),
  ...rowFigure('S6 4 KB', cost[4_096]),
  ...rowFigure('S6 32 KB', cost[32_768]),
});
