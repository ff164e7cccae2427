/** What suites of `npm test` and of `npm run test:system` run with. */
export const common = {
  runtime: '<rootDir>/test/runner/native-runtime.mjs',
  testEnvironment: '<rootDir>/test/runner/native-environment.mjs',
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  reporters: ['<rootDir>/test/runner/progress-reporter.mjs'],
};

/**
 * `npm test`: everything that does not depend on how fast or how busy the machine is. No test is retried.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  maxWorkers: 2,
  // Many suites start the whole service or a child process, on a busy machine.
  testTimeout: 120_000,
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/system/'],
};
