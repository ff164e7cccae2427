// Fails for a link in a Markdown page that leads nowhere, for a path of this project in it that does not exist, and for a
// runtime dependency without a reason; and where ARCHITECTURE.md states another order of imports than the one enforced.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import direction from '../.dependency-cruiser.mjs';

const ROOT = join(import.meta.dirname, '..');
const IGNORED = /(^|\/)(node_modules|dist|coverage|data|results)\//;
/** Written by benchmarks, on demand. */
const WRITTEN_LATER = /^bench\/results\//;
const LINK = /\]\(([^)\s]+)\)/g;
/** A path of a program, or of anything in one of our folders. */
const PATH =
  /(?<![\w./@~{-])(?:(?:[\w.-]+\/)+[\w.*-]+\.(?:ts|mjs)|(?:src|test|docs|bench|build|bin|k8s)\/[\w./*-]*[\w*/])/g;
/** Sources are also named from `src/`, and tests from `test/`. */
const BASES = ['', 'src', 'test'];

const pages = globSync('**/*.md', { cwd: ROOT, exclude: (name) => IGNORED.test(`${name}/`) });
const mistakes = pages.flatMap((page) => [...brokenLinks(page), ...stalePaths(page)].map((text) => `${page}: ${text}`));
mistakes.push(...unexplainedDependencies(), ...otherOrders());
for (const mistake of mistakes) console.error(mistake);
process.exitCode = mistakes.length === 0 ? 0 : 1;

function brokenLinks(page) {
  return [...textOf(page).matchAll(LINK)].flatMap(([, target]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path, anchor] = target.split('#');
    const linked = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
    if (!existsSync(join(ROOT, linked))) return [`the link to ${target} leads nowhere`];
    const isMissing = anchor !== undefined && linked.endsWith('.md') && !anchorsOf(linked).has(anchor);
    return isMissing ? [`the link to ${target} names no heading`] : [];
  });
}

function stalePaths(page) {
  const found = new Set([...textOf(page).replaceAll(LINK, ']').matchAll(PATH)].map(([path]) => path));
  return [...found]
    .filter((path) => !WRITTEN_LATER.test(path) && !exists(path, page))
    .map((path) => `there is no ${path}`);
}

function exists(path, page) {
  // Suites are named without their ending.
  return [...BASES, dirname(page)].some((base) => globSync(`${join(base, path)}{,.spec.ts}`, { cwd: ROOT }).length > 0);
}

function unexplainedDependencies() {
  const { dependencies } = JSON.parse(textOf('package.json'));
  const page = 'docs/dependencies.md';
  const text = textOf(page);
  return Object.keys(dependencies).flatMap((name) =>
    text.includes(`\`${name}\``) ? [] : [`${page}: no word on ${name}`],
  );
}

/** Rooms and sub-folders whose place on the page differs from the rules of imports. */
function otherOrders() {
  const page = 'ARCHITECTURE.md';
  const text = textOf(page);
  const rooms = [...text.matchAll(/^\| (\d+) +\| `(\w+)\/`/gm)].map(([, rank, room]) => ({ rank: Number(rank), room }));
  const folders = [...text.matchAll(/^\| `(\w+)\/` +\| (`\w+`(?:(?: <|,) `\w+`)*) +\|$/gm)].flatMap(([, room, order]) =>
    order
      .replaceAll('`', '')
      .split(' < ')
      .flatMap((names, rank) => names.split(', ').map((folder) => ({ rank, room, folder }))),
  );
  const stated = new Map([
    ...rooms.map(({ rank, room }) => [
      `direction-${room}`,
      rooms.filter((other) => other.rank < rank).map((other) => other.room),
    ]),
    ...folders.map(({ rank, room, folder }) => [
      `sub-folder-${room}-${folder}`,
      folders.filter((other) => other.room === room && other.rank < rank).map((other) => other.folder),
    ]),
  ]);
  // A note on the page.
  stated.set('direction-frameworks', ['core', 'config', 'text']);
  return direction.forbidden.flatMap(({ comment, name }) => {
    if (!/^(direction|sub-folder)-/.test(name)) return [];
    const enforced = comment.split('only: ')[1].replace('nothing', '').split(', ').filter(Boolean);
    const isSame = stated.get(name)?.toSorted().join() === enforced.toSorted().join();
    return isSame ? [] : [`${page}: states another order than the rule ${name} (${comment})`];
  });
}

/** As GitHub derives them from headings. */
function anchorsOf(page) {
  const headings = textOf(page).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, title]) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function textOf(page) {
  return readFileSync(join(ROOT, page), 'utf8');
}
