import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import type { IJob } from 'kubernetes-models/batch/v1';
import type { IContainer } from 'kubernetes-models/v1';
import { parse } from 'yaml';

import { ROOT } from '../support/child.js';
import { LoadBalancer } from '../support/cluster/load-balancer.js';
import { Replica } from '../support/cluster/replica.js';
import { eventually } from '../support/eventually.js';
import { buildOverlay, ofKind } from '../support/manifests/build.js';
import { QUESTION } from '../support/running-app.js';
import {
  describeWith,
  findProgram,
  freePort,
  haproxy,
  kubectl,
  postgresServer,
  redisServer,
  startRedis,
} from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';
import { startTcpReceiver } from '../support/syslog-receiver.js';

// Three guides, from an empty directory to replicas that answer, and back from a backup. Pods are processes here, with the
// environment and the arguments of the manifests; Secrets are what `kubectl create` prints. Every command of the guides is
// run, or begins with one of these, which need a cluster, or a machine that systemd runs.
const ELSEWHERE = /^(?:kubectl (?:apply|cp|exec|label|rollout)|systemctl|docker|npm run) /;

const pgDump = findProgram('pg_dump');
const KEY = 'key-of-ann';
/** Each needs a moment without the service, or another database. */
const WHILE_STOPPED = /^(?:claude-director restore|pg_restore)/;

