// Tables of shares as SVG, one below the other: each cell has its percentage, and is the darker the larger it is.
const LEFT = 190;
const CELL = [62, 20];
const TOP = 60;

function table({ title, columns, rows, darkest }, top) {
  const head = columns.map(
    (name, i) => `<text x="${LEFT + (i + 0.5) * CELL[0]}" y="${top - 6}" text-anchor="middle">${name}</text>`,
  );
  const body = rows.flatMap(({ name, values }, row) => {
    const y = top + row * CELL[1];
    return [
      `<text x="${LEFT - 8}" y="${y + 14}" text-anchor="end">${name}</text>`,
      ...values.map((value, i) => {
        const x = LEFT + i * CELL[0];
        const shade = value === null ? 0 : Math.min(1, value / darkest);
        const text = value === null ? '' : value.toFixed(1);
        return (
          `<rect x="${x}" y="${y}" width="${CELL[0] - 1}" height="${CELL[1] - 1}" fill="rgb(192 57 43 / ${shade.toFixed(2)})" stroke="#eee"/>` +
          `<text x="${x + CELL[0] / 2}" y="${y + 14}" text-anchor="middle">${text}</text>`
        );
      }),
    ];
  });
  return `<text x="10" y="${top - 24}" font-weight="bold">${title}</text>${head.join('')}${body.join('')}`;
}

/** @param tables Each with `title`, `columns`, `rows` of `{name, values}` in percent, null for none, and the `darkest` value. */
export function heatmap({ title, tables }) {
  let top = TOP + 20;
  const parts = tables.map((each) => {
    const svg = table(each, top);
    top += each.rows.length * CELL[1] + TOP;
    return svg;
  });
  const width = LEFT + Math.max(...tables.map(({ columns }) => columns.length)) * CELL[0] + 20;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top - 20}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
<text x="${width / 2}" y="20" text-anchor="middle" font-size="14">${title}</text>
${parts.join('\n')}
</svg>
`;
}
