import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { answerSchema } from '../../src/answers/index.js';
import { problemSchema } from '../../src/api/index.js';
import { Deadline } from '../../src/core/index.js';
import { CLOCK } from '../../src/config/index.js';
import type { Clock } from '../../src/core/index.js';
import { Admission, OverloadedError } from '../../src/optimizer/index.js';
import { eventually } from '../support/eventually.js';
import { RunningApp } from '../support/running-app.js';

const QUESTION =
  'Adopt an AI coding assistant for all 60 developers now, or run a pilot with one team first? Cost is 40 a month each, and legal asks what happens with our code.';
const ASK = { question: QUESTION, noCache: true };

describe('an answer under overload', () => {
  let service: RunningApp;
  let admission: Admission;
  beforeAll(async () => {
    service = await RunningApp.start();
    admission = service.app.get(Admission, { strict: false });
  });
  afterAll(() => service.stop());

  /** Offers more than can be answered, all of it too late to be admitted, until answers go without everything. */
  async function overload(): Promise<void> {
    const clock = service.app.get<Clock>(CLOCK);
    await eventually(async () => {
      for (let i = 0; i < 100; i++) {
        const request = { class: 'multi-persona', tenant: 'flood', deadline: Deadline.after(clock, 0) } as const;
        await expect(admission.acquire(request)).rejects.toThrow(OverloadedError);
      }
      return admission.state.brownout === 3 ? true : undefined;
    });
  }

  const ask = async (body: object = {}, headers: Record<string, string> = {}) =>
    service.post('/v1/answers', { ...ASK, ...body }, headers);

  it('is whole without an overload, even for a caller that insists on it', async () => {
    const { body, headers, status } = await ask({}, { prefer: 'handling=strict' });
    expect(status).toBe(200);
    const { receipt } = answerSchema.parse(body);
    expect(receipt.degradations).toEqual([]);
    expect(receipt.enhancements.length).toBeGreaterThan(0);
    expect(receipt.personas.length).toBeGreaterThan(1);
    expect(headers['preference-applied']).toBe('handling=strict');
  });

  it('goes without servers and supporting personas, keeps its class, and says so', async () => {
    await overload();
    const { body, headers } = await ask();
    const { receipt, status } = answerSchema.parse(body);
    expect(status).toBe('partial');
    expect(receipt).toMatchObject({ class: 'multi-persona', deadlineMs: 3_000, enhancements: [], continuation: null });
    expect(receipt.personas.map(({ role }) => role)).toEqual(['lead']);
    expect(new Set(receipt.degradations.map(({ cause }) => cause))).toEqual(new Set(['overload']));
    const missing = receipt.degradations.map(({ component }) => component);
    expect(missing.filter((component) => component.startsWith('mcp:')).length).toBeGreaterThan(0);
    expect(missing.filter((component) => component.startsWith('persona:')).length).toBeGreaterThan(0);
    expect(headers['degraded']).toContain('overload;component="mcp:');
  });

  it('has the personas that were asked for', async () => {
    await overload();
    const { body } = await ask({ personas: ['martin', 'diego'] });
    const { receipt } = answerSchema.parse(body);
    expect(receipt.personas.map(({ id }) => id)).toEqual(['martin', 'diego']);
  });

  it('is refused to a caller that accepts no cheaper one, unless nothing is left out', async () => {
    await overload();
    const { body, headers, status } = await ask({}, { prefer: 'handling=strict' });
    expect(status).toBe(503);
    expect(problemSchema.parse(body).code).toBe('OVERLOADED');
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const alone = await ask({ personas: ['david'], enhance: 'never' }, { prefer: 'handling=strict' });
    expect(alone.status).toBe(200);
    expect(answerSchema.parse(alone.body).receipt.degradations).toEqual([]);
    expect(admission.state).toMatchObject({ inFlight: 0, open: 0, queued: 0 });
  });
});
