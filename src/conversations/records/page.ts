import * as z from 'zod';

import { AppError } from '../../core/index.js';

/** One page of a list, and the cursor of the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Give it back to get the next page; null when there is none. */
  readonly nextCursor: string | null;
}

/** A page as a message. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe('Give it back as `cursor` to get the next page; null when there is none.'),
  });

/** The cursor was not issued by this service. */
export class CursorInvalidError extends AppError {
  readonly code = 'CURSOR_INVALID';

  constructor() {
    super('cursor: expected the nextCursor of a page before, or none');
  }
}

/** Rows of one page, of which one more than `limit` was read. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { cursorOf, itemOf }: { readonly cursorOf: (row: Row) => string; readonly itemOf: (row: Row) => Item },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(itemOf),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

/** A cursor that is the number of a row. @throws {CursorInvalidError} `CURSOR_INVALID` */
export function numberCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(cursor)) throw new CursorInvalidError();
  return Number(cursor);
}
