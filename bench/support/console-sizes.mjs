import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const CONSOLE = join(import.meta.dirname, '../../dist/console');

const read = (name) => readFileSync(join(CONSOLE, name));
const gzipped = (names) => [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);

/** The files that a script needs before it can run. */
function needsOf(name, known = new Set()) {
  if (known.has(name)) return known;
  known.add(name);
  const code = read(name).toString();
  for (const [, file] of code.matchAll(/(?:from|import)\s?"\.\/([\w.-]+\.js)"/g)) needsOf(`assets/${file}`, known);
  return known;
}

/**
 * Bytes of code, compressed by gzip: of the first view, of what an answer is shown with beyond it, and of everything
 * with the plots. Fonts and the icon are no code.
 */
export function consoleSizes() {
  const { assets } = JSON.parse(read('manifest.json'));
  const page = read('index.html').toString();
  const inPage = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name);
  const first = new Set(inPage.flatMap((name) => (name.endsWith('.js') ? [...needsOf(name)] : [name])));
  const named = (view) => assets.filter((name) => name.startsWith(`assets/${view}`) && name.endsWith('.js'));
  const beyond = (names) => new Set(names.flatMap((name) => [...needsOf(name)]).filter((name) => !first.has(name)));
  return {
    first: gzipped(first),
    answer: gzipped(beyond(named('answer-view'))),
    plots: gzipped(first) + gzipped(beyond([...named('live-view'), ...named('plot'), ...named('uPlot')])),
  };
}
