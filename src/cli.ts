import 'reflect-metadata';

import { parseArgs, type ParseArgsConfig } from 'node:util';

import { NestFactory } from '@nestjs/core';
import { stringify } from 'yaml';

import { Authenticator } from './access/index.js';
import { InputInvalidError, problemFrom, PRODUCT_VERSION, validate } from './api/index.js';
import { AppModule } from './app.module.js';
import { mcp } from './cli/mcp-command.js';
import { EXIT, UsageError } from './cli/usage.js';
import { newId } from './common/index.js';
import { ConfigInvalidError, loadConfig, redactConfig } from './config/index.js';
import { LibraryError } from './frameworks/index.js';
import { askSchema, Guidance, type Answer, type Ask } from './guidance/index.js';
import { ClassPolicy } from './optimizer/index.js';
import { COLOR_STYLE, PLAIN_STYLE, viewAnswer } from './terminal/index.js';

const HELP = `claude-director ${PRODUCT_VERSION}: strategic guidance by a deadline, with a receipt

  claude-director ask "<question>"   answer a question; "-" reads it from standard input
      --role <role>                  who asks, for example "VP Engineering"
      --class <class>                critical, strategic, enhanced, multi-persona or auto
      --deadline-ms <ms>             shorten the deadline
      --persona <id>                 who shall answer; may be given several times
      --no-enhance                   without MCP servers
      --json                         the answer as JSON, as over REST
  claude-director mcp                serve an MCP client over standard input and output
      --print-config <client>        print the configuration of claude-code, cursor or claude-desktop
  claude-director config             print the effective configuration, secrets redacted
  claude-director --help | --version

Exit codes: 0 answered in time, 1 not answered or late, 2 wrong usage or configuration.
`;

const ASK_OPTIONS = {
  role: { type: 'string' },
  class: { type: 'string' },
  'deadline-ms': { type: 'string' },
  persona: { type: 'string', multiple: true },
  'no-enhance': { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

const WIDEST = 80;

async function run([command, ...args]: readonly string[]): Promise<number> {
  switch (command) {
    case 'ask':
      return ask(args);
    case 'mcp':
      return mcp(args);
    case 'config':
      process.stdout.write(stringify(redactConfig(loadConfig())));
      return EXIT.answered;
    case '--version':
      process.stdout.write(`${PRODUCT_VERSION}\n`);
      return EXIT.answered;
    case '--help':
    case undefined:
      process.stdout.write(HELP);
      return command === undefined ? EXIT.usage : EXIT.answered;
    default:
      process.stderr.write(`there is no command ${JSON.stringify(command)}\n\n${HELP}`);
      return EXIT.usage;
  }
}

async function ask(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: ASK_OPTIONS, allowPositionals: true });
  const [question, ...rest] = positionals;
  if (question === undefined || rest.length > 0) throw new UsageError('ask takes one question; put it in quotes');
  const message = validate(askSchema, {
    question: question === '-' ? await readStandardInput() : question,
    role: values.role,
    class: values.class,
    deadlineMs: values['deadline-ms'] === undefined ? undefined : Number(values['deadline-ms']),
    personas: values.persona,
    enhance: values['no-enhance'] === true ? 'never' : 'auto',
  });

  const answer = await answerHere(message);
  process.stdout.write(values.json === true ? `${JSON.stringify(answer, undefined, 2)}\n` : view(message, answer));
  return answer.receipt.met ? EXIT.answered : EXIT.failed;
}

/** Answers in this process, with the same guidance that the service uses. */
async function answerHere(message: Ask): Promise<Answer> {
  const app = await NestFactory.createApplicationContext(AppModule.forCommandLine(loadConfig()), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  try {
    const context = app.get(ClassPolicy, { strict: false }).open({
      requestId: newId('req'),
      caller: app.get(Authenticator, { strict: false }).anonymous,
      requestedClass: message.class,
      deadlineMs: message.deadlineMs,
    });
    return await app.get(Guidance, { strict: false }).ask(message, context);
  } finally {
    await app.close();
  }
}

function view({ question }: Ask, answer: Answer): string {
  const width = Math.min(process.stdout.columns ?? WIDEST, WIDEST);
  const hasColor = process.stdout.isTTY && process.stdout.hasColors() && process.env['NO_COLOR'] === undefined;
  return viewAnswer(question, answer, width, hasColor ? COLOR_STYLE : PLAIN_STYLE);
}

async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text.trim();
}

function report(error: unknown): number {
  const isUsage =
    error instanceof UsageError ||
    error instanceof InputInvalidError ||
    error instanceof ConfigInvalidError ||
    error instanceof LibraryError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  if (isUsage) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  process.stderr.write(`${problemFrom(error, newId('req')).detail}\n`);
  return EXIT.failed;
}

process.exitCode = await run(process.argv.slice(2)).catch(report);
