import type * as z from 'zod';

/** One way in which a value misses its schema, worded for the author of the value. */
export interface SchemaViolation {
  /** Steps from the root to the value at fault. */
  readonly path: readonly (string | number)[];
  /** For example `expected an integer of at least 1`. */
  readonly expected: string;
  /** The value at fault as short JSON, or `nothing`. */
  readonly found: string;
}

const MAX_QUOTE_LENGTH = 60;

/** Words a value at fault; `isKnown` is false for one in a field that does not exist. */
export type ValueWording = (value: unknown, path: SchemaViolation['path'], isKnown: boolean) => string;

/**
 * Words what a failed `schema.safeParse(value)` found wrong: one violation for each value at fault.
 *
 * @param show By default quotes the value.
 */
export function describeViolations(error: z.ZodError, value: unknown, show: ValueWording = quote): SchemaViolation[] {
  const violations = error.issues.flatMap((issue) => violationsOf(issue, [], value, show));
  // A string where a list belongs also has the wrong length; the first thing wrong with a value says enough.
  const named = new Set<string>();
  return violations.filter(({ path }) => {
    const key = JSON.stringify(path);
    return !named.has(key) && named.add(key);
  });
}

/** `mcp.servers[0].timeoutMs`; the root is called `(root)`. */
export function formatPath(path: readonly (string | number)[]): string {
  if (path.length === 0) return '(root)';
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

function violationsOf(
  issue: z.core.$ZodIssue,
  base: readonly (string | number)[],
  root: unknown,
  show: ValueWording,
): SchemaViolation[] {
  const path = [...base, ...issue.path.filter((step): step is string | number => typeof step !== 'symbol')];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      expected: 'no such field',
      found: show(valueAt(root, [...path, key]), [...path, key], false),
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that got furthest is the one the writer meant.
    const closest = issue.errors
      .toSorted((a, b) => a.length - b.length || depthOf(b) - depthOf(a))
      .find((branch) => branch.length > 0);
    if (closest !== undefined) return closest.flatMap((inner) => violationsOf(inner, path, root, show));
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.flatMap((inner) => violationsOf(inner, path, root, show));
  }
  return [{ path, expected: expectation(issue), found: show(valueAt(root, path), path, true) }];
}

function depthOf(branch: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...branch.map((issue) => issue.path.length));
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `expected ${bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum)}`;
    case 'too_big':
      return `expected ${bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum)}`;
    default:
      return issue.message;
  }
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  switch (origin) {
    case 'string':
      return `${relation} ${limit} character${limit === 1 ? '' : 's'}`;
    case 'array':
    case 'set':
      return `${relation} ${limit} item${limit === 1 ? '' : 's'}`;
    default:
      return `a number of ${relation} ${limit}`;
  }
}

function withArticle(type: string): string {
  if (type === 'int') return 'an integer';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function quote(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > MAX_QUOTE_LENGTH ? `${json.slice(0, MAX_QUOTE_LENGTH)}…` : json;
}
