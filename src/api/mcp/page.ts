import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

/**
 * The page of a list that a cursor asks for. A cursor names the last item seen, so that it holds on every replica and
 * survives a change of the list.
 *
 * @param items  By the key that a cursor encodes, in the order of the pages.
 * @throws {ProtocolError} -32602, if the cursor was not returned by a list.
 * @see https://modelcontextprotocol.io/specification/2025-11-25/server/utilities/pagination
 */
export function pageOf<Item>(
  items: ReadonlyMap<string, Item>,
  cursor: string | undefined,
  size: number,
): { readonly items: Item[]; readonly nextCursor: string | undefined } {
  const keys = [...items.keys()];
  const last = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
  const start = last === undefined ? 0 : keys.indexOf(last) + 1;
  if (last !== undefined && start === 0) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'cursor: expected one that a list returned');
  }
  const shown = keys.slice(start, start + size);
  const final = shown.at(-1);
  return {
    items: shown.flatMap((key) => items.get(key) ?? []),
    nextCursor:
      final === undefined || start + size >= keys.length ? undefined : Buffer.from(final).toString('base64url'),
  };
}
