// Replicas behind haproxy, added and removed as a Deployment would.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { LoadBalancer } from '../../test/support/cluster/load-balancer.ts';
import { Replica } from '../../test/support/cluster/replica.ts';
import { cpuMs } from '../support/process-cost.mjs';
import { freePort } from '../support/service.mjs';

const HAPROXY = [...process.env.PATH.split(':'), '/usr/sbin'].map((folder) => join(folder, 'haproxy')).find(existsSync);

export class Cluster {
  #slots;
  #balancer;
  #settings;
  /** Replicas that ended or were killed without having been asked to: there must be none. */
  crashes = 0;
  #retired = 0;

  /** @param settings `yaml` and `env` of every replica. */
  static async start(maxReplicas, settings) {
    if (HAPROXY === undefined) throw new Error('npm run scale needs haproxy: see .ci/services');
    const cluster = new Cluster();
    cluster.#settings = settings;
    const ports = [];
    while (ports.length < maxReplicas) ports.push(await freePort());
    cluster.#slots = ports.map((port) => ({ port, replica: undefined, isReady: false, isLeaving: false, cpu: 0 }));
    cluster.#balancer = new LoadBalancer(HAPROXY, await freePort(), ports);
    return cluster;
  }

  get url() {
    return this.#balancer.url;
  }

  /** Replicas there are, ready or not, without those that leave. */
  get size() {
    return this.#serving().length;
  }

  get ready() {
    return this.#serving().filter(({ isReady }) => isReady).length;
  }

  /** CPU of all replicas so far, those that left included, milliseconds. */
  get cpuMs() {
    return this.#slots.reduce((sum, { replica }) => sum + cpuOf(replica), this.#retired);
  }

  /** Adds or removes replicas, the youngest first, until there are `desired`; does not wait for them. */
  scaleTo(desired) {
    for (const slot of this.#slots) if (this.size < desired && slot.replica === undefined) this.#add(slot);
    for (const slot of this.#slots.toReversed())
      if (this.size > desired && slot.replica !== undefined && !slot.isLeaving) void this.#remove(slot);
  }

  async settled() {
    while (this.ready < this.size || this.#slots.some(({ isLeaving }) => isLeaving)) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** `/health/load` of every ready replica, and its CPU since the last look as a share of one core. */
  async look() {
    const now = performance.now();
    const looks = this.#serving()
      .filter(({ isReady }) => isReady)
      .map(async (slot) => {
        const cpu = cpuOf(slot.replica);
        const share = slot.lookedAt === undefined ? 0 : (cpu - slot.cpu) / (now - slot.lookedAt);
        Object.assign(slot, { cpu, lookedAt: now });
        const load = await fetch(`${slot.replica.url}/health/load`, { signal: AbortSignal.timeout(2_000) })
          .then((response) => response.json())
          .catch(() => undefined);
        return load === undefined ? undefined : { ...load, cores: share };
      });
    return (await Promise.all(looks)).filter((look) => look !== undefined);
  }

  async stop() {
    await this.#balancer.end();
    await Promise.all(this.#slots.map(({ replica }) => replica?.end('SIGKILL')));
  }

  #serving() {
    return this.#slots.filter(({ replica, isLeaving }) => replica !== undefined && !isLeaving);
  }

  #add(slot) {
    slot.replica = new Replica({ port: slot.port, ...this.#settings });
    const { replica } = slot;
    Object.assign(slot, { isReady: false, isLeaving: false, lookedAt: undefined, cpu: 0 });
    replica.ready('/health/ready', 60_000).then(
      () => (slot.isReady = true),
      (error) => {
        this.crashes++;
        console.error(String(error));
      },
    );
  }

  async #remove(slot) {
    const { replica } = slot;
    slot.isLeaving = true;
    const cpu = cpuOf(replica);
    const code = await replica.end('SIGTERM');
    if (code !== 0) this.crashes++;
    this.#retired += cpu;
    Object.assign(slot, { replica: undefined, isLeaving: false, isReady: false });
  }
}

function cpuOf(replica) {
  if (replica === undefined || replica.hasExited) return 0;
  try {
    return cpuMs(replica.pid);
  } catch {
    return 0;
  }
}
