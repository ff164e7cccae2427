// Loads suites as Node loads any module, in place of Jest's own loader.
//
// Jest's loader compiles and links the whole service and its dependencies again for every suite, in a `vm` context of
// that suite; most of the time of a run went there. Here a worker loads a module once, and the suites that it runs one
// after another share it. Everything else is Jest's: the runner, jest-circus with its hooks and time-outs, the reporters.
//
// Isolation. Suites of one worker share modules and globals, so a suite leaves both as it found them: it stops what it
// starts and has no state in a module. What can be checked is checked when it ends (`native-environment.mjs`): a suite that leaves the
// environment, the folder or the wall clock changed fails, and these are restored. Mocks are restored in any case.
//
// Not supported, and not used here: module mocks, fake timers, snapshots in files, coverage, watch mode.
// `runtime` in the configuration is an internal interface of Jest, which is why package.json pins its version.
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { transformSync } from '@swc/core';

const require = createRequire(import.meta.url);
const ROOT = new URL('../../', import.meta.url).href;
const COMPILER = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2024',
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

const GLOBALS = ['afterAll', 'afterEach', 'beforeAll', 'beforeEach', 'describe', 'expect', 'it', 'jest', 'test'];
/** What `@jest/globals` means to the suite that runs now. */
let current = {};
/** Modules outlive a suite, so what they import from `@jest/globals` looks the current meaning up at each use. */
const forward = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _this, args) => current[name](...args),
    get: (_target, property) => current[name][property],
  });
globalThis[Symbol.for('jest:globals')] = Object.fromEntries(GLOBALS.map((name) => [name, forward(name)]));

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: 'jest:globals', format: 'module', shortCircuit: true };
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
      const url = new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL).href;
      return { url, format: 'module', shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (url === 'jest:globals') {
      const source = `export const { ${GLOBALS.join(', ')} } = globalThis[Symbol.for('jest:globals')];`;
      return { format: 'module', source, shortCircuit: true };
    }
    if (!url.startsWith(ROOT) || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...COMPILER, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});

/** The part of `jest-runtime` that jest-runner and jest-circus call. */
export default class NativeRuntime {
  constructor(_projectConfig, environment) {
    this.mocker = environment.moduleMocker;
  }

  /** jest-circus, loaded afresh for each suite: it holds the tests that were declared. */
  requireInternalModule(path) {
    delete require.cache[path];
    delete globalThis[Symbol.for('EVENT_HANDLERS')];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  setGlobalsForRuntime(globals) {
    const { mocker } = this;
    const jest = {
      fn: mocker.fn.bind(mocker),
      spyOn: mocker.spyOn.bind(mocker),
      isMockFunction: mocker.isMockFunction.bind(mocker),
      restoreAllMocks: () => mocker.restoreAllMocks(),
      setTimeout: (ms) => (globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = ms),
    };
    current = { ...globals, jest };
  }

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {
    delete globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')];
    current = {};
  }

  getSourceMaps() {
    return new Map();
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }
}
