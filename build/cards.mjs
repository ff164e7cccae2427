// Builds what MCP clients show beside the results of tools: one page for each card in dist/cards/, with all that it needs
// inside, and a policy under which nothing else runs or is loaded.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { build, transform } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const CARDS = join(ROOT, 'web/cards');
const OUT = join(ROOT, 'dist/cards');
const TARGET = ['chrome123', 'firefox128', 'safari17.5'];
const TITLES = { receipt: 'Receipt of an answer', board: 'Deadlines kept' };

const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const { code } = await transform(await readFile(join(CARDS, 'card.css'), 'utf8'), {
  loader: 'css',
  minify: true,
  target: TARGET,
});
const style = code.trim();

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
for (const [name, title] of Object.entries(TITLES)) {
  const { outputFiles } = await build({
    entryPoints: [join(CARDS, `${name}.ts`)],
    tsconfig: join(ROOT, 'web/tsconfig.json'),
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: TARGET,
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  const script = outputFiles[0].text.trim();
  if (/<\/script|<!--/i.test(script)) throw new Error(`the script of ${name} would end its element`);
  await writeFile(join(OUT, `${name}.html`), pageOf(title, script));
}

function pageOf(title, script) {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en" data-version="${version}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main></main>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
