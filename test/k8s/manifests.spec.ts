import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { IScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IService } from 'kubernetes-models/v1';
import { parse } from 'yaml';

import { ROOT } from '../support/child.js';
import {
  buildOnTop,
  buildOverlay,
  ofKind,
  optionalManifests,
  OVERLAYS,
  type Manifest,
  type Overlay,
  type OwnKustomization,
} from '../support/manifests/build.js';
import { autoscalers, ruleViolations } from '../support/manifests/rules.js';
import { schemaViolations } from '../support/manifests/schema.js';
import { describeWith, kubectl } from '../support/services.js';

describeWith(kubectl, 'Kubernetes manifests', () => {
  const built = {} as Record<Overlay, Manifest[]>;
  beforeAll(() => {
    for (const overlay of OVERLAYS) built[overlay] = buildOverlay(overlay);
  });

  it('are what the schemas of Kubernetes, the Gateway API, KEDA and the Prometheus Operator describe', async () => {
    expect(await schemaViolations(OVERLAYS.flatMap((overlay) => built[overlay]))).toEqual([]);
  });

  it.each(OVERLAYS)('of %s keep every rule', (overlay) => {
    expect(ruleViolations(built[overlay])).toEqual([]);
  });

  it('keep every rule with everything that is optional', async () => {
    const all = [...built.production, ...optionalManifests()];
    expect(ruleViolations(all)).toEqual([]);
    expect(await schemaViolations(optionalManifests())).toEqual([]);
  });

  it.each(['monitoring', 'kube-prometheus-stack'] as const)(
    'of %s lead every alert to its runbook in the copy that the guide names',
    (overlay) => {
      const guide = readFileSync(join(ROOT, 'docs/guides/kubernetes.md'), 'utf8');
      const snippets = [...guide.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text]) => String(text));
      const own = parse(String(snippets.find((text) => text.includes('replacements:')))) as OwnKustomization;
      const [rule] = ofKind<IPrometheusRule>(buildOnTop(overlay, own), 'PrometheusRule');
      const alerts = (rule?.spec.groups ?? []).flatMap(({ rules = [] }) => rules).filter(({ alert }) => alert);
      expect(alerts.length).toBeGreaterThan(15);
      for (const { annotations } of alerts) {
        const url = String(annotations?.['runbook_url']);
        const [, page = ''] = url.split('https://git.example.com/platform/claude-director/blob/main/');
        expect([url, existsSync(join(ROOT, page)) && page.startsWith('docs/runbooks/')]).toEqual([url, true]);
      }
    },
  );

  it('name the migration of their version, so that the next one is another Job', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    for (const overlay of ['production', 'keda'] as const) {
      const jobs = ofKind<IJob>(built[overlay], 'Job').map(({ metadata }) => metadata?.name);
      expect(jobs).toEqual([`claude-director-migrate-${version}`]);
    }
  });

  it('scale by the same targets and behavior with KEDA and without', () => {
    const [ours, kedas] = [built.production, built.keda].map((manifests) => autoscalers(manifests)[0]);
    const { manifest: _hpa, ...hpa } = ours ?? { manifest: undefined };
    const { manifest: _object, ...scaledObject } = kedas ?? { manifest: undefined };
    expect(scaledObject).toEqual(hpa);
    const [object] = ofKind<IScaledObject>(built.keda, 'ScaledObject');
    expect(object?.spec.triggers.map(({ metadata }) => metadata['targetValue'] ?? metadata['value'])).toEqual([
      '0.6',
      '80',
    ]);
    const [hpaObject] = ofKind<IHorizontalPodAutoscaler>(built.production, 'HorizontalPodAutoscaler');
    expect(
      hpaObject?.spec?.metrics?.map(
        ({ pods, resource }) => pods?.target.averageValue ?? resource?.target.averageUtilization,
      ),
    ).toEqual(['600m', 80]);
  });

  describe('with one field broken', () => {
    const deployment = (manifests: Manifest[]) => ofKind<IDeployment>(manifests, 'Deployment')[0]?.spec;
    const pod = (manifests: Manifest[]) => deployment(manifests)?.template.spec;
    const container = (manifests: Manifest[]) => pod(manifests)?.containers[0] ?? { name: '' };

    const denial = (manifests: Manifest[]) =>
      ofKind<INetworkPolicy>(manifests, 'NetworkPolicy').find(({ metadata }) =>
        metadata?.name?.endsWith('default-deny'),
      )?.spec;

    it.each<[field: string, overlay: Overlay, change: (manifests: Manifest[]) => void]>([
      [
        'readOnlyRootFilesystem',
        'production',
        (all) => (container(all).securityContext = { capabilities: { drop: ['ALL'] } }),
      ],
      [
        'a field that does not exist',
        'production',
        (all) => Object.assign(container(all), { imagePulPolicy: 'Always' }),
      ],
      [
        'the type of a port',
        'production',
        (all) => Object.assign(container(all), { ports: [{ containerPort: '3000' }] }),
      ],
      ['the version of the image', 'embedded', (all) => (container(all).image = 'claude-director:latest')],
      [
        'the memory limit',
        'production',
        (all) => (container(all).resources = { requests: { cpu: '1', memory: '1Gi' } }),
      ],
      [
        'the path of the liveness probe',
        'keda',
        (all) => (container(all).livenessProbe = { httpGet: { path: '/', port: 'http' } }),
      ],
      [
        'terminationGracePeriodSeconds',
        'production',
        (all) => Object.assign(pod(all) ?? {}, { terminationGracePeriodSeconds: 10 }),
      ],
      ['the number of replicas', 'production', (all) => Object.assign(deployment(all) ?? {}, { replicas: 3 })],
      [
        'the strategy of one replica on a volume',
        'embedded',
        (all) => Object.assign(deployment(all) ?? {}, { strategy: { type: 'RollingUpdate' } }),
      ],
      [
        'the selector of the Service',
        'production',
        (all) => Object.assign(ofKind<IService>(all, 'Service')[0]?.spec ?? {}, { selector: { app: 'other' } }),
      ],
      [
        'the policy that denies everything',
        'production',
        (all) => Object.assign(denial(all) ?? {}, { policyTypes: ['Ingress'] }),
      ],
      [
        'the autoscaler scaling down at once',
        'production',
        (all) =>
          Object.assign(
            ofKind<IHorizontalPodAutoscaler>(all, 'HorizontalPodAutoscaler')[0]?.spec?.behavior?.scaleDown ?? {},
            {
              stabilizationWindowSeconds: 0,
            },
          ),
      ],
      [
        'an environment variable nothing reads',
        'production',
        (all) => container(all).env?.push({ name: 'REDIS_URI', value: 'x' }),
      ],
    ])('%s: the check fails', async (_field, overlay, change) => {
      const broken = structuredClone(built[overlay]);
      change(broken);
      const violations = ruleViolations(broken);
      expect(violations.length > 0 ? violations : await schemaViolations(broken)).not.toEqual([]);
    });
  });
});
