import { createHash } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

const yaml = (quota: string) => `
access:
  keys: [{ id: a, sha256: ${createHash('sha256').update('key').digest('hex')} }]
  limits: { windowSeconds: 600, key: ${quota} }
`;
const headers = { authorization: 'Bearer key', 'content-type': 'application/json' };

describeWith(redisServer, 'two processes with one Redis', () => {
  async function withReplicas(
    config: string,
    env: Record<string, string>,
    work: (replicas: RunningService[]) => Promise<void>,
  ) {
    const redis = await startRedis();
    const options = { yaml: config, env: { ...env, REDIS_URL: redis.url }, slowness: 4 };
    const replicas = await Promise.all([RunningService.start(options), RunningService.start(options)]);
    try {
      for (const { url } of replicas) {
        await eventually(async () =>
          (await (await fetch(`${url}/metrics`)).text()).includes('claude_director_redis_up 1') ? true : undefined,
        );
      }
      await work(replicas);
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await redis.remove();
    }
  }

  it('count the requests of a key together', () =>
    withReplicas(yaml('{ requests: 10 }'), {}, async (replicas) => {
      const statuses: number[] = [];
      for (let i = 0; i < 14; i++) {
        const response = await fetch(`${replicas[i % 2]?.url}/v1/personas`, { headers });
        await response.arrayBuffer();
        statuses.push(response.status);
      }
      expect(statuses).toEqual([...Array<number>(10).fill(200), ...Array<number>(4).fill(429)]);
    }));

  it('ask no model any more once either has spent the tokens of a key, and say so', async () => {
    const server = await ModelServer.start('openai', { kind: 'writes', text: WRITTEN_BRIEF });
    try {
      const config = yaml('{ modelTokens: 1 }') + modelYaml('openai', [server.url]);
      await withReplicas(config, MODEL_ENV, async ([one, other]) => {
        const ask = async (replica: RunningService | undefined) => {
          const body = JSON.stringify({ question: QUESTION, class: 'enhanced', personas: ['diego'], noCache: true });
          const response = await fetch(`${replica?.url}/v1/answers`, { method: 'POST', headers, body });
          const answer = (await response.json()) as { receipt: { degradations: object[]; personas: object[] } };
          return { status: response.status, ...answer.receipt };
        };
        expect(await ask(one)).toMatchObject({ status: 200, personas: [{ backend: 'stub' }], degradations: [] });
        const spent = await eventually(async () => {
          const receipt = await ask(other);
          return receipt.degradations.length > 0 ? receipt : undefined;
        });
        expect(spent).toMatchObject({
          status: 200,
          personas: [{ backend: 'playbook' }],
          degradations: [{ component: 'model:stub', cause: 'shed' }],
        });
        const calls = server.calls.length;
        expect(await ask(one)).toMatchObject({ personas: [{ backend: 'playbook' }] });
        expect(server.calls).toHaveLength(calls);
      });
    } finally {
      await server.stop();
    }
  });
});
