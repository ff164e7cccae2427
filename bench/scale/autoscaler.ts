// Run by Node's own TypeScript support too: no syntax beyond types, no imports but of types.
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';

type Spec = NonNullable<IHorizontalPodAutoscaler['spec']>;
type Rules = NonNullable<NonNullable<Spec['behavior']>['scaleUp']>;

/** What the controller measures at one look. */
export interface Measured {
  /** Of each ready replica, by the name of the metric; a resource metric as a share of what was requested. */
  readonly metrics: Readonly<Record<string, readonly number[]>>;
  /** Replicas there are, ready or not. */
  readonly current: number;
}

/** What it decides. */
export interface Decision {
  /** By the metrics alone. */
  readonly wanted: number;
  /** After stabilisation, policies and bounds. */
  readonly desired: number;
}

/** The controller leaves the number as it is when the ratio is this close to 1. `--horizontal-pod-autoscaler-tolerance` */
const TOLERANCE = 0.1;

interface Change {
  readonly atMs: number;
  readonly by: number;
}

/**
 * The algorithm of the HorizontalPodAutoscaler, on the manifest as it is written.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#algorithm-details
 * @see kubernetes `pkg/controller/podautoscaler/horizontal.go`: `computeReplicasForMetrics`,
 *      `stabilizeRecommendationWithBehaviors`,
 *      `convertDesiredReplicasWithBehaviorRate`
 */
export class Autoscaler {
  readonly #spec: Spec;
  readonly #recommendations: { readonly atMs: number; readonly replicas: number }[] = [];
  readonly #changes: Change[] = [];

  constructor(spec: Spec) {
    this.#spec = spec;
  }

  decide(nowMs: number, { metrics, current }: Measured): Decision {
    const wanted = this.#wanted(metrics, current);
    const stable = this.#stabilised(nowMs, wanted, current);
    const limited = this.#limited(nowMs, stable, current);
    const desired = Math.min(this.#spec.maxReplicas, Math.max(this.#spec.minReplicas ?? 1, limited));
    if (desired !== current) this.#changes.push({ atMs: nowMs, by: desired - current });
    return { wanted, desired };
  }

  /** The metric that wants the most wins; replicas that are not ready yet count as idle when scaling up. */
  #wanted(metrics: Measured['metrics'], current: number): number {
    let isBlind = false;
    const proposals = (this.#spec.metrics ?? []).flatMap(({ pods, resource }) => {
      const name = pods?.metric.name ?? resource?.name ?? '';
      const values = metrics[name] ?? [];
      const target =
        pods === undefined ? Number(resource?.target.averageUtilization) / 100 : quantity(pods.target.averageValue);
      if (values.length === 0) {
        isBlind = true;
        return [];
      }
      const ratioOf = (replicas: number, missing: number) =>
        (values.reduce((sum, value) => sum + value, 0) + missing * (current - values.length)) / replicas / target;
      const ratio = ratioOf(values.length, 0);
      if (Math.abs(ratio - 1) <= TOLERANCE) return [current];
      if (values.length === current) return [Math.ceil(current * ratio)];
      const cautious = ratioOf(current, ratio > 1 ? 0 : target);
      // What is not ready yet may turn the direction round: then nothing is done.
      if (Math.abs(cautious - 1) <= TOLERANCE || cautious > 1 !== ratio > 1) return [current];
      return [Math.ceil(current * cautious)];
    });
    // With a metric missing the others may add replicas and take none away.
    return Math.max(...proposals, ...(isBlind || proposals.length === 0 ? [current] : []));
  }

  #stabilised(nowMs: number, wanted: number, current: number): number {
    const { scaleUp, scaleDown } = this.#spec.behavior ?? {};
    const within = (seconds: number) =>
      this.#recommendations.filter(({ atMs }) => nowMs - atMs < seconds * 1_000).map(({ replicas }) => replicas);
    const up = Math.min(wanted, ...within(scaleUp?.stabilizationWindowSeconds ?? 0));
    const down = Math.max(wanted, ...within(scaleDown?.stabilizationWindowSeconds ?? 300));
    this.#recommendations.push({ atMs: nowMs, replicas: wanted });
    return Math.min(Math.max(current, up), down);
  }

  #limited(nowMs: number, stable: number, current: number): number {
    const { scaleUp, scaleDown } = this.#spec.behavior ?? {};
    if (stable > current) return Math.min(stable, this.#bound(nowMs, current, scaleUp, 1));
    if (stable < current) return Math.max(stable, this.#bound(nowMs, current, scaleDown, -1));
    return stable;
  }

  /** As far as the policies let the number go in one direction. */
  #bound(nowMs: number, current: number, rules: Rules | undefined, direction: 1 | -1): number {
    if (rules?.selectPolicy === 'Disabled') return current;
    const bounds = (rules?.policies ?? []).map(({ type, value, periodSeconds }) => {
      const changed = this.#changes
        .filter(({ atMs }) => nowMs - atMs < periodSeconds * 1_000)
        .reduce((sum, { by }) => sum + by, 0);
      const start = current - changed;
      if (type === 'Pods') return start + direction * value;
      const scaled = start * (1 + (direction * value) / 100);
      return direction > 0 ? Math.ceil(scaled) : Math.trunc(scaled);
    });
    const isMost = rules?.selectPolicy !== 'Min';
    return direction > 0 === isMost ? Math.max(...bounds) : Math.min(...bounds);
  }
}

/** `600m` is 0.6. */
export function quantity(text: string | number | undefined): number {
  const [, number, suffix] = /^([\d.]+)(m?)$/.exec(String(text)) ?? [];
  if (number === undefined) throw new RangeError(`expected a quantity such as 600m, received ${text}`);
  return Number(number) / (suffix === 'm' ? 1_000 : 1);
}
