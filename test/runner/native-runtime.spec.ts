import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

describe('the loader of suites', () => {
  let status: number | null;
  let output: string;
  let report: Report;
  beforeAll(() => {
    const args = ['--config', join(import.meta.dirname, 'fixtures/jest.config.mjs'), '--json'];
    const run = spawnSync(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...args], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    status = run.status;
    output = run.stdout.slice(0, run.stdout.indexOf('{"num'));
    report = JSON.parse(run.stdout.slice(output.length)) as Report;
  });
  const suite = (name: string) => {
    const found = report.testResults.find(({ name: path }) => path.endsWith(`/${name}.ts`));
    if (found === undefined) throw new Error(`no suite ${name}: ${output}`);
    return found;
  };

  it('fails the run when a test fails', () => {
    expect(status).toBe(1);
    expect(output).toMatch(/^jest: \d+ passed, \d+ failed, 1 skipped in \d+ s$/m);
  });

  it('fails each test that does not hold, rejects, never ends, or leaves a rejection unhandled, and no other', () => {
    const { assertionResults } = suite('fails');
    expect(Object.fromEntries(assertionResults.map(({ title, status: outcome }) => [title, outcome]))).toEqual({
      'with an expectation that does not hold': 'failed',
      'with a promise that is rejected': 'failed',
      'with a test that never ends': 'failed',
      'with a rejection that no one handles': 'failed',
      'with a test that passes': 'passed',
      'with a test that is skipped': 'pending',
      'whose hook fails': 'passed',
    });
  });

  it('fails a suite whose last hook fails', () => {
    expect(suite('fails').message).toContain('in the hook');
  });

  it('shows the line of the source that failed', () => {
    expect(suite('fails').message).toMatch(/test\/runner\/fixtures\/fails\.ts:5:15/);
  });

  it('fails a suite that cannot be loaded', () => {
    expect(suite('cannot-be-loaded')).toMatchObject({ status: 'failed', assertionResults: [] });
    expect(suite('cannot-be-loaded').message).toContain('this suite cannot be loaded');
  });

  it('restores spies when a suite ends', () => {
    expect([suite('spies-one').status, suite('spies-other').status]).toEqual(['passed', 'passed']);
  });

  it('fails a suite that leaves changed what others share, and names it', () => {
    expect(suite('leaves-globals-changed')).toMatchObject({ status: 'failed' });
    expect(suite('leaves-globals-changed').message).toContain('process.env, Date.now');
  });
});
