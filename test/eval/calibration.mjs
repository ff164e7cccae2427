// How far the confidences can be believed: share accepted against confidence claimed.

const BINS = 8;

/** Predictions on strategic items in bins of confidence, and the expected calibration error. */
export function calibrationOf(items, predictions) {
  const byId = new Map(items.map((it) => [it.id, it]));
  const points = predictions.flatMap(({ id, detection }) => {
    const { must, may } = byId.get(id);
    return detection.frameworks.map((it) => ({
      confidence: it.confidence,
      accepted: must.includes(it.id) || may.includes(it.id),
    }));
  });
  const bins = Array.from({ length: BINS }, () => ({ count: 0, confidence: 0, accepted: 0 }));
  for (const { confidence, accepted } of points) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))];
    bin.count += 1;
    bin.confidence += confidence;
    if (accepted) bin.accepted += 1;
  }
  const filled = bins
    .filter((it) => it.count > 0)
    .map((it) => ({ count: it.count, confidence: it.confidence / it.count, accepted: it.accepted / it.count }));
  const error = filled.reduce((sum, it) => sum + (it.count / points.length) * Math.abs(it.confidence - it.accepted), 0);
  return { count: points.length, error, bins: filled };
}

const SIDE = 300;
const MARGIN = 46;
const COLORS = ['#0b6e4f', '#b3541e'];

/** A reliability diagram: the diagonal is perfect, the area of a dot is the number of predictions. */
export function calibrationPlot(sets) {
  const x = (value) => (MARGIN + value * SIDE).toFixed(1);
  const y = (value) => (MARGIN + (1 - value) * SIDE).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((it) => [
    `<path d="M${x(it)} ${y(0)}V${y(1)}M${x(0)} ${y(it)}H${x(1)}" stroke="#ddd"/>`,
    `<text x="${x(it)}" y="${Number(y(0)) + 16}" text-anchor="middle">${it}</text>`,
    `<text x="${Number(x(0)) - 6}" y="${Number(y(it)) + 4}" text-anchor="end">${it}</text>`,
  ]);
  const series = sets.flatMap(({ name, bins, error, count }, index) => {
    const color = COLORS[index % COLORS.length];
    const line = bins.map((it) => `${x(it.confidence)},${y(it.accepted)}`).join(' ');
    return [
      `<polyline points="${line}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
      ...bins.map(
        (it) =>
          `<circle cx="${x(it.confidence)}" cy="${y(it.accepted)}" r="${(2 + Math.sqrt(it.count)).toFixed(1)}" fill="${color}" fill-opacity="0.35" stroke="${color}"/>`,
      ),
      `<text x="${Number(x(0)) + 8}" y="${Number(y(1)) + 16 + 16 * index}" fill="${color}">${name}: ${count} predictions, error ${(100 * error).toFixed(1)} %</text>`,
    ];
  });
  const size = SIDE + 2 * MARGIN;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size}" height="${size}" font-family="sans-serif" font-size="11">`,
    `<title>Confidence of detected frameworks against the share an adviser accepts</title>`,
    `<rect width="${size}" height="${size}" fill="#fff"/>`,
    ...ticks,
    `<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#888" stroke-dasharray="4 3"/>`,
    ...series,
    `<text x="${x(0.5)}" y="${size - 8}" text-anchor="middle">confidence</text>`,
    `<text x="12" y="${y(0.5)}" text-anchor="middle" transform="rotate(-90 12 ${y(0.5)})">share accepted</text>`,
    '</svg>',
    '',
  ].join('\n');
}
