import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import { Authenticator } from '../access/index.js';
import { AnswerPipeline, type Ask } from '../answers/index.js';
import { AppModule } from '../app/index.js';
import { loadConfig } from '../config/index.js';
import { newId } from '../core/index.js';

import type { Answerer } from './answerer.js';

/** The pipeline of the service, in this process. */
export async function openLocalAnswerer(keeps: 'disk' | 'memory'): Promise<Answerer> {
  const app = await NestFactory.createApplicationContext(AppModule.forCommandLine(loadConfig(), keeps), {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  const pipeline = app.get(AnswerPipeline, { strict: false });
  const { anonymous: caller } = app.get(Authenticator, { strict: false });
  const received = (message: Ask) => ({ requestId: newId('req'), caller, message, headers: {} });
  return {
    ask: async (message) => {
      const context = pipeline.classify(received(message));
      return (await pipeline.answer(pipeline.accept(message, context))).answer;
    },
    plan: async (message) => pipeline.plan(pipeline.receive(received(message))),
    [Symbol.asyncDispose]: () => app.close(),
  };
}
