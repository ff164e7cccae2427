import TestRunner from 'jest-runner';

/** Runs suites one after another in one child process, away from the one that reports. */
export default class OneAtATimeRunner extends TestRunner {
  constructor(globalConfig, context) {
    super({ ...globalConfig, maxWorkers: 1 }, context);
  }
}
