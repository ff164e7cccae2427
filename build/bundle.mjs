// Bundles the service: loading three thousand modules one by one takes 20 MB more and nearly twice the CPU to start.
//
// `dist/` has the modules one by one, for tests and benchmarks; `dist/bundle/` is what runs.
import { cp, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import { build } from 'esbuild';

import { UNBUNDLED } from './bundle-externals.mjs';

const DIST = join(import.meta.dirname, '../dist');
const BUNDLE = join(DIST, 'bundle');
const RXJS = join(DIST, '../node_modules/rxjs/dist/esm');

/** Optional packages that dependencies look for and run without. */
const NOT_INSTALLED = [
  '@apollo/*',
  '@as-integrations/*',
  '@fastify/multipart',
  '@fastify/static',
  '@fastify/view',
  '@grpc/*',
  '@mercuriusjs/*',
  '@mikro-orm/*',
  '@nestjs/axios',
  '@nestjs/microservices*',
  '@nestjs/mongoose',
  '@nestjs/platform-express',
  '@nestjs/sequelize',
  '@nestjs/typeorm',
  '@nestjs/websockets*',
  'bufferutil',
  'class-transformer*',
  'class-validator',
  'mongoose',
  'pg-cloudflare',
  'pg-native',
  'pino-pretty',
  'sequelize',
  'ts-morph',
  'typeorm',
  'utf-8-validate',
];

/**
 * A program with one character beyond Latin 1, and be it in a pattern, which esbuild leaves as it is, takes two bytes for
 * each: 1.7 MB. In strings, templates and patterns, raw ones included, the escape means the same.
 */
const NOT_ASCII = /[^\0-\x7f]/g;
const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `import.meta.dirname` of a module stays its own folder, wherever its code is bundled: some read JSON files beside them. */
const originalDirname = {
  name: 'original dirname',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (!path.startsWith(DIST + sep)) return undefined;
      const folder = relative(BUNDLE, dirname(path)).replaceAll(sep, '/');
      const code = (await readFile(path, 'utf8')).replaceAll(NOT_ASCII, escaped);
      return { contents: code.replaceAll('import.meta.dirname', `(import.meta.dirname + '/${folder}')`), loader: 'js' };
    }),
};

// The two files of the API reference that are served; the package has ten times as much.
for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE']) {
  await cp(join(DIST, '../node_modules/swagger-ui-dist', file), join(DIST, 'api/docs/swagger-ui', file));
}
await rm(BUNDLE, { recursive: true, force: true });
await build({
  entryPoints: [join(DIST, 'main.js'), join(DIST, 'cli.js')],
  outdir: BUNDLE,
  bundle: true,
  // Modules that are imported later stay in files of their own: 24 MB less.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: [...UNBUNDLED, ...NOT_INSTALLED],
  // Its build for Node.js is not tree-shakable: 4 % more CPU to start.
  alias: { 'rxjs/operators': join(RXJS, 'operators/index.js'), rxjs: join(RXJS, 'index.js') },
  // The source of a program stays in memory: 3 MB less. Names are not shortened, for readable stack traces.
  minifyWhitespace: true,
  legalComments: 'linked',
  sourcemap: 'linked',
  sourcesContent: false,
  banner: {
    // For the dependencies that are CommonJS.
    js: `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`,
  },
  plugins: [originalDirname],
  logLevel: 'warning',
});
