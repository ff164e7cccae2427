import { expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';

interface Line {
  readonly level: string;
  readonly time: string;
  readonly context?: string;
  readonly route?: string;
  readonly status?: number;
}

const linesOf = ({ output }: RunningService) =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

it.each([
  ['off', []],
  ['sampled', [200, 400, 400]],
  ['all', [200, 200, 200, 400, 400]],
])('the access log %s has the requests it should, in words and ISO times', async (accessLog, statuses) => {
  const service = await RunningService.start({ yaml: `http: { accessLog: ${accessLog} }`, env: { LOG_LEVEL: 'info' } });
  try {
    const ask = (question: string) =>
      fetch(`${service.url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question }),
      });
    for (const question of [QUESTION, QUESTION, QUESTION, '', '']) await (await ask(question)).arrayBuffer();
    const seen = await eventually(async () => {
      const lines = linesOf(service).filter(({ context }) => context === 'Access');
      return lines.length >= statuses.length ? lines : undefined;
    });
    expect(seen.map(({ status }) => status)).toEqual(statuses);
    for (const line of seen) {
      expect(line).toMatchObject({ level: 'info', route: '/v1/answers' });
      expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    }
  } finally {
    await service.stop();
  }
});
