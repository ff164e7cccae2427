import { LRUCache } from 'lru-cache';

/** Texts whose results are held, and the longest of them, characters. */
const HELD = { texts: 8, maxLength: 2_000 } as const;

/**
 * `make`, which is called once for each of the latest texts: detection, routing, the playbook and the built-in MCP servers
 * read the same question one after another.
 *
 * @param make Pure; its result is shared and must not be changed.
 */
export function remembering<Result extends object>(make: (text: string) => Result): (text: string) => Result {
  const held = new LRUCache<string, Result>({ max: HELD.texts });
  return (text) => {
    if (text.length > HELD.maxLength) return make(text);
    const known = held.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    held.set(text, made);
    return made;
  };
}