/** Commands in the order of a guide, continued lines joined. */
function commandsOf(guide: string): string[] {
  const text = readFileSync(join(ROOT, 'docs/guides', guide), 'utf8');
  const blocks = [...text.matchAll(/^ *```sh\n([^]*?)^ *```$/gm)].map(([, block]) => String(block));
  return blocks
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

describeWith(postgresServer && redisServer && kubectl && haproxy && pgDump, 'the guides', () => {
  let folder: string;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let database: Awaited<ReturnType<typeof newPostgresDatabase>>;
  let restored: Awaited<ReturnType<typeof newPostgresDatabase>>;
  let balancer: LoadBalancer | undefined;
  const replicas: Replica[] = [];
  /** What the pods get, by the name of the Secret. */
  const secrets = new Map<string, Record<string, string>>();
  const env = (more: Record<string, string> = {}) => ({
    PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
    HOME: folder,
    DATA_DIR: join(folder, 'data'),
    ...more,
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'director-guides-'));
    for (const name of ['bin', 'backup']) mkdirSync(join(folder, name));
    const program = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/claude-director.mjs')}' "$@"\n`;
    writeFileSync(join(folder, 'bin/claude-director'), program, { mode: 0o755 });
    [redis, database, restored] = await Promise.all([startRedis(), newPostgresDatabase(), newPostgresDatabase()]);
  });
  afterAll(async () => {
    await balancer?.end();
    await Promise.all(replicas.map((replica) => replica.end('SIGKILL')));
    await redis.remove();
    await Promise.all([database.remove(), restored.remove()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a command as it is written, in the empty directory; what only a reader has is put in. */
  async function run(command: string, variables: Record<string, string> = {}): Promise<string> {
    const text = command.replaceAll('/backup/', `${folder}/backup/`);
    const child = spawn('bash', ['-euo', 'pipefail', '-c', text], { cwd: folder, env: env(variables) });
    let [said, complained] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complained += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([command, code, code === 0 ? '' : said + complained]).toEqual([command, 0, '']);
    return said;
  }

  const ask = async (url: string, question = QUESTION) => {
    const response = await fetch(`${url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
      body: JSON.stringify({ question }),
    });
    return response.status;
  };

  /** The variables of a container, from its manifest and the Secrets; what a pod has for itself is a folder here. */
  function variablesOf({ env: given = [], envFrom = [] }: IContainer, data: string): Record<string, string> {
    const all = envFrom.flatMap(({ secretRef }) => Object.entries(secrets.get(String(secretRef?.name)) ?? {}));
    const own = given.map(({ name, value, valueFrom }) => {
      const { key, name: secret } = valueFrom?.secretKeyRef ?? {};
      return [name, value ?? String(secrets.get(String(secret))?.[String(key)])] as const;
    });
    const variables = Object.fromEntries([...all, ...own]);
    const file = join(folder, 'director.yaml');
    return { ...variables, DATA_DIR: data, ...('DIRECTOR_CONFIG' in variables ? { DIRECTOR_CONFIG: file } : {}) };
  }

  it('say only what is run here, or needs a cluster', () => {
    const all = ['kubernetes.md', 'upgrade.md', 'backup.md'].flatMap((guide) => commandsOf(guide));
    expect(all.length).toBeGreaterThan(15);
    const known = /^(?:claude-director|pg_dump|pg_restore|kubectl (?:-n \S+ )?create) /;
    expect(all.filter((command) => !known.test(command) && !ELSEWHERE.test(command))).toEqual([]);
  });

  it('kubernetes.md: two replicas answer behind a load balancer', async () => {
    const guide = readFileSync(join(ROOT, 'docs/guides/kubernetes.md'), 'utf8');
    const [, hosts = ''] = /`(http: \{ allowedHosts: .*? \})`/.exec(guide) ?? [];
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    writeFileSync(
      join(folder, 'director.yaml'),
      `${hosts}\naccess: { keys: [{ id: ann, sha256: ${sha256}, tenant: acme }] }\ndrain: { readinessDelayMs: 1000 }\n`,
    );
    expect(await run('claude-director config')).toContain('director.example.com');

    const creating = commandsOf('kubernetes.md').filter((command) => command.startsWith('kubectl'));
    expect(creating).toHaveLength(3);
    for (const command of creating) {
      const filled = command.replace('redis://…', redis.url).replace('postgres://…', database.url);
      const made = parse(await run(`${filled} --dry-run=client --output=yaml`));
      if (made.kind !== 'Secret') continue;
      const decoded = Object.entries<string>(made.data).map(([key, value]) => [key, atob(value)]);
      secrets.set(made.metadata.name, Object.fromEntries(decoded));
    }
    expect(secrets.get('claude-director')?.['director.yaml']).toBe(readFileSync(join(folder, 'director.yaml'), 'utf8'));

    const manifests = buildOverlay('production');
    const [job] = ofKind<IJob>(manifests, 'Job');
    const migrate = job?.spec?.template.spec?.containers[0] ?? { name: '' };
    const [program = '', ...args] = migrate.args ?? [];
    expect(program).toBe('bin/claude-director.mjs');
    await run(`claude-director ${args.join(' ')}`, variablesOf(migrate, join(folder, 'migrate')));

    const [deployment] = ofKind<IDeployment>(manifests, 'Deployment');
    const container = deployment?.spec?.template.spec?.containers[0] ?? { name: '' };
    const ports = [await freePort(), await freePort()];
    for (const port of ports) {
      const variables = { ...variablesOf(container, join(folder, `replica-${port}`)), HOST: '127.0.0.1' };
      replicas.push(new Replica({ port, env: variables }));
    }
    for (const replica of replicas) await replica.ready(String(container.readinessProbe?.httpGet?.path));
    balancer = new LoadBalancer(haproxy ?? 'haproxy', await freePort(), ports);
    for (const port of ports) await balancer.sees(port, true);
    for (let i = 0; i < 6; i++) expect(await ask(balancer.url, `${QUESTION} (${i})`)).toBe(200);
    // Whoever has no key, or asks under a name that is not listed, is told so.
    expect((await fetch(`${balancer.url}/v1/personas`)).status).toBe(401);
    for (const replica of replicas) {
      const metrics = await (await fetch(`${replica.url}/metrics`)).text();
      expect(metrics).toContain('claude_director_redis_up 1');
    }
  });

  it('upgrade.md: the tables are brought up to date while the replicas serve', async () => {
    const here = [...commandsOf('upgrade.md'), 'claude-director config'].filter((command) => !ELSEWHERE.test(command));
    expect(here.length).toBeGreaterThan(2);
    for (const command of here) await run(command, { DATABASE_URL: database.url });
    expect(await ask(String(balancer?.url))).toBe(200);
  });

  it('backup.md, with PostgreSQL: what was answered is there after a restore, and its trail is whole', async () => {
    const receiver = await startTcpReceiver();
    const audited = await eventually(async () => {
      const said = await run('claude-director audit verify', { DATABASE_URL: database.url });
      return said.startsWith('acme: 7 events, whole') ? said : undefined;
    });
    const commands = commandsOf('backup.md').filter((command) => !ELSEWHERE.test(command));
    for (const command of commands.filter((one) => !/ (?:backup|restore) /.test(one))) {
      const isRestored = WHILE_STOPPED.test(command) || command.includes('verify');
      const text = command
        .replace('tcp://127.0.0.1:601', receiver.address)
        .replace(/--from \S+/, '--from 2020-01-01')
        .replace(/--to \S+/, '--to 2100-01-01');
      const said = await run(text, { DATABASE_URL: (isRestored ? restored : database).url });
      if (command.includes('verify')) expect(said).toBe(audited);
    }
    await eventually(() => (receiver.messages.length > 0 ? true : undefined));
    receiver.stop();
    const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n');
    expect(lines('january.jsonl')).toHaveLength(7);
    expect(lines('ann.jsonl')).toHaveLength(7);
    expect(receiver.messages.length).toBeGreaterThanOrEqual(7);
    const left = await run('claude-director data export --tenant acme', { DATABASE_URL: database.url });
    expect(left).toBe('');
  });

  it('backup.md, with SQLite: a backup of a running service is restored', async () => {
    const data = join(folder, 'sqlite');
    const start = async () => {
      const variables = { DATA_DIR: data, DIRECTOR_CONFIG: join(folder, 'director.yaml') };
      const replica = new Replica({ port: await freePort(), env: variables });
      replicas.push(replica);
      return replica.ready();
    };
    const exported = async () =>
      (await run('claude-director data export --tenant acme', { DATA_DIR: data })).split('\n').length - 1;
    const running = await start();
    expect(await ask(running.url)).toBe(200);
    await eventually(async () => ((await exported()) === 1 ? true : undefined));
    const commands = commandsOf('backup.md').filter((command) => /^claude-director (?:backup|restore) /.test(command));
    const [backup = '', restore = '', ...others] = commands;
    expect(others).toEqual([]);
    await run(backup, { DATA_DIR: data });
    expect(await ask(running.url, `${QUESTION} Later.`)).toBe(200);
    await eventually(async () => ((await exported()) === 2 ? true : undefined));
    await running.end();
    expect(await run(restore, { DATA_DIR: data })).toContain('acme: 1 events, whole');
    expect(await exported()).toBe(1);
    expect(await ask((await start()).url)).toBe(200);
  });
});
