/** What a column of rows holds; `utf8` is text that is given as bytes. */
type ColumnType = 'text' | 'utf8' | 'integer';

/** The values of one row, in the order of its statement's columns. */
export type RowValues = readonly (string | Uint8Array | number | null)[];

/** A statement and the rows it is to be applied to. */
export interface Application {
  readonly statement: RowStatement<unknown>;
  readonly rows: readonly RowValues[];
}

/**
 * The work of one transaction: applications of statements, each resumed with the rows it returned.
 *
 * A generator, because the embedded database returns rows synchronously and PostgreSQL asynchronously.
 */
export type Work<T> = Generator<Application, T, readonly unknown[]>;

/** As PostgreSQL writes an array of it. */
const ARRAYS: Readonly<Record<ColumnType, string>> = { text: 'text[]', utf8: 'text[]', integer: 'bigint[]' };
/** What takes the place of a value. */
const PLACES: Readonly<Record<ColumnType, string>> = { text: '?', utf8: 'cast(? as text)', integer: '?' };

/** What stands in the text of a statement for the rows it is applied to. */
export interface RowSource {
  /** A query that returns them, as an insertion takes it. */
  readonly values: string;
  /** The table `u` of them. */
  readonly table: string;
}

/** What a statement returns of the rows that it has written. */
export interface Returning {
  readonly table: string;
  readonly columns: readonly string[];
  /** Its primary key: columns of the statement too. */
  readonly key: readonly string[];
}

/** A statement over any number of rows. Its text does not depend on how many: it is written and prepared once. */
export class RowStatement<Returned = never> {
  /** For one row, applied again and again. */
  readonly sqlite: string;
  /** Reads back, after each row, what the statement returns; undefined if that stands in its own text. */
  readonly sqliteReread: string | undefined;
  /** For all rows at once: a parameter for each column. */
  readonly postgres: string;
  readonly width: number;
  readonly #keyAt: readonly number[];

  /**
   * @param columns Names and types of the values of a row.
   * @param textOf  The statement, given what stands in it for the rows.
   * @param returning What a writing statement returns. SQLite makes a temporary table for each `returning`, which costs
   *   twenty times the insertion of a row; it reads the row by its key instead.
   */
  constructor(
    columns: Readonly<Record<string, ColumnType>>,
    textOf: (rows: RowSource) => string,
    returning?: Returning,
  ) {
    const names = Object.keys(columns);
    this.width = names.length;
    const places = Object.entries(columns).map(([name, type]) => ({ name, place: PLACES[type] }));
    this.sqlite = textOf({
      values: `values (${places.map(({ place }) => place).join(', ')})`,
      table: `(select ${places.map(({ name, place }) => `${place} as ${name}`).join(', ')}) as u`,
    });
    const arrays = Object.values(columns).map((type, i) => `$${i + 1}::${ARRAYS[type]}`);
    const table = `unnest(${arrays.join(', ')}) as u (${names.join(', ')})`;
    const text = textOf({ values: `select * from ${table}`, table });
    this.postgres = returning === undefined ? text : `${text} returning ${returning.columns.join(', ')}`;
    this.sqliteReread = returning && rereadOf(returning);
    this.#keyAt = returning?.key.map((name) => names.indexOf(name)) ?? [];
  }

  /** The values of a row by which it is read back. */
  keyOf(row: RowValues): RowValues {
    return this.#keyAt.map((at) => row[at] ?? null);
  }

  /** Applies it to rows, in their order; without rows the database is not called. */
  *to(rows: readonly RowValues[]): Work<readonly Returned[]> {
    if (rows.length === 0) return [];
    return (yield { statement: this, rows }) as readonly Returned[];
  }
}

function rereadOf({ columns, key, table }: Returning): string {
  return `select ${columns.join(', ')} from ${table} where ${key.map((name) => `${name} = ?`).join(' and ')}`;
}
