/** What a column of rows holds. */
type ColumnType = 'text' | 'integer';

/** The values of one row, in the order of its statement's columns. */
export type RowValues = readonly (string | number | null)[];

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
const ARRAYS: Readonly<Record<ColumnType, string>> = { text: 'text[]', integer: 'bigint[]' };

/** What stands in the text of a statement for the rows it is applied to. */
export interface RowSource {
  /** A query that returns them, as an insertion takes it. */
  readonly values: string;
  /** The table `u` of them. */
  readonly table: string;
}

/** A statement over any number of rows. Its text does not depend on how many: it is written and prepared once. */
export class RowStatement<Returned = never> {
  /** For one row, applied again and again. */
  readonly sqlite: string;
  /** For all rows at once: a parameter for each column. */
  readonly postgres: string;
  readonly width: number;

  /**
   * @param columns Names and types of the values of a row.
   * @param textOf  The statement, given what stands in it for the rows.
   */
  constructor(columns: Readonly<Record<string, ColumnType>>, textOf: (rows: RowSource) => string) {
    const names = Object.keys(columns);
    this.width = names.length;
    this.sqlite = textOf({
      values: `values (${names.map(() => '?').join(', ')})`,
      table: `(select ${names.map((name) => `? as ${name}`).join(', ')}) as u`,
    });
    const arrays = Object.values(columns).map((type, i) => `$${i + 1}::${ARRAYS[type]}`);
    const table = `unnest(${arrays.join(', ')}) as u (${names.join(', ')})`;
    this.postgres = textOf({ values: `select * from ${table}`, table });
  }

  /** Applies it to rows, in their order; without rows the database is not called. */
  *to(rows: readonly RowValues[]): Work<readonly Returned[]> {
    if (rows.length === 0) return [];
    return (yield { statement: this, rows }) as readonly Returned[];
  }
}
