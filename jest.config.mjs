/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
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
  // Many suites start the whole service or a child process, two at a time on a busy machine.
  testTimeout: 60_000,
  // Two cores: more workers only take memory from each other.
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/support/closing-line-reporter.mjs'],
};
