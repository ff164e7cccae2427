import { parseArgs } from 'node:util';

import { askSchema, validate } from '../answers/index.js';
import { viewPlan } from './output/plan-view.js';
import { terminalStyle } from './output/style.js';

import { messageOf, openAnswerer, textOf } from './asking.js';
import { COMMANDS } from './commands.js';
import { EXIT, UsageError } from './usage.js';

/** `claude-director plan`: what would happen to a question. */
export async function plan(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: COMMANDS.plan.options, allowPositionals: true });
  const [question, ...rest] = positionals;
  if (question === undefined || rest.length > 0) throw new UsageError('plan takes one question; put it in quotes');
  const message = validate(askSchema, messageOf(await textOf(question), values));
  await using answerer = await openAnswerer(values);
  const planned = await answerer.plan(message);
  process.stdout.write(
    values.json === true ? `${JSON.stringify(planned, undefined, 2)}\n` : viewPlan(planned, terminalStyle()),
  );
  return planned.admissible ? EXIT.answered : EXIT.failed;
}
