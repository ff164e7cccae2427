import { parseArgs } from 'node:util';

import { detectSchema, validate } from '../answers/index.js';
import { loadConfig } from '../config/index.js';
import { FrameworkCatalog } from '../frameworks/index.js';
import { viewDetection } from './output/plan-view.js';
import { terminalStyle } from './output/style.js';

import { textOf } from './asking.js';
import { COMMANDS } from './commands.js';
import { EXIT, UsageError } from './usage.js';

/** `claude-director detect`: the frameworks that apply to a text. */
export async function detect(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: COMMANDS.detect.options, allowPositionals: true });
  const [operand, ...rest] = positionals;
  if (operand === undefined || rest.length > 0) throw new UsageError('detect takes one text; put it in quotes');
  const { text } = validate(detectSchema, { text: await textOf(operand) });
  const detection = new FrameworkCatalog(loadConfig().frameworks.folder).current.detector.detect(text);
  process.stdout.write(
    values.json === true ? `${JSON.stringify(detection, undefined, 2)}\n` : viewDetection(detection, terminalStyle()),
  );
  return EXIT.answered;
}
