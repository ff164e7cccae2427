/** What every suite runs with. */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // A CommonJS dependency requires Nest's ES modules; loading them first keeps that from becoming a cycle.
  setupFiles: ['<rootDir>/test/support/load-nest.mjs'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
        },
        module: { type: 'es6' },
      },
    ],
  },
};

/** @type {import('jest').Config} */
export default {
  // Two cores: more workers only take memory from each other.
  maxWorkers: 2,
  // Many suites start the whole service or a child process, on a busy machine.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.mjs'],
  projects: [
    {
      ...common,
      displayName: 'side by side',
      testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/{direction,k8s/*,pins/*}.spec.ts'],
    },
    {
      ...common,
      displayName: 'one at a time',
      // They start services and keep deadlines on the real clock: a neighbour's work would count as their own.
      testMatch: ['<rootDir>/test/{contracts,e2e,faults,medium,security}/*.spec.ts'],
      runner: '<rootDir>/test/support/one-at-a-time-runner.mjs',
    },
  ],
};
