import { join } from 'node:path';

import { common } from '../../jest.config.mjs';

/**
 * `npm run test:system`: what judges real time, kills clusters or soaks. One suite at a time, because the work of a
 * neighbor would count as its own.
 *
 * @type {import('jest').Config}
 */
export default {
  ...common,
  rootDir: join(import.meta.dirname, '../..'),
  runner: '<rootDir>/test/runner/one-at-a-time-runner.mjs',
  maxWorkers: 2,
  testTimeout: 120_000,
  testMatch: ['<rootDir>/test/system/*.spec.ts'],
  // The only place where tests are retried: a pause of the whole machine may cost one attempt or two, never three.
  // `RETRIES=0` shows what fails at the first attempt.
  testEnvironmentOptions: { retries: Number(process.env.RETRIES ?? 2) },
};
