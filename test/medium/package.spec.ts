import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { eventually } from '../support/eventually.js';

// Installed as npm would, but without its dependency, which only Redis needs: `.ci/package` installs with npm.
describe('the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'director-package-'));
  const installed = join(folder, 'node_modules/claude-director');
  const program = join(installed, 'bin/claude-director.mjs');
  const home = join(folder, 'home');
  let files: string[] = [];
  let service: ChildProcess | undefined;

  beforeAll(() => {
    const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
    const printed = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const packed = JSON.parse(printed) as Record<string, { filename: string; files: { path: string }[] }>;
    const [{ filename, files: listed }] = Object.values(packed) as [{ filename: string; files: { path: string }[] }];
    files = listed.map(({ path }) => path);
    for (const made of [installed, home, join(folder, 'empty')]) mkdirSync(made, { recursive: true });
    execFileSync('tar', ['xzf', join(folder, filename), '--strip-components=1', '-C', installed]);
  });
  afterAll(async () => {
    if (service?.exitCode === null) {
      const ended = once(service, 'exit');
      service.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('contains what runs and no sources, tests or source maps', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'bin/claude-director.mjs',
        'dist/bundle/cli.js',
        'dist/cards/board.html',
        'dist/cards/receipt.html',
        'dist/api/docs/swagger-ui/swagger-ui-bundle.js',
        'dist/frameworks/library/team-topologies.json',
      ]),
    );
    expect(files.filter((path) => /^(?:src|test|bench)\/|\.map$|\.spec\.|\.examples\.|\.ts$/.test(path))).toEqual([]);
    if (existsSync(join(ROOT, 'dist/console')))
      expect(files.some((path) => path.startsWith('dist/console/'))).toBe(true);
  });

  it('depends only on what is not in its bundle', () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual(['bull']);
  });

  it('starts the service in an empty folder, keeps its data in the user’s, and says in one line what to try', async () => {
    const child = spawn(process.execPath, [program], {
      cwd: join(folder, 'empty'),
      env: { PATH: process.env['PATH'], HOME: home, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    service = child;
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const line = await eventually(() => output.split('\n').find((one) => one.includes('answers on')));
    const banner = JSON.parse(line) as { url: string; data: string; on: string[]; off: string[]; try: string };
    expect(banner.data).toBe(join(home, '.local/share/claude-director'));
    expect(banner.on).toContain('playbook');
    const answer = execFileSync('sh', ['-c', banner.try], { encoding: 'utf8' });
    expect(JSON.parse(answer)).toMatchObject({ receipt: { strategic: true } });
    expect((await fetch(`${banner.url}/docs/swagger-ui.css`)).status).toBe(200);
    expect(existsSync(join(banner.data, 'director.db'))).toBe(true);
    expect(readdirSync(join(folder, 'empty'))).toEqual([]);
    // Nothing else: what the framework says about its start is at debug.
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  it('says in one sentence what it needs on an older Node.js', () => {
    const older = join(folder, 'older.cjs');
    writeFileSync(
      older,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', older, program, 'ask'], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^claude-director needs Node\.js 24 or later, and this is 18\.20\.0; .*brings one along\.\n$/,
    );
    expect(status).toBe(2);
  });
});
