import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { Replica } from '../support/cluster/replica.js';
import { QUESTION } from '../support/running-app.js';
import { freePort } from '../support/services.js';

/** Pages whose commands an operator types while something is broken. */
const PAGES = [
  ...readdirSync(join(ROOT, 'docs/runbooks')).map((name) => join(ROOT, 'docs/runbooks', name)),
  ...['backup.md', 'upgrade.md'].map((name) => join(ROOT, 'docs/guides', name)),
];
const text = PAGES.map((page) => readFileSync(page, 'utf8')).join('\n');
const MEGABYTE = 1_048_576;
const FLAGS = ['--max-semi-space-size=4', '--max-old-space-size=256'];

/** What is typed after `claude-director`, of code in these pages. */
const commands = [
  ...new Set(
    [...text.matchAll(/(?<=`|^|-- )claude-director ([a-z]+(?: [^`|#\n]+?)?)(?= *(?:`|\||#|$))/gm)].map(([, command]) =>
      String(command).trim(),
    ),
  ),
];

/** What programs are run in a container: the image has neither a shell nor tools. */
const executed = [...text.matchAll(/kubectl exec \S+(?: -\S+)* -- (\S+)/g)].map(([, program]) => program);

describe('the image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'director-image-'));
  const app = join(folder, 'app');
  const data = join(folder, 'data');
  let service: Replica;
  beforeAll(async () => {
    execFileSync(process.execPath, [join(ROOT, 'build/runtime-modules.mjs'), app], { stdio: 'ignore' });
    for (const part of ['package.json', 'dist', 'bin']) cpSync(join(ROOT, part), join(app, part), { recursive: true });
    const command = [...FLAGS, join(app, 'dist/bundle/main.js')];
    service = await new Replica({ port: await freePort(), env: { DATA_DIR: data }, command }).ready();
  });
  afterAll(async () => {
    await service.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the packages that the bundle loads, and no others', () => {
    const files = readdirSync(join(app, 'node_modules'), { recursive: true, encoding: 'utf8' });
    const bytes = files.reduce((sum, file) => sum + statSync(join(app, 'node_modules', file)).size, 0);
    expect(bytes).toBeLessThan(40 * MEGABYTE);
  });

  it('answers questions and serves its API reference', async () => {
    const answer = await fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION }),
    });
    expect(answer.status).toBe(200);
    for (const page of ['/docs', '/docs/swagger-ui-bundle.js', '/metrics']) {
      expect([page, (await fetch(service.url + page)).status]).toEqual([page, 200]);
    }
  });

  it('runs what runbooks run in it, and nothing that it does not have', () => {
    expect(executed.length).toBeGreaterThan(2);
    expect(executed.filter((program) => !['claude-director', 'node'].includes(String(program)))).toEqual([]);
    expect(commands.length).toBeGreaterThan(8);
  });

  it.each(commands)('knows the command: claude-director %s', (command) => {
    const args = command
      .replaceAll('http://127.0.0.1:3000', service.url)
      .replaceAll(/(?:\/backup|\/var\/lib\/claude-director)\//g, `${folder}/`)
      .split(' ');
    if (args[0] === 'report' && !args.includes('--url')) args.push('--url', service.url);
    let [code, said] = [0, ''];
    try {
      said = execFileSync(process.execPath, [join(app, 'bin/claude-director'), ...args], {
        cwd: folder,
        env: { DATA_DIR: data },
        encoding: 'utf8',
        stdio: 'pipe',
      });
    } catch (error) {
      const failed = error as { readonly status: number; readonly stdout: string; readonly stderr: string };
      [code, said] = [failed.status, failed.stdout + failed.stderr];
    }
    // Whatever it finds: it was understood, and ran.
    expect([0, 1]).toContain(code);
    expect(said).not.toMatch(/Usage|there is no command|internal error|Cannot find|\n\s+at /);
  });
});
