import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { parse, parseAllDocuments, stringify } from 'yaml';

import { ROOT } from '../child.js';
import { kubectl } from '../services.js';

import { applyReplacements, type Replacement } from './replacements.js';

export const MANIFESTS = join(ROOT, 'k8s');
export const OVERLAYS = ['embedded', 'production', 'keda', 'monitoring', 'kube-prometheus-stack'] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** An object as the cluster would get it; what else is in it depends on its kind. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Record<string, string> };
}

/** The objects of one kind, in its type: `ofKind<IService>(manifests, 'Service')`. */
export function ofKind<T extends { kind: string }>(manifests: readonly Manifest[], kind: T['kind']): T[] {
  return manifests.filter((manifest) => manifest.kind === kind) as unknown as T[];
}

/** A `kustomization.yaml` of an operator, on top of an overlay. */
export interface OwnKustomization {
  readonly replacements?: readonly Replacement[];
}

/** Builds an overlay with `kubectl kustomize`, the way `kubectl apply -k` would. */
export function buildOverlay(overlay: Overlay): Manifest[] {
  return build((folder) => join(folder, 'overlays', overlay));
}

/** Builds what an operator has on top of an overlay; its `resources` are that overlay. */
export function buildOnTop(overlay: Overlay, own: OwnKustomization): Manifest[] {
  const isAncient = kustomizeIsAncient();
  const { replacements = [], ...others } = own;
  const manifests = build((folder) => {
    mkdirSync(join(folder, 'own'));
    const text = stringify({ ...(isAncient ? others : own), resources: [`../overlays/${overlay}`] });
    writeFileSync(join(folder, 'own/kustomization.yaml'), text);
    return join(folder, 'own');
  });
  return isAncient ? applyReplacements(manifests, replacements) : manifests;
}

function build(prepare: (folder: string) => string): Manifest[] {
  const folder = mkdtempSync(join(tmpdir(), 'director-k8s-'));
  try {
    cpSync(MANIFESTS, folder, { recursive: true });
    const built = prepare(folder);
    if (kustomizeIsAncient()) translate(folder);
    const text = execFileSync(kubectl ?? 'kubectl', ['kustomize', built], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 16 * 1024 * 1024,
    });
    return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a cluster may need besides an overlay. */
export function optionalManifests(): Manifest[] {
  const folder = join(MANIFESTS, 'optional');
  return readdirSync(folder).flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS() as Manifest),
  );
}

/** Before 1.21 kubectl carried kustomize 2.0, which knows neither folders among `resources` nor `patches`. */
function kustomizeIsAncient(): boolean {
  const text = execFileSync(kubectl ?? 'kubectl', ['version', '--client', '--output=json'], { encoding: 'utf8' });
  const { clientVersion } = JSON.parse(text) as { clientVersion: { major: string; minor: string } };
  return Number(clientVersion.major) === 1 && Number.parseInt(clientVersion.minor, 10) < 21;
}

/** Says the same in the words of kustomize 2.0, in a copy; what users apply stays in today's words. */
function translate(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (basename(entry) !== 'kustomization.yaml') continue;
    const path = join(folder, entry);
    const { resources, patches, ...rest } = parse(readFileSync(path, 'utf8')) as {
      readonly resources: readonly string[];
      readonly patches?: readonly { readonly path: string }[];
    };
    const isFile = (resource: string) => resource.endsWith('.yaml');
    writeFileSync(
      path,
      stringify({
        ...rest,
        bases: resources.filter((resource) => !isFile(resource)),
        resources: resources.filter(isFile),
        patchesStrategicMerge: (patches ?? []).map((patch) => patch.path),
      }),
    );
  }
}
