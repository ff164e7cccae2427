import { redisLinkChanged } from '../cache/index.js';
import { entryRefused } from '../conversations/index.js';
import { breakerChanged, serversReloaded, toolQuarantined } from '../mcp/index.js';
import { leakSuspected, pressureChanged, pressureActionChanged, type PressureStep } from '../memory/index.js';
import { jobEnded } from '../jobs/index.js';

import { alertChanged } from './alert-tracker.js';

const RELIEF: Readonly<Record<PressureStep, string>> = {
  caches: 'caches shrink',
  idle: 'what is idle closes',
  background: 'nothing is done that nobody waits for',
  classes: 'patient classes are refused',
  refusal: 'every question is refused',
};

/** Where events are written to. */
export interface EventLogger {
  log(message: string): void;
  warn(message: string): void;
}

/**
 * Writes down what an operator wants to find in the log afterwards: circuits, Redis, the database, memory
 * pressure, alerts.
 *
 * @returns a function that ends the subscriptions.
 */
export function logEvents(logger: EventLogger): () => void {
  /** Servers whose circuit is not closed: probes that fail are no news. */
  const failing = new Set<string>();
  const subscriptions = [
    breakerChanged.subscribe(({ server, state }) => {
      if (state === 'open' && !failing.has(server)) {
        failing.add(server);
        logger.warn(`circuit of MCP server "${server}" is open: it is probed, and not called until it is well`);
      } else if (state === 'closed' && failing.delete(server)) {
        logger.log(`circuit of MCP server "${server}" is closed: it is well again`);
      }
    }),
    toolQuarantined.subscribe(({ server, tool, fingerprint }) =>
      logger.warn(
        `tool "${tool}" of MCP server "${server}" is described differently now and is not called; to approve it, set toolSha256: ${fingerprint}`,
      ),
    ),
    serversReloaded.subscribe((change) => {
      if (!change.ok) logger.warn(`the MCP servers in use stay as they are: ${change.mistakes}`);
      else if (change.added.length + change.removed.length > 0) {
        logger.log(`MCP servers: added ${listed(change.added)}, removed ${listed(change.removed)}`);
      }
    }),
    redisLinkChanged.subscribe(({ isUp }) => {
      if (isUp) logger.log('Redis is in use');
      else logger.warn('Redis does not answer: caches, limits and jobs of this replica do without until it does');
    }),
    // What the database says of it may quote the entry.
    entryRefused.subscribe(({ kind }) => logger.warn(`the database refuses a ${kind} entry for good: it is lost`)),
    jobEnded.subscribe((job) => {
      if (job.outcome === 'failed') logger.warn(`background job ${job.kind} failed: ${job.failure}`);
    }),
    pressureChanged.subscribe(({ level, usedRatio }) => {
      const used = `${Math.round(usedRatio * 100)} % of memory used`;
      if (level === 'normal') logger.log(`memory is back to normal: ${used}`);
      else logger.warn(`memory pressure is ${level}: ${used}`);
    }),
    pressureActionChanged.subscribe(({ step, isTaken }) => {
      if (isTaken) logger.warn(`memory is tight: ${RELIEF[step]}`);
      else logger.log(`memory is less tight, no longer: ${RELIEF[step]}`);
    }),
    leakSuspected.subscribe(({ isOver, owner, bytes, bytesPerRequest }) => {
      if (isOver) logger.log(`what ${owner} holds grows no longer`);
      else {
        const grown = `${Math.round(bytes / 1_048_576)} MB, ${Math.round(bytesPerRequest)} bytes a request`;
        logger.warn(`memory leaks: what ${owner} holds has grown by ${grown}`);
      }
    }),
    alertChanged.subscribe(({ isFiring, id, summary }) => {
      if (isFiring) logger.warn(`alert ${id}: ${summary}`);
      else logger.log(`alert ${id} is over: ${summary}`);
    }),
  ];
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : ids.join(', ');
}
