// Draws how well frameworks and leads are recognized in texts set aside, by how many labelled texts the models were fitted on.
//   node test/eval/learning-curve.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { picture } from '../../bench/support/picture.mjs';

const SHARES = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1];
const SETS = { heldback: 'situations', 'heldback-scenes': 'scenes', 'heldback-frameworks': 'one framework each' };
const TICK = 1_000;

const folder = mkdtempSync(join(tmpdir(), 'learning-curve-'));
const runs = SHARES.map((share) => {
  const file = join(folder, `${share}.json`);
  const args = [join(import.meta.dirname, 'fit.mjs'), '--dry', '--share', String(share), '--figures', file];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`fitting on a share of ${share} ended with ${status}`);
  const figures = JSON.parse(readFileSync(file, 'utf8'));
  const said = Object.keys(SETS).map(
    (set) => `${set} F1 ${percent(figures[set].f1)}, lead ${percent(figures[set].leadAccuracy)}`,
  );
  console.log(`${figures.texts} texts: ${said.join('; ')}`);
  return figures;
});
rmSync(folder, { recursive: true });

function percent(part) {
  return (100 * part).toFixed(1);
}

const end = runs.at(-1).texts;
const seriesOf = (value) =>
  Object.entries(SETS).map(([set, name]) => ({
    name,
    points: runs.map((figures) => [figures.texts, 100 * value(figures[set])]),
  }));
const svg = picture({
  title: 'Recognized in texts that were set aside, by texts fitted on',
  axis: {
    end,
    ticks: Array.from({ length: Math.floor(end / TICK) + 1 }, (_, i) => ({ at: i * TICK, label: String(i * TICK) })),
  },
  panels: [
    { title: 'Frameworks, F1', unit: '%', series: seriesOf(({ f1 }) => f1) },
    { title: 'Lead accepted', unit: '%', series: seriesOf(({ leadAccuracy }) => leadAccuracy) },
  ],
});
writeFileSync(join(import.meta.dirname, '../../docs/eval/learning-curve.svg'), svg);
