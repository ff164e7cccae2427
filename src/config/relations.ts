import { totalmem } from 'node:os';

import type { ConfigFile } from './app-config.js';
import { PLAYBOOK } from './model-backend.js';
import type { SchemaViolation } from './schema-violation.js';

const MEGABYTE = 1_048_576;
/** Between the farewell to streams and the cut of connections, see `GracefulShutdown`. */
const FAREWELL_MS = 1_000;

/** What is wrong between settings that are right by themselves, each at the place to change. */
export function relationViolations(file: ConfigFile): SchemaViolation[] {
  return [...sizes(file), ...times(file), ...references(file)];
}

function* sizes({ admission, memory, store: { postgres } }: ConfigFile): Generator<SchemaViolation> {
  const { initialLimit, maxLimit, minLimit } = admission;
  if (minLimit > initialLimit || initialLimit > maxLimit) {
    const expected = `expected from minLimit (${minLimit}) to maxLimit (${maxLimit})`;
    yield { path: ['admission', 'initialLimit'], expected, found: String(initialLimit) };
  }
  const { criticalRatio, elevatedRatio, limitMb, rejectRatio } = memory;
  if (elevatedRatio >= criticalRatio) {
    const expected = `expected less than memory.criticalRatio (${criticalRatio})`;
    yield { path: ['memory', 'elevatedRatio'], expected, found: String(elevatedRatio) };
  }
  if (criticalRatio > rejectRatio) {
    const expected = `expected at most memory.rejectRatio (${rejectRatio})`;
    yield { path: ['memory', 'criticalRatio'], expected, found: String(criticalRatio) };
  }
  const machineMb = Math.floor(totalmem() / MEGABYTE);
  if (limitMb !== undefined && limitMb > machineMb) {
    const expected = `expected at most the memory of this machine (${machineMb})`;
    yield { path: ['memory', 'limitMb'], expected, found: String(limitMb) };
  }
  const { maxConnections, minConnections } = postgres;
  if (minConnections > maxConnections) {
    const expected = `expected at most store.postgres.maxConnections (${maxConnections})`;
    yield { path: ['store', 'postgres', 'minConnections'], expected, found: String(minConnections) };
  }
}

function* times({ classes, drain, replyReserve }: ConfigFile): Generator<SchemaViolation> {
  const { maxMs, minMs } = replyReserve;
  const shortest = Math.min(...Object.values(classes).map(({ deadlineMs }) => deadlineMs));
  if (minMs > maxMs || maxMs >= shortest) {
    const expected = `expected from minMs (${minMs}) to less than the shortest class deadline (${shortest})`;
    yield { path: ['replyReserve', 'maxMs'], expected, found: String(maxMs) };
  }
  const room = drain.graceMs - drain.readinessDelayMs - FAREWELL_MS;
  if (drain.maxMs > room) {
    const expected = `expected at most drain.graceMs less readinessDelayMs and a second (${room}), or it is killed before`;
    yield { path: ['drain', 'maxMs'], expected, found: String(drain.maxMs) };
  }
}

function* references({ models }: ConfigFile): Generator<SchemaViolation> {
  const named = [
    { path: ['models', 'default'], id: models.default ?? PLAYBOOK },
    ...Object.entries(models.personas).map(([persona, id]) => ({ path: ['models', 'personas', persona], id })),
  ];
  for (const { id, path } of named) {
    if (id === PLAYBOOK || models.backends.some((backend) => backend.id === id)) continue;
    const expected = `expected backend "${id}" under models.backends, or its key in the environment`;
    yield { path, expected, found: 'neither' };
  }
}
