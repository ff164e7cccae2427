import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';

import { configFileSchema, environmentSchema } from '../../../src/config/app-config.js';

import { ofKind, type Manifest } from './build.js';

/** Pods, whatever creates them. */
export interface Workload {
  readonly title: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: IPodSpec;
  /** It serves requests, rather than ending by itself. */
  readonly isService: boolean;
}

/** Every template of pods. */
export function workloads(manifests: readonly Manifest[]): Workload[] {
  return [
    ...ofKind<IDeployment>(manifests, 'Deployment').map((manifest) => ({ manifest, isService: true })),
    ...ofKind<IJob>(manifests, 'Job').map((manifest) => ({ manifest, isService: false })),
  ].map(({ manifest, isService }) => ({
    title: `${manifest.kind} ${manifest.metadata?.name}`,
    labels: manifest.spec?.template.metadata?.labels ?? {},
    spec: manifest.spec?.template.spec ?? { containers: [] },
    isService,
  }));
}

type PodRule = (workload: Workload) => (string | false | undefined)[];
type ContainerRule = (container: IContainer, workload: Workload) => (string | false | undefined)[];

/** Long before the seconds that a probe may take, the event loop would have to be dead. */
const MIN_PATIENCE_SECONDS = 30;

/** Rules on pods and containers: those of kube-score and Polaris that apply, and those of this service. */
export const podRules = [
  (manifests: readonly Manifest[]) =>
    workloads(manifests).flatMap((workload) => [
      ...POD_RULES.flatMap((rule) => rule(workload)).flatMap(named(workload.title)),
      ...workload.spec.containers.flatMap((container) =>
        CONTAINER_RULES.flatMap((rule) => rule(container, workload)).flatMap(named(workload.title)),
      ),
    ]),
];

const POD_RULES: readonly PodRule[] = [
  function isRestricted({ spec }) {
    const { runAsNonRoot, runAsUser = 0, runAsGroup = 0, seccompProfile } = spec.securityContext ?? {};
    return [
      runAsNonRoot !== true && 'may run as root',
      (runAsUser < 10_000 || runAsGroup < 10_000) && 'runs as a user that the node may know too',
      seccompProfile?.type !== 'RuntimeDefault' && 'may make any system call',
      (spec.hostNetwork ?? spec.hostPID ?? spec.hostIPC ?? false) && 'shares what belongs to the node',
      spec.volumes?.some(({ hostPath }) => hostPath !== undefined) && 'mounts a folder of the node',
    ];
  },

  function hasAnIdentityThatMayDoNothing({ spec }) {
    return [
      spec.serviceAccountName === undefined && 'runs as the default account',
      spec.automountServiceAccountToken !== false && 'mounts a token of the cluster',
      spec.enableServiceLinks !== false && 'gets the addresses of every service in its environment',
    ];
  },

  function leavesTimeToDrain({ spec, isService }) {
    if (!isService) return [];
    const { drain, classes } = configFileSchema.parse({});
    const preStop = spec.containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
    const longest = Math.max(...Object.values(classes).map(({ deadlineMs }) => deadlineMs));
    const needed = preStop + (drain.readinessDelayMs + Math.max(drain.maxMs, longest)) / 1_000;
    return [
      preStop === 0 && 'stops accepting connections before its removal is known',
      (spec.terminationGracePeriodSeconds ?? 30) < needed && `is killed before it has drained (${needed} s)`,
      (spec.terminationGracePeriodSeconds ?? 30) - preStop !== drain.graceMs / 1_000 &&
        'has another grace period than drain.graceMs says',
    ];
  },

  function mountsWhatThereIs({ spec }) {
    const volumes = new Set(spec.volumes?.map(({ name }) => name));
    const mounts = spec.containers.flatMap(({ volumeMounts }) => volumeMounts ?? []);
    return [
      ...mounts.map(({ name }) => !volumes.has(name) && `mounts a volume ${name} that is not there`),
      ...(spec.volumes ?? []).map(
        ({ name, emptyDir }) =>
          emptyDir !== undefined && emptyDir.sizeLimit === undefined && `lets ${name} fill the node`,
      ),
    ];
  },

  function isSpreadWhenThereAreSeveral({ spec, isService }) {
    const isOne = spec.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined);
    if (!isService || isOne === true) return [];
    const keys = spec.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey) ?? [];
    return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map(
      (key) => !keys.includes(key) && `may end up whole on one ${key}`,
    );
  },
];

const CONTAINER_RULES: readonly ContainerRule[] = [
  function isOneVersion({ image = '' }) {
    return [!/:[^:/]+$|@sha256:/.test(image) && 'has no version', image.endsWith(':latest') && 'changes by itself'];
  },

  function mayDoNothing({ securityContext = {} }) {
    return [
      securityContext.allowPrivilegeEscalation !== false && 'may gain rights',
      securityContext.privileged === true && 'is privileged',
      securityContext.readOnlyRootFilesystem !== true && 'may write into its own image',
      !securityContext.capabilities?.drop?.includes('ALL') && 'has capabilities',
      (securityContext.capabilities?.add?.length ?? 0) > 0 && 'takes capabilities',
    ];
  },

  function takesWhatItAskedFor({ resources = {} }) {
    const { requests = {}, limits = {} } = resources;
    return [
      requests['cpu'] === undefined && 'asks for no processor time',
      limits['cpu'] !== undefined && 'is throttled, which no deadline survives',
      (requests['memory'] === undefined || requests['memory'] !== limits['memory']) &&
        'asks for less memory than it may take',
      limits['ephemeral-storage'] === undefined && 'may fill the disk of the node',
    ];
  },

  function isProbedForWhatEachProbeMeans({ startupProbe, readinessProbe, livenessProbe, ports }, { isService }) {
    if (!isService) return [];
    const probes = { startup: startupProbe, ready: readinessProbe, live: livenessProbe };
    const liveSeconds = (livenessProbe?.periodSeconds ?? 10) * (livenessProbe?.failureThreshold ?? 3);
    return [
      ...Object.entries(probes).flatMap(([name, probe]) => [
        probe?.httpGet?.path !== `/health/${name}` && `is not asked for /health/${name}`,
        !ports?.some(({ name: port }) => port === probe?.httpGet?.port) && `is asked for ${name} on a port it has not`,
      ]),
      liveSeconds < MIN_PATIENCE_SECONDS && 'is killed for a moment of load',
      (readinessProbe?.periodSeconds ?? 10) * (readinessProbe?.failureThreshold ?? 3) > 10 &&
        'gets requests long after it stalled',
    ];
  },

  function getsEverySecret({ envFrom = [] }, { isService }) {
    const isGiven = envFrom.some(({ secretRef }) => secretRef?.name === 'claude-director-services');
    return [isService && !isGiven && 'gets no secret that the configuration refers to'];
  },

  function isToldOnlyWhatItKnows({ env = [] }) {
    const known = new Set(Object.keys(environmentSchema.shape));
    const secret = /_URL$|_KEY$|TOKEN|PASSWORD/;
    return env.flatMap(({ name, value }) => [
      !known.has(name) && `sets ${name}, which nothing reads`,
      secret.test(name) && value !== undefined && `has ${name} in clear`,
    ]);
  },
];

function named(title: string): (found: string | false | undefined) => string[] {
  return (found) => (typeof found === 'string' ? [`${title} ${found}`] : []);
}
