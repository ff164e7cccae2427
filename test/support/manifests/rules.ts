import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import type { IServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IService, IServiceAccount } from 'kubernetes-models/v1';

import { ofKind, type Manifest } from './build.js';
import { podRules, workloads } from './pod-rules.js';
import { titleOf } from './schema.js';

/** What is wrong with a set of objects; every rule says so in a sentence that names the object. */
export function ruleViolations(manifests: readonly Manifest[]): string[] {
  return [...RULES, ...podRules].flatMap((rule) => rule(manifests));
}

type Labels = Readonly<Record<string, string>>;
type Rule = (manifests: readonly Manifest[]) => string[];

const RULES: readonly Rule[] = [
  function everythingIsLabelledAndPlaced(manifests) {
    return manifests.flatMap((manifest) => [
      ...says(
        manifest.metadata.labels?.['app.kubernetes.io/name'] !== 'claude-director',
        manifest,
        'has no name label',
      ),
      ...says(manifest.kind !== 'Namespace' && manifest.metadata.namespace === undefined, manifest, 'has no namespace'),
    ]);
  },

  function namesAreUnique(manifests) {
    const seen = new Set<string>();
    return manifests.flatMap((manifest) => {
      const isRepeated = seen.has(titleOf(manifest));
      seen.add(titleOf(manifest));
      return says(isRepeated, manifest, 'is there twice');
    });
  },

  function servicesLeadToPods(manifests) {
    const ports = podsOf(manifests).flatMap(({ containers }) =>
      containers.flatMap((container) => container.ports ?? []),
    );
    return ofKind<IService>(manifests, 'Service').flatMap((service) => [
      ...says(!selectsPods(manifests, service.spec?.selector), service, 'selects no pod'),
      ...(service.spec?.ports ?? []).flatMap((port) =>
        says(!ports.some(({ name }) => name === port.targetPort), service, `leads to no port ${port.targetPort}`),
      ),
    ]);
  },

  function replicasMayLeaveOneAtATime(manifests) {
    const budgets = ofKind<IPodDisruptionBudget>(manifests, 'PodDisruptionBudget');
    const isScaled = autoscalers(manifests).length > 0;
    return [
      ...(isScaled && budgets.length !== 1 ? ['several replicas have no PodDisruptionBudget'] : []),
      ...(!isScaled && budgets.length > 0 ? ['a PodDisruptionBudget over one replica blocks every node drain'] : []),
      ...budgets.flatMap((budget) => [
        ...says(!selectsPods(manifests, budget.spec?.selector?.matchLabels), budget, 'selects no pod'),
        ...says(Number(budget.spec?.maxUnavailable ?? 0) < 1, budget, 'permits no eviction'),
      ]),
    ];
  },

  function oneAutoscalerOwnsTheReplicas(manifests) {
    const scalers = autoscalers(manifests);
    const deployments = ofKind<IDeployment>(manifests, 'Deployment');
    return [
      ...(scalers.length > 1 ? ['two autoscalers fight over the replicas'] : []),
      ...scalers.flatMap(({ manifest, target, min, max, behavior }) => [
        ...says(!deployments.some(({ metadata }) => metadata?.name === target), manifest, `scales no ${target}`),
        ...says(min < 2, manifest, 'goes below two replicas'),
        ...says(max <= min, manifest, 'has no room to scale'),
        ...says((behavior?.scaleUp?.stabilizationWindowSeconds ?? 0) !== 0, manifest, 'hesitates to scale up'),
        ...says(
          (behavior?.scaleDown?.stabilizationWindowSeconds ?? 300) < 120,
          manifest,
          'scales down so soon it flaps',
        ),
      ]),
      ...deployments.flatMap((deployment) => {
        const { replicas, strategy } = deployment.spec ?? {};
        return scalers.length > 0
          ? [
              ...says(replicas !== undefined, deployment, 'sets the replicas its autoscaler owns'),
              ...says(strategy?.rollingUpdate?.maxUnavailable !== 0, deployment, 'gives up capacity during a rollout'),
            ]
          : [
              ...says(replicas !== 1, deployment, 'runs several replicas on one volume'),
              ...says(strategy?.type !== 'Recreate', deployment, 'lets two pods open one SQLite file'),
            ];
      }),
    ];
  },

  function nothingMovesThatNoPolicyAllows(manifests) {
    const policies = ofKind<INetworkPolicy>(manifests, 'NetworkPolicy');
    const workload = podsOf(manifests);
    if (workload.length === 0) return [];
    const deniesAll = ({ spec }: INetworkPolicy) =>
      spec?.ingress === undefined && spec?.egress === undefined && spec?.policyTypes?.length === 2;
    const denied = policies.filter(deniesAll);
    return [
      ...workload
        .filter(({ labels }) => !denied.some(({ spec }) => selects(spec?.podSelector?.matchLabels, labels)))
        .map(({ title }) => `${title} is under no policy that denies everything`),
      ...policies.flatMap((policy) => [
        ...says(!selectsPods(manifests, policy.spec?.podSelector?.matchLabels), policy, 'selects no pod'),
        ...(policy.spec?.ingress ?? []).flatMap(({ from, ports }) =>
          says(from === undefined || ports === undefined, policy, 'permits any source or any port'),
        ),
        ...(policy.spec?.egress ?? []).flatMap(({ to, ports }) => [
          ...says(ports === undefined, policy, 'lets out to any port'),
          ...(to ?? []).flatMap(({ ipBlock }) =>
            says(
              ipBlock?.cidr === '0.0.0.0/0' && !(ipBlock.except ?? []).includes('169.254.0.0/16'),
              policy,
              'lets out to the metadata service',
            ),
          ),
        ]),
      ]),
    ];
  },

  function onlyTheContractIsRouted(manifests) {
    const services = ofKind<IService>(manifests, 'Service');
    return ofKind<IHTTPRoute>(manifests, 'HTTPRoute').flatMap((route) =>
      (route.spec.rules ?? []).flatMap(({ matches, backendRefs }) => [
        ...says(
          route.spec.parentRefs?.some(({ sectionName }) => sectionName === undefined) ?? true,
          route,
          'is served without TLS too',
        ),
        ...(matches ?? [{}]).flatMap(({ path }) =>
          says(
            ['/', '/metrics', '/health', '/docs'].some((inner) => (path?.value ?? '/') === inner),
            route,
            `shows the world ${path?.value ?? '/'}`,
          ),
        ),
        ...(backendRefs ?? []).flatMap(({ name, port }) =>
          says(
            !services.some(
              (service) => service.metadata?.name === name && service.spec?.ports?.some((own) => own.port === port),
            ),
            route,
            `leads to no service ${name}:${port}`,
          ),
        ),
      ]),
    );
  },

  function theNamespaceEnforcesRestrictedPods(manifests) {
    return manifests
      .filter(({ kind }) => kind === 'Namespace')
      .flatMap((namespace) =>
        says(
          namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted',
          namespace,
          'admits pods that are not restricted',
        ),
      );
  },

  function nobodyTalksToTheClusterItself(manifests) {
    return [
      ...ofKind<IServiceAccount>(manifests, 'ServiceAccount').flatMap((account) =>
        says(account.automountServiceAccountToken !== false, account, 'hands out its token'),
      ),
      ...manifests
        .filter(({ kind }) => kind.endsWith('RoleBinding'))
        .map((binding) => `${titleOf(binding)} gives rights without a user`),
    ];
  },

  function scrapesAreBounded(manifests) {
    return ofKind<IServiceMonitor>(manifests, 'ServiceMonitor').flatMap((monitor) => [
      ...says(monitor.spec.sampleLimit === undefined, monitor, 'takes any number of samples'),
      ...says(monitor.spec.endpoints.length === 0, monitor, 'scrapes nothing'),
      ...monitor.spec.endpoints.flatMap(({ path, port }) =>
        says(path !== '/metrics' || port !== 'http', monitor, 'scrapes what is not there'),
      ),
    ]);
  },
];

