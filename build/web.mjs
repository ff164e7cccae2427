// Bundles the console into dist/console/: hashed names, compressed beside each file, a manifest for the service.
import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const WEB = join(ROOT, 'web');
const OUT = join(ROOT, 'dist/console');

/** What the bundle contains, whose licences go with it. */
const BUNDLED = [
  '@fontsource-variable/inter',
  '@fontsource-variable/source-serif-4',
  '@preact/signals',
  'dompurify',
  'marked',
  'preact',
  'uplot',
];

/** What is sent compressed; fonts and pictures are compressed already. */
const COMPRESSIBLE = new Set(['.css', '.html', '.js', '.svg', '.txt']);
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };

await rm(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [
    { in: join(WEB, 'main.tsx'), out: 'app' },
    { in: join(WEB, 'styles/index.css'), out: 'style' },
    { in: join(WEB, 'assets/icon.svg'), out: 'icon' },
  ],
  outdir: join(OUT, 'assets'),
  tsconfig: join(WEB, 'tsconfig.json'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome123', 'firefox128', 'safari17.5'],
  minify: true,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.svg': 'copy', '.woff2': 'file' },
  legalComments: 'external',
  metafile: true,
  logLevel: 'warning',
});

const assets = Object.keys(metafile.outputs).map((path) =>
  relative(OUT, join(ROOT, relative(ROOT, path)))
    .split(sep)
    .join('/'),
);
const named = (pattern) => {
  const found = assets.find((asset) => pattern.test(basename(asset)));
  if (found === undefined) throw new Error(`the bundle has no file like ${pattern}`);
  return `/${found}`;
};
// What the first module imports is fetched with it, not after it.
const first = Object.entries(metafile.outputs).find(([path]) => /\/app-[^/]*\.js$/.test(path));
const preloads = (first?.[1].imports ?? [])
  .filter(({ kind }) => kind === 'import-statement')
  .map(({ path }) => `<link rel="modulepreload" href="/assets/${basename(path)}" />`)
  .join('\n    ');
const page = (await readFile(join(WEB, 'index.html'), 'utf8'))
  .replace('{{icon}}', named(/^icon-.*\.svg$/))
  .replace('{{font}}', named(/^inter-latin-wght-normal-.*\.woff2$/))
  .replace('{{style}}', named(/^style-.*\.css$/))
  .replace('{{script}}', named(/^app-.*\.js$/))
  .replace('{{preload}}', preloads);
await writeFile(join(OUT, 'index.html'), page);

const licences = await Promise.all(
  BUNDLED.map(async (name) => `${name}\n\n${await readFile(join(ROOT, 'node_modules', name, 'LICENSE'), 'utf8')}`),
);
const licenceText = licences.join(`\n${'-'.repeat(80)}\n\n`);
const licenceFile = `assets/licences-${createHash('sha256').update(licenceText).digest('hex').slice(0, 8)}.txt`;
await writeFile(join(OUT, licenceFile), licenceText);
assets.push(licenceFile);

await Promise.all(
  ['index.html', ...assets]
    .filter((name) => COMPRESSIBLE.has(extname(name)))
    .map(async (name) => {
      const content = await readFile(join(OUT, name));
      await writeFile(join(OUT, `${name}.gz`), gzipSync(content, { level: 9 }));
      await writeFile(join(OUT, `${name}.br`), brotliCompressSync(content, BROTLI));
    }),
);
await writeFile(
  join(OUT, 'manifest.json'),
  `${JSON.stringify({ index: 'index.html', assets: assets.sort((one, other) => one.localeCompare(other)) }, null, 2)}\n`,
);
