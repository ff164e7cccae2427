import 'reflect-metadata';

import { parseArgs, type ParseArgsConfig } from 'node:util';

import { NestFactory } from '@nestjs/core';

import { Authenticator } from '../access/index.js';
import { AppModule } from '../app/index.js';
import { newId } from '../core/index.js';
import { loadConfig } from '../config/index.js';
import { AnswerPipeline, askSchema, validate, type Answer, type Ask } from '../answers/index.js';
import { COLOR_STYLE, PLAIN_STYLE } from './output/style.js';
import { terminalStyle, terminalWidth } from './output/style.js';
import { viewAnswer } from './output/answer-view.js';

import { EXIT, UsageError } from './usage.js';

const ASK_OPTIONS = {
  role: { type: 'string' },
  class: { type: 'string' },
  'deadline-ms': { type: 'string' },
  persona: { type: 'string', multiple: true },
  'no-enhance': { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

/** `claude-director ask`: answers one question in this process. */
export async function ask(args: string[]): Promise<number> {
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

/** Answers in this process, through the pipeline of the service. */
async function answerHere(message: Ask): Promise<Answer> {
  const app = await NestFactory.createApplicationContext(AppModule.forCommandLine(loadConfig()), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  try {
    const pipeline = app.get(AnswerPipeline, { strict: false });
    const { anonymous: caller } = app.get(Authenticator, { strict: false });
    const context = pipeline.classify({ requestId: newId('req'), caller, message, headers: {} });
    return (await pipeline.answer(pipeline.accept(message, context))).answer;
  } finally {
    await app.close();
  }
}

function view({ question }: Ask, answer: Answer): string {
  return viewAnswer(question, answer, terminalWidth(), terminalStyle());
}

async function readStandardInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text.trim();
}
