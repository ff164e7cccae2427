import type { Manifest } from './build.js';

/** As kustomize has it: from a field of one object into fields of others, or into a part of them. */
export interface Replacement {
  readonly source: { readonly kind: string; readonly name: string; readonly fieldPath: string };
  readonly targets: readonly {
    readonly select: { readonly kind: string; readonly name?: string };
    readonly fieldPaths: readonly string[];
    readonly options?: { readonly delimiter: string; readonly index?: number };
  }[];
}

type Node = Record<string, unknown>;

/**
 * What kustomize makes of `replacements`: the one of kubectl before 1.21 knows none.
 *
 * @throws {Error} as kustomize does, if a source or every field of a path is missing.
 * @see kustomize `api/filters/replacement/replacement.go`
 */
export function applyReplacements(manifests: readonly Manifest[], replacements: readonly Replacement[]): Manifest[] {
  const replaced = structuredClone(manifests) as Manifest[];
  for (const { source, targets } of replacements) {
    const from = replaced.filter(({ kind, metadata }) => kind === source.kind && metadata.name === source.name);
    const [value] = from.flatMap((manifest) =>
      fieldsAt(manifest, source.fieldPath).map(({ holder, key }) => holder[key]),
    );
    if (from.length !== 1 || typeof value !== 'string') throw new Error(`no value of ${JSON.stringify(source)}`);
    for (const { fieldPaths, options, select } of targets) {
      const selected = replaced.filter(
        ({ kind, metadata }) => kind === select.kind && (select.name ?? metadata.name) === metadata.name,
      );
      for (const path of fieldPaths) {
        const fields = selected.flatMap((manifest) => fieldsAt(manifest, path));
        if (fields.length === 0) throw new Error(`unable to find field ${path}`);
        for (const { holder, key } of fields) holder[key] = partlyReplaced(String(holder[key]), value, options);
      }
    }
  }
  return replaced;
}

function partlyReplaced(
  whole: string,
  value: string,
  options?: { readonly delimiter: string; readonly index?: number },
) {
  if (options === undefined) return value;
  return whole
    .split(options.delimiter)
    .with(options.index ?? 0, value)
    .join(options.delimiter);
}

/** Where `path` leads; `*` is every element of a list, and what is not there is left out. */
function fieldsAt(root: object, path: string): { readonly holder: Node; readonly key: string }[] {
  const keys = path.split('.');
  const last = String(keys.pop());
  let holders = [root as Node];
  for (const key of keys) {
    holders = holders.flatMap((holder) => (key === '*' ? Object.values(holder) : [holder[key]]) as Node[]);
    holders = holders.filter((holder) => typeof holder === 'object' && holder !== null);
  }
  return holders.filter((holder) => last in holder).map((holder) => ({ holder, key: last }));
}
