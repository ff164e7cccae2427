import { parseArgs } from 'node:util';

import { askSchema, validate, type Answer, type Ask } from '../answers/index.js';
import { terminalStyle, terminalWidth } from './output/style.js';
import { viewAnswer, viewReceipt } from './output/answer-view.js';

import { messageOf, openAnswerer, textOf } from './asking.js';
import { COMMANDS } from './commands.js';
import { EXIT, UsageError } from './usage.js';

/** `claude-director ask`: answers one question in this process, or asks a running service. */
export async function ask(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: COMMANDS.ask.options, allowPositionals: true });
  const [question, ...rest] = positionals;
  if (question === undefined || rest.length > 0) throw new UsageError('ask takes one question; put it in quotes');
  if (values.stream === true && values.url === undefined) throw new UsageError('--stream needs --url');
  const message = validate(askSchema, messageOf(await textOf(question), values));
  await using answerer = await openAnswerer(values, values.conversation === undefined ? 'memory' : 'disk');

  if (values.stream !== true) {
    const answer = await answerer.ask(message);
    process.stdout.write(values.json === true ? `${JSON.stringify(answer, undefined, 2)}\n` : view(message, answer));
    return answer.receipt.met ? EXIT.answered : EXIT.failed;
  }
  if (values.json === true) {
    const answer = await answerer.ask(message, { onEvent: (event) => write(`${JSON.stringify(event)}\n`) });
    return answer.receipt.met ? EXIT.answered : EXIT.failed;
  }
  const answer = await answerer.ask(message, { onText: write });
  write(`\n\n${viewReceipt(answer, terminalWidth(), terminalStyle())}\n`);
  return answer.receipt.met ? EXIT.answered : EXIT.failed;
}

function write(text: string): void {
  process.stdout.write(text);
}

function view({ question }: Ask, answer: Answer): string {
  return viewAnswer(question, answer, terminalWidth(), terminalStyle());
}
