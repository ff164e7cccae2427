import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { createApp } from '../../src/app/index.js';
import { CLOCK, loadConfig, type AppConfig } from '../../src/config/index.js';
import type { Clock } from '../../src/core/index.js';

import { stopLater } from './leftovers.js';

export const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';

export interface RunningAppOptions {
  /** Contents of `director.yaml`. */
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * How many times slower than the machine's the clock of the service runs. A busy machine takes less of a deadline
   * then; what a test waits for on that clock takes longer. @default 4
   */
  readonly slowness?: number;
  /** Called before the modules start. */
  readonly beforeInit?: (app: NestFastifyApplication) => void;
}

/** The whole service in this process, asked through `inject` or, after `listen`, over a real socket. */
export class RunningApp {
  readonly #stopped: () => void;

  private constructor(
    readonly app: NestFastifyApplication,
    private readonly folder: string,
  ) {
    this.#stopped = stopLater(() => this.stop());
  }

  static async start({ yaml = '', env = {}, slowness = 4, beforeInit }: RunningAppOptions = {}): Promise<RunningApp> {
    const folder = mkdtempSync(join(tmpdir(), 'director-app-'));
    writeFileSync(join(folder, 'director.yaml'), yaml);
    const config = loadConfig({ env: { LOG_LEVEL: 'fatal', ...env }, cwd: folder });
    const app = await createApp(yaml.includes('stallMs') ? config : patient(config));
    slowDown(app.get<Clock>(CLOCK), slowness);
    const service = new RunningApp(app, folder);
    beforeInit?.(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return service;
  }

  async post(url: string, payload: unknown, headers: Record<string, string> = {}) {
    const response = await this.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
    return { status: response.statusCode, headers: response.headers, body: parse(response.payload) };
  }

  async get(url: string, headers: Record<string, string> = {}) {
    const response = await this.app.inject({ method: 'GET', url, headers });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: parse(response.payload),
      text: response.payload,
    };
  }

  /** Listens on a free port of the loopback interface and gives the base URL. */
  async listen(): Promise<string> {
    await this.app.listen(0, '127.0.0.1');
    return this.app.getUrl();
  }

  /** Replaces the contents of `director.yaml`, as an operator would while the service runs. */
  reconfigure(yaml: string): void {
    writeFileSync(join(this.folder, 'director.yaml'), yaml);
  }

  async stop(): Promise<void> {
    this.#stopped();
    // A client may hold a connection that it has not used yet, and Node waits for the first request on it.
    this.app.getHttpAdapter().getInstance().server.closeAllConnections();
    await this.app.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A busy machine stalls the event loop by itself: only a test of that has requests refused for it. */
function patient(config: AppConfig): AppConfig {
  return { ...config, eventLoop: { ...config.eventLoop, stallMs: 10_000 } };
}

/** Lets a clock run slower from now on, for all that hold it; its wall-clock time stays that of the machine. */
function slowDown(clock: Clock, times: number): void {
  if (times === 1) return;
  const [now, schedule] = [clock.now.bind(clock), clock.schedule.bind(clock)];
  const since = now();
  clock.now = () => since + (now() - since) / times;
  clock.schedule = (delayMs, callback) => schedule(delayMs * times, callback);
}

/** Starts the service for one test and stops it whatever happens. */
export async function withService(
  options: RunningAppOptions,
  test: (service: RunningApp) => Promise<void>,
): Promise<void> {
  const service = await RunningApp.start(options);
  try {
    await test(service);
  } finally {
    await service.stop();
  }
}

/** Bodies are of every shape, so they are as untyped as `JSON.parse` leaves them. */
function parse(payload: string): ReturnType<typeof JSON.parse> {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
