// Puts what the service loads into few files: a start that opens three thousand of them takes twice as long.
//
// `dist/` keeps the modules one by one, for tests and benchmarks; `dist/bundle/` is what is run.
import { readFile, rm } from 'node:fs/promises';
import * as http from 'node:http';
import { dirname, join, relative, sep } from 'node:path';

import { build } from 'esbuild';

const DIST = join(import.meta.dirname, '../dist');
const BUNDLE = join(DIST, 'bundle');

/** They read files that lie beside them. */
const KEPT_APART = ['bull', 'swagger-ui-dist'];

/** What Fastify loads for schemas of its own, of which there are none, and for tests: its text alone is half a megabyte. */
const NEVER_LOADED = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'];

/** What our dependencies look for and do without. */
const NOT_USED = [
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

/** Lets each of our modules find the files beside it, from wherever its code has come to lie. */
const whereModulesWere = {
  name: 'where modules were',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (!path.startsWith(DIST + sep)) return undefined;
      const folder = relative(BUNDLE, dirname(path)).replaceAll(sep, '/');
      const code = await readFile(path, 'utf8');
      return { contents: code.replaceAll('import.meta.dirname', `(import.meta.dirname + '/${folder}')`), loader: 'js' };
    }),
};

/**
 * `node:http` without `WebSocket` and its events: importing them all, as a module does, loads Node's own HTTP client,
 * which takes 4 MB.
 */
const leanHttp = {
  name: 'lean http',
  setup: ({ onResolve, onLoad }) => {
    const names = Object.keys(http).filter((name) => !/^default$|^module|WebSocket|Event$/.test(name));
    onResolve({ filter: /^(node:)?http$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'http', namespace: 'lean' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'lean' }, () => ({
      contents: `const http = process.getBuiltinModule('node:http');
export default http;
export const { ${names.join(', ')} } = http;`,
    }));
  },
};

/** What is wrong is said in our words: the messages of the schema library in fifty languages stay away. */
const oneLanguage = {
  name: 'one language',
  setup: ({ onLoad }) =>
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: join(DIST, '../node_modules/zod/v4/locales'),
    })),
};

/** Of the rate limiter only the stores that are used; its index loads a dozen. */
const leanLimiter = {
  name: 'lean limiter',
  setup: ({ onLoad }) =>
    onLoad({ filter: /rate-limiter-flexible[\\/]index\.js$/ }, () => ({
      contents: ['RateLimiterMemory', 'RateLimiterRedis', 'RateLimiterRes']
        .map((name) => `exports.${name} = require('./lib/${name}');`)
        .join('\n'),
      resolveDir: join(DIST, '../node_modules/rate-limiter-flexible'),
    })),
};

/** Of the streams library only what is used: the build that it gives Node.js comes whole. */
const leanStreams = {
  name: 'lean streams',
  setup: ({ onResolve }) => {
    const esm = join(DIST, '../node_modules/rxjs/dist/esm');
    onResolve({ filter: /^rxjs$/ }, () => ({ path: join(esm, 'index.js'), sideEffects: false }));
    onResolve({ filter: /^rxjs\/operators$/ }, () => ({ path: join(esm, 'operators/index.js'), sideEffects: false }));
  },
};

await rm(BUNDLE, { recursive: true, force: true });
await build({
  entryPoints: [join(DIST, 'main.js'), join(DIST, 'cli.js')],
  outdir: BUNDLE,
  bundle: true,
  // What is loaded later stays in files of its own.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  external: [...KEPT_APART, ...NEVER_LOADED, ...NOT_USED],
  // The text of a program stays in memory. Names stay too: they are what a stack trace tells.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  sourcemap: 'linked',
  sourcesContent: false,
  banner: {
    // For the dependencies that are CommonJS.
    js: `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;`,
  },
  plugins: [whereModulesWere, leanHttp, leanLimiter, leanStreams, oneLanguage],
  logLevel: 'warning',
});
