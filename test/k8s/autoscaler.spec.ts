import { describe, expect, it } from '@jest/globals';

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { parse } from 'yaml';

import { Autoscaler } from '../../bench/scale/autoscaler.js';
import { MANIFESTS } from '../support/manifests/build.js';

const METRIC = 'claude_director_load_ratio';
const spec = {
  scaleTargetRef: { kind: 'Deployment', name: 'x' },
  minReplicas: 2,
  maxReplicas: 12,
  metrics: [
    {
      type: 'Pods' as const,
      pods: { metric: { name: METRIC }, target: { type: 'AverageValue', averageValue: '600m' } },
    },
  ],
  behavior: {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 100, periodSeconds: 15 },
        { type: 'Pods', value: 2, periodSeconds: 15 },
      ],
    },
    scaleDown: {
      stabilizationWindowSeconds: 180,
      selectPolicy: 'Max',
      policies: [
        { type: 'Percent', value: 25, periodSeconds: 60 },
        { type: 'Pods', value: 1, periodSeconds: 60 },
      ],
    },
  },
};

const loads = (count: number, value: number) => ({
  metrics: { [METRIC]: Array<number>(count).fill(value) },
  current: count,
});

describe('Autoscaler', () => {
  it.each([
    [2, 0.6, 2],
    [2, 0.65, 2],
    [2, 0.7, 3],
    [4, 0.9, 6],
    [4, 0.55, 4],
  ])('of %d replicas at a load of %d makes %d', (replicas, load, desired) => {
    expect(new Autoscaler(spec).decide(0, loads(replicas, load)).desired).toBe(desired);
  });

  it('at most doubles in 15 seconds, and never goes beyond its maximum', () => {
    const autoscaler = new Autoscaler({
      ...spec,
      metrics: [
        {
          ...spec.metrics[0],
          type: 'Pods',
          pods: { metric: { name: METRIC }, target: { type: 'AverageValue', averageValue: '100m' } },
        },
      ],
    });
    expect(autoscaler.decide(0, loads(2, 1))).toEqual({ wanted: 20, desired: 4 });
    expect(autoscaler.decide(5_000, loads(4, 1)).desired).toBe(4);
    expect(autoscaler.decide(15_000, loads(4, 1)).desired).toBe(8);
    expect(autoscaler.decide(30_000, loads(8, 1)).desired).toBe(12);
  });

  it('goes down only to the highest need of the last three minutes, a quarter a minute', () => {
    const autoscaler = new Autoscaler(spec);
    expect(autoscaler.decide(0, loads(8, 0.6)).desired).toBe(8);
    expect(autoscaler.decide(15_000, loads(8, 0.1)).desired).toBe(8);
    expect(autoscaler.decide(179_000, loads(8, 0.1)).desired).toBe(8);
    expect(autoscaler.decide(180_000, loads(8, 0.1)).desired).toBe(6);
    expect(autoscaler.decide(195_000, loads(6, 0.13)).desired).toBe(6);
    expect(autoscaler.decide(240_000, loads(6, 0.13)).desired).toBe(4);
  });

  it('counts replicas that are not ready as idle, and does nothing when they would turn it round', () => {
    const autoscaler = new Autoscaler(spec);
    expect(autoscaler.decide(0, { metrics: { [METRIC]: [0.9, 0.9] }, current: 4 }).desired).toBe(4);
    expect(autoscaler.decide(15_000, { metrics: { [METRIC]: [1, 1, 1] }, current: 4 }).desired).toBe(5);
  });

  it('leaves the number when nothing is measured', () => {
    expect(new Autoscaler(spec).decide(0, { metrics: {}, current: 3 }).desired).toBe(3);
  });
});

describe('the autoscaler of the manifests', () => {
  const manifest = (path: string): unknown => parse(readFileSync(join(MANIFESTS, path), 'utf8'));
  const written = (manifest('overlays/production/autoscaler.yaml') as IHorizontalPodAutoscaler).spec;
  const deployment = manifest('base/deployment.yaml') as IDeployment;
  const requested = Number.parseInt(
    String(deployment.spec?.template.spec?.containers[0]?.resources?.requests?.['cpu']),
    10,
  );
  if (written === undefined) throw new TypeError('the manifest has no spec');
  /** Processor time of a replica whose event loop is busy so much: collections and compression run beside it. */
  const cpuAt = (busy: number) => (busy * 1.2 * 1_000) / requested;
  const seen = (count: number, load: number, more: Record<string, number[]> = {}) => ({
    metrics: { [METRIC]: Array<number>(count).fill(load), cpu: Array<number>(count).fill(cpuAt(load)), ...more },
    current: count,
  });

  it.each([0.6, 0.65, 0.75, 0.9, 1])('follows the load, and not the processor time, at a load of %d', (load) => {
    const byBoth = new Autoscaler(written).decide(0, seen(4, load));
    const byLoad = new Autoscaler(written).decide(0, seen(4, load, { cpu: [] }));
    expect(byBoth.wanted).toBe(byLoad.wanted);
  });

  it('adds replicas by processor time while the load is missing, and takes none away', () => {
    const blind = (busy: number) => new Autoscaler(written).decide(0, seen(4, busy, { [METRIC]: [] })).wanted;
    expect(blind(0.95)).toBeGreaterThan(4);
    expect(blind(0.1)).toBe(4);
  });
});
