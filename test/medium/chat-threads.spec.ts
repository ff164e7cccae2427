import { expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

/** What a reply says of the conversation it belongs to. */
interface Noted {
  readonly director: { readonly answer: string; readonly conversation: string };
}

const user = (content: string) => ({ role: 'user', content });

async function chat(service: RunningService | undefined, ...messages: object[]): Promise<Noted> {
  const response = await fetch(`${service?.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'director', messages }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Noted;
}

describeWith(redisServer, 'a chat whose questions reach two processes with one Redis', () => {
  it('stays in one conversation', async () => {
    const redis = await startRedis();
    const options = { env: { REDIS_URL: redis.url }, slowness: 4 };
    const replicas = await Promise.all([RunningService.start(options), RunningService.start(options)]);
    try {
      for (const { url } of replicas) {
        await eventually(async () =>
          (await (await fetch(`${url}/metrics`)).text()).includes('claude_director_redis_up 1') ? true : undefined,
        );
      }
      const [one, other] = replicas;
      const first = await chat(one, user(QUESTION));
      const said = [user(QUESTION), { role: 'assistant', content: 'As above.' }];
      const next = await eventually(async () => {
        const reply = await chat(other, ...said, user('Where do we start?'));
        return reply.director.conversation === first.director.conversation ? reply : undefined;
      });
      const further = [...said, user('Where do we start?'), { role: 'assistant', content: 'There.' }];
      const last = await chat(one, ...further, user('What are the risks?'));
      expect(last.director.conversation).toBe(next.director.conversation);
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop()));
      await redis.remove();
    }
  });
});
