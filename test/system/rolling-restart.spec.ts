import { afterEach, expect, it } from '@jest/globals';

import { LoadBalancer } from '../support/cluster/load-balancer.js';
import { Replica } from '../support/cluster/replica.js';
import { OpenLoop } from '../support/open-loop.js';
import { QUESTION } from '../support/running-app.js';
import { describeWith, freePort, haproxy } from '../support/services.js';

const YAML = 'drain: { readinessDelayMs: 1000 }';
const REPLICAS = 3;
const RATE = 40;
/**
 * One in so many has to be answered afresh, in a class with time to spare; the others ask for what is cached. What is tested
 * is the restart, not what starting processes take from their neighbours.
 */
const NEW_EVERY = 8;

const questionOf = (i: number) => ({
  question: `${QUESTION} (${i % NEW_EVERY === 0 ? i : i % NEW_EVERY})`,
  class: 'enhanced',
});

describeWith(haproxy, 'restarts behind a load balancer', () => {
  let balancer: LoadBalancer | undefined;
  const replicas = new Map<number, Replica>();
  afterEach(async () => {
    await balancer?.end();
    await Promise.all([...replicas.values()].map((replica) => replica.end('SIGKILL')));
    replicas.clear();
  });

  async function start(port: number): Promise<Replica> {
    const replica = new Replica({ port, yaml: YAML });
    replicas.set(port, replica);
    return replica.ready();
  }

  async function startAll(): Promise<LoadBalancer> {
    const ports = await Promise.all(Array.from({ length: REPLICAS }, freePort));
    await Promise.all(ports.map(start));
    balancer = new LoadBalancer(haproxy ?? 'haproxy', await freePort(), ports);
    for (const port of ports) await balancer.sees(port, true);
    return balancer;
  }

  function loadOn({ url }: LoadBalancer) {
    const stop = new AbortController();
    const loop = new OpenLoop(url);
    const outcomes = loop.offer({
      perSecond: RATE,
      seconds: 120,
      next: (i) => ({ body: JSON.stringify(questionOf(i)) }),
      signal: stop.signal,
    });
    return {
      end: () => {
        stop.abort();
        return outcomes.finally(() => loop.close());
      },
    };
  }

  it('restarts three replicas one after another without one failed request', async () => {
    const frontend = await startAll();
    const load = loadOn(frontend);
    for (const [port, replica] of [...replicas]) {
      expect(await replica.end('SIGTERM')).toBe(0);
      await start(port);
      await frontend.sees(port, true);
    }
    const outcomes = await load.end();
    expect(outcomes.length).toBeGreaterThan(REPLICAS * RATE);
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('loses no request when a replica is killed', async () => {
    const frontend = await startAll();
    const load = loadOn(frontend);
    const [[port, victim] = []] = [...replicas];
    await victim?.end('SIGKILL');
    await frontend.sees(Number(port), false);
    await start(Number(port));
    await frontend.sees(Number(port), true);
    const outcomes = await load.end();
    expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
