import { redisLinkChanged } from '../cache/index.js';
import { continuationEnded } from '../answers/index.js';
import { entryRefused, journalBlocked, retentionEnded } from '../conversations/index.js';
import { configReloaded } from '../config/index.js';
import { CancelledError, observerFailed } from '../core/index.js';
import { jobEnded } from '../jobs/index.js';
import { breakerChanged, serverCutOff, serversReloaded, toolQuarantined } from '../mcp/index.js';
import { leakSuspected, pressureActionChanged, pressureChanged, type PressureStep } from '../memory/index.js';
import { backendNoticed, endpointChanged } from '../models/index.js';

const PRESSURE_ACTIONS: Readonly<Record<PressureStep, string>> = {
  caches: 'caches shrink',
  idle: 'idle sessions close',
  background: 'background work stops',
  classes: 'classes enhanced and multi-persona are rejected',
  refusal: 'all questions are rejected',
};

/** Notices of model backends that are logged, each once. */
const MAX_NOTICES = 100;

/**
 * Logs the events an operator looks for afterwards: circuits, MCP servers, models, Redis, the database, jobs, memory.
 *
 * @returns a function that ends the subscriptions.
 */
export function logEvents(logger: Pick<Console, 'log' | 'warn'>): () => void {
  /** Servers whose circuit is not closed: failed probes are not logged. */
  const failing = new Set<string>();
  const ejected = new Set<string>();
  const noticed = new Set<string>();
  const failures = new Map<string, number>();
  const subscriptions = [
    breakerChanged.subscribe(({ server, state }) => {
      if (state === 'open' && !failing.has(server)) {
        failing.add(server);
        logger.warn(`circuit of MCP server "${server}" opened: it is only probed until it recovers`);
      } else if (state === 'closed' && failing.delete(server)) {
        logger.log(`circuit of MCP server "${server}" closed: it has recovered`);
      }
    }),
    serverCutOff.subscribe(({ server, reason }) => logger.warn(`MCP server "${server}" was cut off: ${reason}`)),
    toolQuarantined.subscribe(({ server, tool, fingerprint }) =>
      logger.warn(
        `tool "${tool}" of MCP server "${server}" has changed its description and is not called; to approve it, set toolSha256: ${fingerprint}`,
      ),
    ),
    configReloaded.subscribe((reload) => {
      if (!reload.ok) {
        logger.warn(`the configuration file is not followed, the previous one stays in force: ${reload.mistakes}`);
        return;
      }
      if (reload.changed.length > 0) logger.log(`the configuration has changed: ${listed(reload.changed)}`);
      if (reload.needRestart.length > 0) {
        logger.warn(`the configuration has changed and needs a restart: ${listed(reload.needRestart)}`);
      }
    }),
    serversReloaded.subscribe(({ added, removed }) => {
      if (added.length + removed.length === 0) return;
      logger.log(`MCP servers reloaded: added ${listed(added)}, removed ${listed(removed)}`);
    }),
    backendNoticed.subscribe(({ backend, notice }) => {
      const line = `model backend "${backend}": ${notice}`;
      if (noticed.has(line) || noticed.size >= MAX_NOTICES) return;
      noticed.add(line);
      logger.warn(line);
    }),
    endpointChanged.subscribe(({ endpoint, state }) => {
      if (state === 'ejected' && !ejected.has(endpoint)) {
        ejected.add(endpoint);
        logger.warn(`model endpoint "${endpoint}" is ejected: it is only probed until it recovers`);
      } else if (state === 'up' && ejected.delete(endpoint)) {
        logger.log(`model endpoint "${endpoint}" has recovered`);
      }
    }),
    observerFailed.subscribe(({ observed, error }) => {
      const count = (failures.get(observed) ?? 0) + 1;
      failures.set(observed, count);
      // The first, tenth, hundredth: a failure that repeats does not fill the log.
      if (!/^10*$/.test(String(count))) return;
      logger.warn(`an observer of ${observed} has failed, ${count} times so far: ${textOf(error)}`);
    }),
    redisLinkChanged.subscribe(({ isUp }) => {
      if (isUp) logger.log('Redis is connected');
      else logger.warn('Redis is unavailable: caches, limits and jobs of this replica work without it');
    }),
    // The error of the database may quote the entry, so it is not logged.
    entryRefused.subscribe(({ kind, isKept }) => {
      const rest = isKept ? 'it is set aside, see "claude-director journal list"' : 'it is lost';
      logger.warn(`the database refused a ${kind} entry for what is in it: ${rest}`);
    }),
    journalBlocked.subscribe(({ reason }) => {
      if (reason === undefined) logger.log('the database takes what has to be recorded again');
      else logger.warn(`the database does not take what has to be recorded, which waits: ${reason}`);
    }),
    retentionEnded.subscribe(({ failure }) => {
      if (failure === undefined) return;
      logger.warn(`what has reached its retention period was not all deleted, and is next hour: ${failure}`);
    }),
    continuationEnded.subscribe(({ outcome, error }) => {
      // The end of the service cancels what continues.
      if (outcome === 'landed' || error instanceof CancelledError) return;
      logger.warn(`a later version of an answer is lost: ${String(error)}`);
    }),
    jobEnded.subscribe((job) => {
      if (job.outcome === 'failed') logger.warn(`background job ${job.kind} failed: ${job.failure}`);
    }),
    pressureChanged.subscribe(({ level, usedRatio }) => {
      const used = `${Math.round(usedRatio * 100)} % of memory used`;
      if (level === 'normal') logger.log(`memory pressure is normal: ${used}`);
      else logger.warn(`memory pressure is ${level}: ${used}`);
    }),
    pressureActionChanged.subscribe(({ step, isActive }) => {
      if (isActive) logger.warn(`memory pressure: ${PRESSURE_ACTIONS[step]}`);
      else logger.log(`memory pressure action ended: ${PRESSURE_ACTIONS[step]}`);
    }),
    leakSuspected.subscribe(({ isOver, component, bytes, bytesPerRequest }) => {
      if (isOver) logger.log(`memory leak in ${component} is over`);
      else {
        const grown = `${Math.round(bytes / 1_048_576)} MB, ${Math.round(bytesPerRequest)} bytes a request`;
        logger.warn(`memory leak suspected in ${component}: grown by ${grown}`);
      }
    }),
  ];
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : ids.join(', ');
}

/** What was thrown, which may be anything. */
function textOf(error: unknown): string {
  try {
    return String(error).slice(0, 200);
  } catch {
    return 'an error that cannot be printed';
  }
}
