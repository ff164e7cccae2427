import { stat } from 'node:fs/promises';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { every, type CancelTimer, type Clock } from '../core/index.js';

/** From this size on the log is copied into the file. */
const LOG_BYTES = 33_554_432;
/** From this size on writers wait until all of it has been copied and it restarts. */
const MAX_LOG_BYTES = 134_217_728;
const POLL_INTERVAL_MS = 2_000;

/**
 * Copying waits for the disk, so it runs in a thread, of low priority for machines with a single core. Short-lived,
 * because a thread takes 10 MB; rarely, because starting one takes 50 ms of CPU.
 */
const COPY = `
const { setPriority, constants } = require('node:os');
try { setPriority(constants.priority.PRIORITY_LOW); } catch {}
const { DatabaseSync } = require('node:sqlite');
const { workerData: { path, mode } } = require('node:worker_threads');
const db = new DatabaseSync(path, { timeout: 1000 });
db.exec('pragma wal_checkpoint(' + mode + ')');
db.close();`;

/** Copies the write-ahead log of a SQLite file into the file, whenever it has grown. */
export class WalCheckpointer {
  #stop: CancelTimer | undefined;
  #copying: Promise<void> | undefined;

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.#stop = every(this.clock, POLL_INTERVAL_MS, () => (this.#copying = this.#copyIfLong()));
  }

  async stop(): Promise<void> {
    this.#stop?.();
    await this.#copying;
  }

  async #copyIfLong(): Promise<void> {
    const log = await stat(`${this.path}-wal`).catch(() => undefined);
    if (log === undefined || log.size < LOG_BYTES) return;
    const mode = log.size > MAX_LOG_BYTES ? 'restart' : 'passive';
    const thread = new Worker(COPY, { eval: true, workerData: { path: this.path, mode } });
    // What fails now, for a full disk or a busy file, is tried again at the next poll.
    await once(thread, 'exit').catch(() => undefined);
  }
}
