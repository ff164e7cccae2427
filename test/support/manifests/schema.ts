import { join } from 'node:path';

import ts from 'typescript';

import { ROOT } from '../child.js';

import type { Manifest } from './build.js';

/** Custom resources: the group and the package that describes it. */
const CUSTOM: Readonly<Record<string, string>> = {
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/**
 * What the schemas of Kubernetes and of the custom resources find wrong: types, formats and missing fields by the
 * schemas themselves, unknown fields by TypeScript, which refuses them in a literal.
 */
export async function schemaViolations(manifests: readonly Manifest[]): Promise<string[]> {
  return [...(await valueViolations(manifests)), ...fieldViolations(manifests)];
}

async function valueViolations(manifests: readonly Manifest[]): Promise<string[]> {
  const violations: string[] = [];
  for (const manifest of manifests) {
    const models = (await import(moduleOf(manifest))) as Record<string, new (data: object) => { validate: () => void }>;
    const Model = models[manifest.kind];
    if (Model === undefined) {
      violations.push(`${titleOf(manifest)}: no such kind in ${manifest.apiVersion}`);
      continue;
    }
    try {
      new Model(manifest).validate();
    } catch (error) {
      violations.push(`${titleOf(manifest)}: ${(error as Error).message}`);
    }
  }
  return violations;
}

/** The manifests as literals of a TypeScript file, checked against the types of their kinds. */
function fieldViolations(manifests: readonly Manifest[]): string[] {
  const path = join(ROOT, 'test/manifests.generated.ts');
  const source = manifests
    .map(
      (manifest, i) =>
        `import type { I${manifest.kind} as T${i} } from '${moduleOf(manifest)}';\n` +
        `export const m${i}: T${i} = ${JSON.stringify(manifest)};`,
    )
    .join('\n');
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const fileExists = host.fileExists.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.fileExists = (name) => name === path || fileExists(name);
  host.getSourceFile = (name, languageVersion, ...rest) =>
    name === path ? ts.createSourceFile(name, source, languageVersion) : getSourceFile(name, languageVersion, ...rest);
  const program = ts.createProgram([path], options, host);
  const lines = source.split('\n');
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line;
    const owner = /export const m(\d+)/.exec(lines[line] ?? '')?.[1];
    const manifest = manifests[Number(owner ?? NaN)];
    return `${manifest === undefined ? 'manifests' : titleOf(manifest)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

function moduleOf({ apiVersion }: Manifest): string {
  const [group, version] = apiVersion.split('/');
  const home = CUSTOM[String(group)] ?? 'kubernetes-models';
  // Groups of Kubernetes itself are named in full, except the oldest ones, which have none.
  return version === undefined ? `${home}/${group}` : `${home}/${group}/${version}`;
}

export function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}
