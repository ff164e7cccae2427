import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const RESULTS = join(import.meta.dirname, '../results');

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];

/**
 * Prints figures as a table and keeps them in `bench/results/NAME.json`; the process fails when a `must` is missed.
 *
 * @param name    Of the benchmark.
 * @param figures By title: `measured`, and where there is one the acceptance line `must` and the `aim`. A figure is
 *                better when lower, unless it says `higherIsBetter`.
 */
export function report(name, figures) {
  for (const figure of Object.values(figures)) figure.measured = Number(figure.measured.toPrecision(4));
  console.table(figures);
  mkdirSync(RESULTS, { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify({ name, machine, figures }, undefined, 2)}\n`);
  const holds = ({ measured, must, higherIsBetter = false }) =>
    must === undefined || (higherIsBetter ? measured >= must : measured <= must);
  process.exitCode = Object.values(figures).every(holds) ? 0 : 1;
}
