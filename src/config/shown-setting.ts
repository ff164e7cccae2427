import type { SchemaViolation } from './schema-violation.js';

type Path = SchemaViolation['path'];

/** Settings whose value is or may hold a secret, with everything below them. */
const SECRET_SETTINGS: ReadonlySet<string | number> = new Set([
  'apiKey',
  'args',
  'command',
  'env',
  'headers',
  'jwksUrl',
  'sha256',
  'toolSha256',
  'url',
]);
/** A word, a version or number of a few digits, or an address of this machine's network: nothing else is shown. */
const HARMLESS =
  /^(?:[a-z]+(?:[-_. ][a-z]+)*\d{0,2}|\d{1,5}|(?:\d{1,3}\.){3}\d{1,3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})$/i;
const MAX_SHOWN_LENGTH = 24;
const FIELD_NAME = /^[a-z_][\w-]*$/i;
/** Of a field or variable that may be a secret in the wrong place. */
const MAX_NAME_LENGTH = 40;
const LIKE_A_SECRET = /\d{4,}|[a-z]\d+[a-z]+\d|^(?:sk|cdk|pk|ghp|xox\w)[-_]/i;

/**
 * What a message may show of a configured value. Any value may be a secret in the wrong place, so that only what cannot
 * be one is quoted; of another its kind is named.
 */
export function shownSetting(value: unknown, path: Path, isKnown: boolean): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean') return String(value);
  const mayBeSecret = path.some((step) => SECRET_SETTINGS.has(step));
  if (typeof value === 'object') {
    const isEmpty = Object.keys(value).length === 0;
    if (Array.isArray(value)) return isEmpty ? '[]' : 'a list';
    return isEmpty ? '{}' : 'a mapping';
  }
  if (typeof value !== 'string') {
    const json = JSON.stringify(value) ?? '';
    return mayBeSecret || json.length > 5 ? 'a number' : json;
  }
  const isHarmless = isKnown && !mayBeSecret && value.length <= MAX_SHOWN_LENGTH && HARMLESS.test(value);
  return value === '' || isHarmless ? JSON.stringify(value) : 'a text that is not shown';
}

/** The path as a message may show it: a key that is no name of a field may be a secret too. */
export function shownPath(path: Path): Path {
  return path.map((step) => (typeof step === 'number' ? step : shownName(step)));
}

/** The name of a field or variable, unless it looks like something else. */
export function shownName(name: string): string {
  const isName = name.length <= MAX_NAME_LENGTH && FIELD_NAME.test(name) && !LIKE_A_SECRET.test(name);
  return isName ? name : '(a name that is not shown)';
}
