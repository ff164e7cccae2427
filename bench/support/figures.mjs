import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

export const RESULTS = join(import.meta.dirname, '../results');

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
export const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];

/** The machine, Node.js, and the commit, with a `+` where files differ from it; without one where there is no git. */
export function provenance() {
  const git = (...args) => spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).stdout?.trim() ?? '';
  const commit = git('rev-parse', '--short', 'HEAD');
  const isChanged = git('status', '--porcelain') !== '';
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    ...(commit === '' ? {} : { commit: `${commit}${isChanged ? '+' : ''}` }),
  };
}

/** Whether a figure is where it `must` be, or the `aim` says. */
export function isMet({ measured, higherIsBetter = false }, bound) {
  if (bound === undefined) return true;
  return higherIsBetter ? measured >= bound : measured <= bound;
}

/**
 * Prints figures as a table with what misses its `must`, and saves them in `bench/results/NAME.json`. A miss is no
 * failure of the benchmark, which has done what it is for.
 *
 * @param name    Of the benchmark.
 * @param figures By title: `measured`, and where there is one the acceptance line `must` and the `aim`, or what
 *                `rowFigure` makes of them. A figure is better when lower, unless it says `higherIsBetter`.
 * @throws {Error} if a figure is not a number: then something was not measured.
 */
export function report(name, figures) {
  const machine = provenance();
  for (const [title, figure] of Object.entries(figures)) {
    if (!Number.isFinite(figure.measured)) throw new Error(`${title} is ${figure.measured}`);
    figure.measured = Number(figure.measured.toPrecision(4));
  }
  console.log(Object.values(machine).join(', '));
  console.table(figures, ['measured', 'must', 'aim', 'higherIsBetter']);
  const missed = Object.entries(figures).filter(([, figure]) => !isMet(figure, figure.must));
  for (const [title, { measured, must }] of missed) console.log(`below must: ${title} is ${measured}, must be ${must}`);
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify({ name, machine, figures }, undefined, 2)}\n`);
}

/**
 * Measures several sides in turn, which the ratio of any two of them needs on a machine whose speed changes by the
 * minute: in each round each side once, in the opposite order every other round. The ratio of two sides is the median of
 * those of their neighbours in time.
 *
 * @param sides   By name, each giving one number.
 * @param rounds  That count.
 * @param warmUp  Rounds before those.
 * @returns the median of each side, and `ratio(side, base)`.
 */
export async function inTurn(sides, { rounds, warmUp = 2 }) {
  const names = Object.keys(sides);
  const values = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await sides[name]();
      if (round >= 0) values[name].push(value);
    }
  }
  return {
    values,
    medians: Object.fromEntries(names.map((name) => [name, median(values[name])])),
    ratio: (side, base) => median(values[side].map((value, i) => value / values[base][i])),
  };
}
