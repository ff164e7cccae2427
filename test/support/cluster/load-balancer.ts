// Run by tests and, with Node's own TypeScript support, by scripts: no syntax beyond types, no imports of other tests.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What haproxy knows of one replica. */
export interface Backend {
  readonly isUp: boolean;
  /** Requests in progress or waiting. */
  readonly sessions: number;
}

/**
 * A real haproxy in front of replicas on ports of this machine, as a gateway in a cluster: it asks each for its
 * readiness, sends a request to the one with the fewest in progress, and sends it again to another when the connection
 * could not be made, ended without a byte of an answer, or the replica refused it.
 */
export class LoadBalancer {
  readonly url: string;
  readonly #folder: string;
  readonly #child: ChildProcess;

  /** @param ports of replicas, whether they run or not. */
  constructor(program: string, port: number, ports: readonly number[]) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = mkdtempSync(join(tmpdir(), 'director-haproxy-'));
    const path = join(this.#folder, 'haproxy.cfg');
    writeFileSync(path, configuration(port, ports, join(this.#folder, 'admin.sock')));
    this.#child = spawn(program, ['-db', '-f', path], { stdio: 'ignore' });
  }

  /** By port. */
  async backends(): Promise<Map<number, Backend>> {
    const text = await this.#ask('show stat').catch(() => '');
    const [header = '', ...rows] = text.replace(/^# /, '').trim().split('\n');
    const columns = header.split(',');
    const field = (row: string, name: string) => row.split(',')[columns.indexOf(name)] ?? '';
    return new Map(
      rows
        .filter((row) => field(row, 'svname').startsWith('port-'))
        .map((row) => [
          Number(field(row, 'svname').slice('port-'.length)),
          { isUp: field(row, 'status').startsWith('UP'), sessions: Number(field(row, 'scur')) },
        ]),
    );
  }

  /** Waits until it sees a replica as ready, or not. */
  async sees(port: number, isUp: boolean, timeoutMs = 20_000): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs;
    while ((await this.backends()).get(port)?.isUp !== isUp) {
      if (performance.now() > giveUpAt) throw new Error(`haproxy never saw port ${port} ${isUp ? 'up' : 'down'}`);
      await pause(50);
    }
  }

  async end(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await exited;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask(command: string): Promise<string> {
    const socket = connect(join(this.#folder, 'admin.sock'));
    await once(socket, 'connect');
    socket.end(`${command}\n`);
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += String(chunk);
    return text;
  }
}

function configuration(port: number, ports: readonly number[], socket: string): string {
  return `
global
  stats socket ${socket} mode 600 level admin
  maxconn 4000

defaults
  mode http
  timeout connect 1s
  timeout client 60s
  timeout server 60s
  timeout queue 1s
  timeout check 2s
  retries 2
  option redispatch 1
  retry-on conn-failure empty-response response-timeout 503
  option http-keep-alive

frontend callers
  bind 127.0.0.1:${port}
  default_backend replicas

backend replicas
  balance leastconn
  http-reuse safe
  option httpchk GET /health/ready
  http-check expect status 200
  default-server check inter 250ms downinter 100ms rise 1 fall 2
${ports.map((replica) => `  server port-${replica} 127.0.0.1:${replica}`).join('\n')}
`;
}
