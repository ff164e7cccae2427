import { join } from 'node:path';

import { afterEach, expect, it } from '@jest/globals';

import { ROOT, runCommandLine } from '../support/child.js';
import { LoadBalancer } from '../support/cluster/load-balancer.js';
import { Replica } from '../support/cluster/replica.js';
import { OpenLoop } from '../support/open-loop.js';
import { QUESTION } from '../support/running-app.js';
import { describeWith, freePort, haproxy, postgresServer } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';

const YAML = 'drain: { readinessDelayMs: 1000 }';
const RATE = 20;
/** The others ask for what is cached, so that starting processes take nothing from their neighbours. */
const NEW_EVERY = 4;
const PROGRAM = join(ROOT, 'dist/main.js');
const COMMANDS = {
  previous: [PROGRAM],
  next: ['--import', join(ROOT, 'test/support/next-version.mjs'), PROGRAM],
} as const;

describeWith(haproxy && postgresServer, 'an upgrade that changes the tables, and its rollback', () => {
  const running = new Map<number, Replica>();
  let balancer: LoadBalancer | undefined;
  afterEach(async () => {
    await balancer?.end();
    await Promise.all([...running.values()].map((replica) => replica.end('SIGKILL')));
  });

  it('fail no request of two replicas under load, and lose no answer', async () => {
    const { url, remove } = await newPostgresDatabase();
    try {
      const ports = [await freePort(), await freePort()];
      const start = async (port: number, version: keyof typeof COMMANDS) => {
        const replica = new Replica({ port, yaml: YAML, env: { DATABASE_URL: url }, command: COMMANDS[version] });
        running.set(port, replica);
        await replica.ready();
      };
      for (const port of ports) await start(port, 'previous');
      balancer = new LoadBalancer(haproxy ?? 'haproxy', await freePort(), ports);
      for (const port of ports) await balancer.sees(port, true);

      const stop = new AbortController();
      const loop = new OpenLoop(balancer.url);
      const load = loop.offer({
        perSecond: RATE,
        seconds: 120,
        signal: stop.signal,
        next: (i) => ({
          body: JSON.stringify({
            question: `${QUESTION} (${i % NEW_EVERY === 0 ? i : i % NEW_EVERY})`,
            class: 'enhanced',
          }),
          keepBody: true,
        }),
      });
      for (const version of ['next', 'previous'] as const) {
        for (const port of ports) {
          expect(await running.get(port)?.end('SIGTERM')).toBe(0);
          await start(port, version);
          await balancer.sees(port, true);
        }
      }
      stop.abort();
      const outcomes = await load;
      loop.close();
      expect(outcomes.length).toBeGreaterThan(RATE * 4);
      expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);

      const given = outcomes.map(({ text }) => JSON.parse(text) as { id: string; conversationId: string });
      const lost: string[] = [];
      for (const { conversationId } of given) {
        const turns = await fetch(`${balancer.url}/v1/conversations/${conversationId}/turns`);
        if (turns.status !== 200) lost.push(conversationId);
        await turns.arrayBuffer();
      }
      expect(lost).toEqual([]);
      const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', DATABASE_URL: url };
      const { code, stdout } = await runCommandLine(['audit', 'verify'], { cwd: ROOT, env });
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: expect.stringContaining(`default: ${given.length} events, whole`),
      });
    } finally {
      await remove();
    }
  });
});
