import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

import { askSchema, validate, type Answer } from '../answers/index.js';
import { AppError, reasonOf } from '../core/index.js';
import { viewReceipt } from './output/answer-view.js';
import { terminalStyle, terminalWidth } from './output/style.js';
import { wrapMarkdown } from './output/wrap.js';

import type { Answerer } from './answerer.js';
import { messageOf, openAnswerer, type AskValues } from './asking.js';
import { COMMANDS } from './commands.js';
import { EXIT } from './usage.js';

const HELP = `Ask anything; what follows continues the conversation.

  /receipt        how the last answer came about
  /persona <id>   who shall answer from now on; none: the one who knows best
  /class <class>  the deadline from now on; none: auto
  /role <role>    who asks from now on; none: it is not said
  /new            begin a new conversation
  /quit           leave, as Ctrl+D does
`;

/** `claude-director chat`: a conversation at the terminal, or through a pipe with a question a line. */
export async function chat(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: COMMANDS.chat.options });
  await using answerer = await openAnswerer(values);
  // Awaited here: what answers is closed when this function ends.
  return await new Chat(answerer, values).run();
}

/** One conversation: its settings, and the last answer. */
class Chat {
  readonly #style = terminalStyle();
  #values: AskValues;
  #answer: Answer | undefined;
  /** Questions that were not answered, or not in time. */
  #failures = 0;

  constructor(
    private readonly answerer: Answerer,
    values: AskValues,
  ) {
    this.#values = values;
  }

  /** Until the input ends, or `/quit`. */
  async run(): Promise<number> {
    const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
    const input = createInterface({
      input: process.stdin,
      ...(isTerminal ? { output: process.stdout } : {}),
      prompt: this.#style.bold('› '),
      completer: complete,
    });
    input.on('SIGINT', () => input.close());
    if (isTerminal) {
      process.stdout.write(`${HELP}\n`);
      input.prompt();
    }
    for await (const line of input) {
      const text = line.trim();
      if (text === '/quit' || text === '/exit') break;
      if (text !== '') process.stdout.write(`${await this.#reply(text)}\n`);
      if (isTerminal) input.prompt();
    }
    input.close();
    return this.#failures === 0 ? EXIT.answered : EXIT.failed;
  }

  async #reply(text: string): Promise<string> {
    const [command = '', ...words] = text.split(/\s+/);
    const operand = words.length === 0 ? undefined : words.join(' ');
    switch (command) {
      case '/receipt':
        return this.#answer === undefined ? 'nothing was answered yet' : this.#receipt(this.#answer);
      case '/persona':
        this.#values = { ...this.#values, persona: operand === undefined ? undefined : [operand] };
        return operand === undefined ? 'the one who knows best answers' : `${operand} answers`;
      case '/class':
        this.#values = { ...this.#values, class: operand };
        return `class ${operand ?? 'auto'}`;
      case '/role':
        this.#values = { ...this.#values, role: operand };
        return `you ask as ${operand ?? 'anyone'}`;
      case '/new':
        this.#answer = undefined;
        return 'a new conversation begins';
      case '/help':
        return HELP.trimEnd();
      default:
        return text.startsWith('/') ? `there is no ${command}; /help says what there is` : this.#ask(text);
    }
  }

  async #ask(question: string): Promise<string> {
    try {
      const conversation = this.#answer?.conversationId;
      const message = validate(askSchema, messageOf(question, { ...this.#values, conversation }));
      const answer = await this.answerer.ask(message);
      this.#answer = answer;
      if (!answer.receipt.met) this.#failures++;
      const { elapsedMs, met, class: requestClass, degradations } = answer.receipt;
      const missing = degradations.map(({ effect }) => `; missing: ${effect}`).join('');
      const note = `${requestClass}, ${elapsedMs.toFixed(0)} ms${met ? '' : ', late'}${missing}`;
      return `\n${this.#style.emphasis(wrapMarkdown(answer.answer.markdown, terminalWidth()))}\n\n${this.#style.dim(note)}\n`;
    } catch (error) {
      // A question that cannot be answered ends the question, not the conversation.
      if (!(error instanceof AppError)) throw error;
      this.#failures++;
      return this.#style.bad(reasonOf(error));
    }
  }

  #receipt(answer: Answer): string {
    return viewReceipt(answer, terminalWidth(), this.#style);
  }
}

const WORDS = ['/receipt', '/persona ', '/class ', '/role ', '/new', '/help', '/quit'];

function complete(line: string): [string[], string] {
  return [WORDS.filter((word) => word.startsWith(line)), line];
}
