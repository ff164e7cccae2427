// `npm run mcpb`: the bundle that Claude Desktop installs by a double click, made of what is in the package.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'director-mcpb-'));
const [target = join(ROOT, `claude-director-${version}.mcpb`)] = process.argv.slice(2);
const run = (command, args) => execFileSync(command, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
try {
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder]);
  const contents = join(folder, 'contents');
  mkdirSync(contents);
  run('tar', ['xzf', join(folder, `claude-director-${version}.tgz`), '--strip-components=1', '-C', contents]);
  // What the package has for other programs is no part of it.
  rmSync(join(contents, 'dist/plugin'), { recursive: true, force: true });
  copyFileSync(join(ROOT, 'dist/manifest.json'), join(contents, 'manifest.json'));
  run(process.execPath, [join(ROOT, 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js'), 'pack', contents, target]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
