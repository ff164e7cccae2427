import { ModuleMocker } from 'jest-mock';

/** State of the process that a suite must leave as it found it: how to read it, and how to put it back. */
const SHARED = {
  'process.env': {
    read: () => JSON.stringify(process.env),
    restore(value) {
      for (const name of Object.keys(process.env)) delete process.env[name];
      Object.assign(process.env, JSON.parse(value));
    },
  },
  'process.cwd()': { read: () => process.cwd(), restore: (value) => process.chdir(value) },
  'Date.now': { read: () => Date.now, restore: (value) => (Date.now = value) },
};

/** Where a suite runs: among the worker's own globals. */
export default class NativeEnvironment {
  global = { process: {} };
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = new ModuleMocker(globalThis);
  #retries;
  #shared;

  constructor({ projectConfig }) {
    this.#retries = projectConfig.testEnvironmentOptions.retries ?? 0;
  }

  getVmContext() {
    return null;
  }

  async setup() {
    // Node maps stack traces to the sources by itself.
    Error.prepareStackTrace = undefined;
    process.setSourceMapsEnabled(true);
    globalThis[Symbol.for('RETRY_TIMES')] = this.#retries;
    globalThis[Symbol.for('LOG_ERRORS_BEFORE_RETRY')] = true;
    this.#shared = new Map(Object.entries(SHARED).map(([name, { read }]) => [name, read()]));
  }

  async teardown() {
    this.moduleMocker.restoreAllMocks();
    // What a test that failed has not stopped (test/support/leftovers.ts) would disturb the next suite.
    for (const stop of globalThis[Symbol.for('test:leftovers')] ?? [])
      await Promise.resolve(stop()).catch(() => undefined);
    const changed = [...this.#shared].filter(([name, before]) => SHARED[name].read() !== before);
    for (const [name, before] of changed) SHARED[name].restore(before);
    if (changed.length > 0) {
      throw new Error(`the suite left changed what others share: ${changed.map(([name]) => name).join(', ')}`);
    }
  }
}
