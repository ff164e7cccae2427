// Line charts as SVG, one panel below the other, sharing the time axis.
const WIDTH = 900;
const PANEL = 220;
const LEFT = 70;
const RIGHT = 150;
/** Seconds between two labels of the time axis. */
const TICKS = [10, 30, 60, 120, 300, 600];
const COLORS = ['#c0392b', '#2471a3', '#1e8449', '#b9770e', '#6c3483', '#515a5a'];

/** A value rounded up to one that reads well on an axis. */
function niceMax(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return [1, 2, 5, 10].map((step) => step * power).find((candidate) => candidate >= value) ?? value;
}

function panel({ title, unit, series, marks = [] }, index, { end, ticks: places }) {
  const top = index * PANEL + 40;
  const height = PANEL - 70;
  const max = niceMax(
    Math.max(...series.flatMap(({ points }) => points.map(([, y]) => y)), ...marks.map(({ y }) => y)),
  );
  const x = (t) => LEFT + (t / end) * (WIDTH - LEFT - RIGHT);
  const y = (value) => top + height - (Math.min(value, max) / max) * height;
  const ticks = [0, 0.5, 1].map(
    (share) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(share * max)}" y2="${y(share * max)}" stroke="#ddd"/>` +
      `<text x="${LEFT - 6}" y="${y(share * max) + 4}" text-anchor="end">${Number((share * max).toPrecision(3))}</text>`,
  );
  const times = places.map(
    ({ at, label }) => `<text x="${x(at)}" y="${top + height + 14}" text-anchor="middle">${label}</text>`,
  );
  const lines = series.map(({ name, points }, i) => {
    const color = COLORS[i % COLORS.length];
    const path = points.map(([t, value]) => `${x(t).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    return (
      `<polyline fill="none" stroke="${color}" stroke-width="1.5" points="${path}"/>` +
      `<text x="${WIDTH - RIGHT + 8}" y="${top + 12 + i * 16}" fill="${color}">${name}</text>`
    );
  });
  const dashes = marks.map(
    ({ y: value, name }) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#888" stroke-dasharray="4 3"/>` +
      `<text x="${LEFT + 4}" y="${y(value) - 3}" fill="#666">${name}</text>`,
  );
  return `<text x="${LEFT}" y="${top - 10}" font-weight="bold">${title} (${unit})</text>${[...ticks, ...times, ...dashes, ...lines].join('')}`;
}

/** An axis of time. @returns `end`, where it ends, and its labels. */
function timeAxis(seconds) {
  const tick = TICKS.find((candidate) => seconds / candidate <= 16) ?? TICKS.at(-1);
  const labelOf = (t) => (tick < 60 ? `${t} s` : `${t / 60} min`);
  const ticks = Array.from({ length: Math.floor(seconds / tick) + 1 }, (_, i) => ({
    at: i * tick,
    label: labelOf(i * tick),
  }));
  return { end: seconds, ticks };
}

/**
 * A picture of how measurements went over time, or over something else.
 *
 * @param panels  Each with `title`, `unit`, `series` of `{name, points: [x, value][]}`, and `marks` `{name, y}`.
 * @param seconds Length of the time axis.
 * @param axis    Another axis: `end`, and `ticks` of `{at, label}`.
 */
export function picture({ title, panels, seconds, axis = timeAxis(seconds) }) {
  const height = panels.length * PANEL + 50;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="white"/>
<text x="${WIDTH / 2}" y="18" text-anchor="middle" font-size="14">${title}</text>
${panels.map((each, i) => panel(each, i, axis)).join('\n')}
</svg>
`;
}
