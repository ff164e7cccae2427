/** Whether a parsed value is an object, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is one of the ways to say that there is none: missing, null, or empty. */
export function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/**
 * Whether a parsed value has at most so many levels and so many values; without recursion, so that no depth ends it.
 *
 * @remarks O(`maxValues`).
 */
export function isWithin(value: unknown, maxDepth: number, maxValues: number): boolean {
  let level: unknown[] = [value];
  let seen = 0;
  for (let depth = 0; level.length > 0; depth++) {
    seen += level.length;
    if (depth > maxDepth || seen > maxValues) return false;
    const next: unknown[] = [];
    for (const inner of level) {
      if (typeof inner !== 'object' || inner === null) continue;
      for (const one of Object.values(inner)) {
        if (seen + next.length >= maxValues) return false;
        next.push(one);
      }
    }
    level = next;
  }
  return true;
}