interface Autoscaler {
  readonly manifest: { readonly kind: string; readonly metadata?: { readonly name?: string } };
  readonly target: string | undefined;
  readonly min: number;
  readonly max: number;
  readonly behavior: NonNullable<IHorizontalPodAutoscaler['spec']>['behavior'] | undefined;
}

/** Whatever decides how many replicas there are. */
export function autoscalers(manifests: readonly Manifest[]): Autoscaler[] {
  return [
    ...ofKind<IHorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler').map((manifest) => ({
      manifest,
      target: manifest.spec?.scaleTargetRef.name,
      min: manifest.spec?.minReplicas ?? 1,
      max: manifest.spec?.maxReplicas ?? 0,
      behavior: manifest.spec?.behavior,
    })),
    ...ofKind<IScaledObject>(manifests, 'ScaledObject').map((manifest) => ({
      manifest,
      target: manifest.spec.scaleTargetRef.name,
      min: manifest.spec.minReplicaCount ?? 0,
      max: manifest.spec.maxReplicaCount ?? 100,
      behavior: manifest.spec.advanced?.horizontalPodAutoscalerConfig?.behavior,
    })),
  ];
}

function podsOf(manifests: readonly Manifest[]) {
  return workloads(manifests).map(({ title, labels, spec }) => ({ title, labels, containers: spec.containers }));
}

function selectsPods(manifests: readonly Manifest[], selector: Labels | undefined): boolean {
  return podsOf(manifests).some(({ labels }) => selects(selector, labels));
}

function selects(selector: Labels | undefined, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}

function says(
  isWrong: boolean,
  { kind, metadata }: { readonly kind: string; readonly metadata?: { readonly name?: string } },
  what: string,
): string[] {
  return isWrong ? [`${kind} ${metadata?.name ?? ''} ${what}`] : [];
}
