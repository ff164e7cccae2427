import { EventChannel } from '../core/index.js';

import type { AppConfig } from './app-config.js';
import { ConfigInvalidError } from './config.errors.js';
import { answerVersionOf, reloadConfig } from './load-config.js';
import { watchConfigFile } from './watch-config-file.js';

/** Published when the configuration file has changed: what of it is in force now, or why nothing is. */
export const configReloaded = new EventChannel<
  | {
      readonly ok: true;
      /** Settings that changed and are in force. */
      readonly changed: readonly string[];
      /** Settings that differ from the file until the next start. */
      readonly needRestart: readonly string[];
    }
  | { readonly ok: false; readonly mistakes: string }
>('config:file:reloaded');

/**
 * Prepares for another configuration.
 *
 * @returns what puts it in force, at once and without failing.
 * @throws {ConfigInvalidError} `CONFIG_INVALID`, if it cannot be followed: then none is.
 */
export type ConfigFollower = (next: AppConfig) => (() => void) | Promise<() => void>;

/**
 * The configuration in force, which follows `director.yaml` while the service runs.
 *
 * Followed are MCP servers, models, classes, configured keys and limits: what a follower can replace without dropping a
 * request. Every other setting keeps the value of the start, and is named as one that needs a restart.
 */
export class LiveConfig {
  #current: AppConfig;
  #needRestart: readonly string[] = [];
  #followers: ConfigFollower[] = [];
  #stopWatching: (() => void) | undefined;
  #reloading: Promise<void> = Promise.resolve();

  constructor(private readonly started: AppConfig) {
    this.#current = started;
  }

  get current(): AppConfig {
    return this.#current;
  }

  /** Settings that differ from the file until the next start. */
  get needRestart(): readonly string[] {
    return this.#needRestart;
  }

  follow(follower: ConfigFollower): void {
    this.#followers.push(follower);
  }

  watch(): void {
    this.#stopWatching = watchConfigFile(this.started.file, () => void this.reload());
  }

  stop(): void {
    this.#stopWatching?.();
    this.#followers = [];
  }

  /** Reads the file again; one with a mistake is reported and changes nothing. */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload());
    return this.#reloading;
  }

  async #reload(): Promise<void> {
    try {
      const file = reloadConfig(this.started);
      const next = this.#following(file);
      const commits = await Promise.all(this.#followers.map(async (follower) => follower(next)));
      for (const commit of commits) commit();
      const changed = differences(this.#current, next);
      this.#current = next;
      this.#needRestart = differences(next, file);
      configReloaded.publish({ ok: true, changed, needRestart: this.#needRestart });
    } catch (error) {
      if (!(error instanceof ConfigInvalidError)) throw error;
      configReloaded.publish({ ok: false, mistakes: error.message });
    }
  }

  /** The configuration of the start with what can be followed of the file. */
  #following({ access, auth, classes, mcp, models }: AppConfig): AppConfig {
    const { started } = this;
    // Whether a key is asked for at all is decided at the start.
    const keys = auth === started.auth ? access.keys : started.access.keys;
    const next = {
      ...started,
      access: { ...started.access, keys, limits: access.limits },
      classes,
      mcp: { ...started.mcp, servers: mcp.servers },
      // Who writes answers has taken the time to wait for findings at the start.
      models: { ...models, findingsWaitMs: started.models.findingsWaitMs },
    };
    return Object.freeze({ ...next, version: answerVersionOf(next) });
  }
}

/** Paths of settings that differ, down to lists, for example `http.maxConnections`. */
function differences(one: unknown, other: unknown, path = ''): string[] {
  if (isSection(one) && isSection(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    // It is derived from the others.
    if (path === '') names.delete('version');
    return [...names].flatMap((name) => differences(one[name], other[name], path === '' ? name : `${path}.${name}`));
  }
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [path];
}

function isSection(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
