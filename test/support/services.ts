import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { describe, it } from '@jest/globals';

import { eventually } from './eventually.js';
import { endWithUs, stopLater } from './leftovers.js';

/** Where Debian installs the servers of PostgreSQL, which are not on its PATH. */
const POSTGRES_HOMES = '/usr/lib/postgresql';

export const redisServer = findProgram('redis-server');
export const postgresServer = findProgram('postgres');
export const haproxy = findProgram('haproxy');
export const pgbouncer = findProgram('pgbouncer');
export const kubectl = findProgram('kubectl');
export const promtool = findProgram('promtool');
export const prometheus = findProgram('prometheus');
export const chromium = findProgram('chromium');

/**
 * A suite with a real program. Where it is not installed the suite reports itself skipped, with the reason;
 * with `REQUIRE_SERVICES=1` it fails.
 */
export function describeWith(program: string | undefined, name: string, suite: () => void): void {
  if (program !== undefined) return describe(name, suite);
  const reason = `${name}: its program is not installed`;
  if (process.env['REQUIRE_SERVICES'] === '1') {
    return describe(name, () => {
      it('has its program', () => {
        throw new Error(reason);
      });
    });
  }
  describe.skip(reason, suite);
}

/** A server of this test's own, in a folder of its own, on a free port of the loopback interface. */
export class ServiceProcess {
  #child: ChildProcess | undefined;
  #stopped = (): void => undefined;

  constructor(
    readonly port: number,
    readonly folder: string,
    private readonly launch: () => ChildProcess,
    private readonly isReady: () => Promise<boolean>,
    /** Whether it outlives the suite that starts it. */
    private readonly isShared = false,
  ) {}

  async start(): Promise<void> {
    const child = this.launch();
    this.#child = child;
    endWithUs(child, this.folder);
    if (this.isShared) child.unref();
    else this.#stopped = stopLater(() => this.remove());
    await eventually(async () => {
      if (await this.isReady()) return true;
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
      return undefined;
    });
  }

  /** Stops it from running, as a machine under pressure does; connections stay open. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Ends it; {@link start} brings it back with what it has on disk. */
  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await ended;
  }

  /** Replaces one of its files; it reads them when it starts. */
  write(name: string, content: string): void {
    writeFileSync(join(this.folder, 'data', name), content);
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    this.#stopped();
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A Redis server without persistence. */
export async function startRedis(args: readonly string[] = []): Promise<ServiceProcess & { readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'director-redis-'));
  const port = await freePort();
  const server = new ServiceProcess(
    port,
    folder,
    () =>
      spawn(
        redisServer ?? 'redis-server',
        ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no', ...args],
        { stdio: 'ignore' },
      ),
    () => accepts(port),
  );
  await server.start();
  return Object.assign(server, { url: `redis://127.0.0.1:${port}` });
}

/** A PostgreSQL server with an empty database `test`, asking no password. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
  isShared = false,
  /** Files in the folder of its data, by name; `pg_hba.conf` says who may connect how. */
  files: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess & { readonly url: string }> {
  // Its companions stand beside the program itself, not beside a link to it.
  const program = realpathSync(postgresServer ?? 'postgres');
  const folder = mkdtempSync(join(tmpdir(), 'director-postgres-'));
  const port = await freePort();
  const owner = unprivilegedOwner();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const bin = (name: string) => program.replace(/postgres$/, name);
  execFileSync(bin('initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--no-locale'], {
    stdio: 'ignore',
    ...owner,
  });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(data, name), content, { mode: 0o600 });
    if (owner !== undefined) chownSync(join(data, name), owner.uid, owner.gid);
  }
  const options = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings };
  const server = new ServiceProcess(
    port,
    folder,
    () =>
      spawn(
        program,
        [
          '-D',
          data,
          '-p',
          String(port),
          ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        { stdio: 'ignore', ...owner },
      ),
    () => Promise.resolve(isAnswering(bin('pg_isready'), port)),
    isShared,
  );
  await server.start();
  execFileSync(bin('createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', 'test'], { stdio: 'ignore' });
  return Object.assign(server, { url: `postgres://postgres@127.0.0.1:${port}/test` });
}

/** Prometheus with storage for exemplars, which scrapes that address every second. */
export async function startPrometheus(target: string): Promise<ServiceProcess & { readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'director-prometheus-'));
  const port = await freePort();
  const settings = join(folder, 'prometheus.yml');
  const { host } = new URL(target);
  const scrape = { job_name: 'claude-director', scrape_interval: '1s', static_configs: [{ targets: [host] }] };
  writeFileSync(settings, JSON.stringify({ scrape_configs: [scrape] }));
  const server = new ServiceProcess(
    port,
    folder,
    () =>
      spawn(
        prometheus ?? 'prometheus',
        [
          `--config.file=${settings}`,
          `--storage.tsdb.path=${folder}/data`,
          `--web.listen-address=127.0.0.1:${port}`,
          '--enable-feature=exemplar-storage',
        ],
        { stdio: 'ignore' },
      ),
    // It accepts connections before it answers queries.
    () => isOk(`http://127.0.0.1:${port}/-/ready`),
  );
  await server.start();
  return Object.assign(server, { url: `http://127.0.0.1:${port}` });
}

/** PgBouncer in transaction mode before that PostgreSQL, with fewer connections to it than its clients have. */
export async function startPgBouncer(postgresUrl: string): Promise<ServiceProcess & { readonly url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'director-pgbouncer-'));
  const port = await freePort();
  const owner = unprivilegedOwner();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const settings = join(folder, 'pgbouncer.ini');
  const { hostname, port: serverPort } = new URL(postgresUrl);
  writeFileSync(
    settings,
    `[databases]
* = host=${hostname} port=${serverPort} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
`,
  );
  const server = new ServiceProcess(
    port,
    folder,
    () => spawn(pgbouncer ?? 'pgbouncer', [settings], { stdio: 'ignore', ...owner }),
    () => accepts(port),
  );
  await server.start();
  const url = new URL(postgresUrl);
  url.port = String(port);
  return Object.assign(server, { url: url.href });
}

function isAnswering(pgIsReady: string, port: number): boolean {
  try {
    execFileSync(pgIsReady, ['-h', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL refuses to run as root. */
function unprivilegedOwner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string, user: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  return { uid: id('-u', 'nobody'), gid: id('-g', 'nobody') };
}

export function findProgram(name: string): string | undefined {
  // Load balancers live where only an administrator's PATH leads.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  if (existsSync(POSTGRES_HOMES)) {
    folders.push(...readdirSync(POSTGRES_HOMES).map((version) => join(POSTGRES_HOMES, version, 'bin')));
  }
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** A free port. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function isOk(url: string): Promise<boolean> {
  const reply = await fetch(url).catch(() => undefined);
  await reply?.body?.cancel();
  return reply?.ok === true;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
