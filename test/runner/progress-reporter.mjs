const print = (text) => process.stdout.write(`${text}\n`);

/** `  12/139 pass   3.2 s  test/e2e/answers.spec.ts`, and the failures where they happened and once more at the end. */
export default class ProgressReporter {
  #finished = 0;
  #failures = [];

  onTestResult({ path, context }, result, { numTotalTestSuites: total }) {
    const { failureMessage, numFailingTests, perfStats, skipped, testExecError, testResults } = result;
    const isFailed = testExecError !== undefined || numFailingTests > 0;
    const outcome = isFailed ? 'FAIL' : skipped ? 'skip' : 'pass';
    const place = `${String(++this.#finished).padStart(String(total).length)}/${total}`;
    const seconds = `${(perfStats.runtime / 1_000).toFixed(1).padStart(6)} s`;
    print(`${place} ${outcome} ${seconds}  ${path.replace(`${context.config.rootDir}/`, '')}`);
    for (const { fullName, retryReasons = [], status } of testResults) {
      if (status === 'pending') print(`    skipped: ${fullName}`);
      for (const reason of retryReasons) print(`    tried again: ${fullName}\n${reason}`);
    }
    if (!isFailed) return;
    print(failureMessage);
    this.#failures.push(`${path}\n${failureMessage}`);
  }

  /** Ends with one plain line that scripts and people can read. */
  onRunComplete(_contexts, results) {
    if (results.numTotalTestSuites > 1) for (const failure of this.#failures) print(failure);
    const { numPassedTests, numPendingTests, numTodoTests, numFailedTests, numRuntimeErrorTestSuites } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const seconds = Math.round((Date.now() - results.startTime) / 1_000);
    print(
      `jest: ${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped in ${seconds} s`,
    );
  }
}
