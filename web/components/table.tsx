import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
  /** Names its row for screen readers. */
  readonly isName?: boolean;
}

export interface TableProps<Row> {
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Said in place of rows. */
  readonly empty?: ComponentChildren;
}

/** A table that scrolls sideways by itself where the window is too narrow for it. */
export function Table<Row>({ caption, isCaptionHidden = false, columns, rows, keyOf, empty }: TableProps<Row>) {
  return (
    <div class="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class={isCaptionHidden ? 'visually-hidden' : ''}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th key={title} scope="col" class={isNumber === true ? 'number' : ''}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <Cell key={column.title} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty !== undefined ? <p class="note">{empty}</p> : null}
    </div>
  );
}

function Cell<Row>({ column: { cell, isName, isNumber }, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const className = isNumber === true ? 'number' : '';
  if (isName !== true) return <td class={className}>{cell(row)}</td>;
  return (
    <th scope="row" class={className}>
      {cell(row)}
    </th>
  );
}
