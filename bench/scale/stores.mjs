// Redis and PostgreSQL for a run, in folders of their own, gone afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from '../support/service.mjs';

export async function startRedis() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'director-scale-redis-'));
  const args = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  return started(
    spawn('redis-server', args.map(String), { stdio: 'ignore' }),
    port,
    folder,
    `redis://127.0.0.1:${port}`,
  );
}

export async function startPostgres() {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'director-scale-postgres-'));
  const bin = postgresPrograms();
  // PostgreSQL refuses to run as root.
  const owner = process.getuid() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    stdio: 'ignore',
    ...owner,
  });
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '300' };
  const args = ['-D', data, '-p', String(port), ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const server = await started(spawn(join(bin, 'postgres'), args, { stdio: 'ignore', ...owner }), port, folder, '');
  for (;;) {
    try {
      execFileSync(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', 'director'], {
        stdio: 'ignore',
      });
      break;
    } catch {
      await pause(100);
    }
  }
  return { ...server, url: `postgres://postgres@127.0.0.1:${port}/director` };
}

async function started(child, port, folder, url) {
  const accepts = async () => {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return isOpen;
  };
  while (!(await accepts())) {
    if (child.exitCode !== null) throw new Error(`the server on port ${port} ended with ${child.exitCode}`);
    await pause(50);
  }
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

function idOf(flag) {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}

function postgresPrograms() {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home) : [];
  if (versions.length === 0) throw new Error('npm run scale needs PostgreSQL: see .ci/services');
  return join(home, String(versions.at(-1)), 'bin');
}
