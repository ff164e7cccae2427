import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import '../support/real-clock.js';

describe('fault 22: the event loop stalled for 600 ms', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  const ask = async (requestClass: string) => {
    const response = await fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION, class: requestClass, noCache: true }),
    });
    return { status: response.status, body: (await response.json()) as { code?: string } };
  };
  const readiness = async () => (await fetch(`${service.url}/health/ready`)).status;

  it('is not ready, sheds patient classes first, and has recovered within 2 s', async () => {
    await eventually(async () => ((await ask('enhanced')).status === 200 ? true : undefined));
    await service.stall(600);
    const stalledUntil = performance.now();
    const seen = { unready: false, shed: false };
    await eventually(async () => {
      const [ready, patient] = await Promise.all([readiness(), ask('enhanced')]);
      seen.unready ||= ready === 503;
      seen.shed ||= patient.status === 503 && patient.body.code === 'OVERLOADED';
      return seen.unready && seen.shed ? true : undefined;
    }, 2_000);
    await eventually(
      async () => ((await readiness()) === 200 && (await ask('enhanced')).status === 200 ? true : undefined),
      2_000,
    );
    expect(performance.now() - stalledUntil).toBeLessThan(2_000);
    expect((await ask('strategic')).status).toBe(200);
  }, 30_000);
});
