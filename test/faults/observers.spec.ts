import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { register } from 'prom-client';

import { logEvents } from '../../src/monitoring/event-log.js';
import { observe } from '../../src/core/index.js';
import { modelCallFinished } from '../../src/models/index.js';
import { requestAnswered, requestShed } from '../../src/optimizer/index.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const UNPRINTABLE = {
  toString(): string {
    throw new Error('no text');
  },
};

describe('what observes the service', () => {
  let service: RunningApp;
  beforeEach(async () => {
    service = await RunningApp.start();
  });
  afterEach(() => service.stop());

  it('ends neither the service nor what it observes, whatever it throws', async () => {
    const ends = [requestAnswered, requestShed, modelCallFinished].flatMap((channel) =>
      [new Error('broken'), 'text', undefined, UNPRINTABLE].map((thrown) =>
        channel.subscribe(() => {
          throw thrown;
        }),
      ),
    );
    const { status, body } = await service.post('/v1/answers', { question: QUESTION, noCache: true });
    expect([status, body.status]).toEqual([200, 'complete']);
    // As from a provider whose numbers went unchecked.
    const usage = { inputTokens: -80, cachedInputTokens: Number.NaN, outputTokens: 1 };
    modelCallFinished.publish({ backend: 'x', outcome: 'used', durationMs: 1, usage, costDollars: -1 });
    for (const end of ends) end();
    const { text } = await service.get('/metrics');
    expect(text).toContain('observer_failures_total{observed="optimizer:request:answered"} 4');
    expect(text).toContain('observer_failures_total{observed="personas:model-call:finished"} 5');
  });

  it('leaves the other metrics readable when one cannot be read', async () => {
    const gauge = register.getSingleMetric('claude_director_load_ratio') as unknown as { set: (value: number) => void };
    gauge.set = () => {
      throw new TypeError('no number');
    };
    const { status, text } = await service.get('/metrics');
    expect(status).toBe(200);
    expect(text).toContain('claude_director_admission_open');
  });
});

describe('the log of failed observers', () => {
  it('has a line for the first, the tenth and the hundredth failure, also of what cannot be printed', () => {
    const lines: string[] = [];
    const end = logEvents({ log: () => undefined, warn: (line: string) => lines.push(line) });
    for (let i = 0; i < 250; i++) {
      observe('test', () => {
        throw UNPRINTABLE;
      });
    }
    end();
    expect(lines).toEqual(
      [1, 10, 100].map(
        (count) => `an observer of test has failed, ${count} times so far: an error that cannot be printed`,
      ),
    );
  });
});
