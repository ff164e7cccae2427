// Lines over time as an SVG, one panel under another, readable on light and dark ground.
const WIDTH = 900;
const PANEL = 150;
const LEFT = 60;
const RIGHT = 170;
const TOP = 34;
const GAP = 44;
const COLORS = ['#2f6fde', '#e07b39', '#3c9d5d', '#b455c9', '#c94040', '#7a7a7a'];

/**
 * @param title  Of the picture.
 * @param panels Each with `title`, `unit`, and `lines`: `{name, points: [seconds, value][], isStep?}`.
 */
export function picture(title, panels) {
  const height = TOP + panels.length * (PANEL + GAP);
  const seconds = Math.max(1, ...panels.flatMap(({ lines }) => lines.flatMap(({ points }) => points.map(([t]) => t))));
  const x = (t) => LEFT + (t / seconds) * (WIDTH - LEFT - RIGHT);
  const parts = panels.map((panel, i) => drawPanel(panel, TOP + 20 + i * (PANEL + GAP), x, seconds));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LEFT}" y="22" font-size="16" fill="#222">${title}</text>
${parts.join('\n')}
</svg>
`;
}

function drawPanel({ title, unit, lines, max }, top, x, seconds) {
  const highest = max ?? niceCeiling(Math.max(1e-9, ...lines.flatMap(({ points }) => points.map(([, v]) => v ?? 0))));
  const y = (value) => top + PANEL - (Math.min(value, highest) / highest) * PANEL;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = highest * share;
    return `<line x1="${x(0)}" x2="${x(seconds)}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end" fill="#555">${format(value)}</text>`;
  });
  const minutes = Array.from({ length: Math.floor(seconds / 60) + 1 }, (_, minute) => minute);
  const ticks = minutes.map(
    (minute) =>
      `<text x="${x(minute * 60)}" y="${top + PANEL + 15}" text-anchor="middle" fill="#555">${minute} min</text>`,
  );
  const drawn = lines.map(({ name, points, isStep }, i) => {
    const color = COLORS[i % COLORS.length];
    const known = points.filter(([, value]) => value !== null && value !== undefined);
    const path = known
      .map(([t, value], j) => {
        const before = isStep && j > 0 ? `L${x(t).toFixed(1)},${y(known[j - 1][1]).toFixed(1)}` : '';
        return `${before}${j === 0 ? 'M' : 'L'}${x(t).toFixed(1)},${y(value).toFixed(1)}`;
      })
      .join('');
    return `<path d="${path}" fill="none" stroke="${color}" stroke-width="1.6"/><rect x="${WIDTH - RIGHT + 12}" y="${top + i * 18}" width="10" height="10" fill="${color}"/><text x="${WIDTH - RIGHT + 28}" y="${top + 9 + i * 18}" fill="#222">${name}</text>`;
  });
  return `<text x="${LEFT}" y="${top - 8}" fill="#222">${title}${unit ? `, ${unit}` : ''}</text>\n${[...grid, ...ticks, ...drawn].join('\n')}`;
}

function niceCeiling(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * unit).find((step) => step >= value);
}

function format(value) {
  return String(Number(value.toPrecision(3)));
}
