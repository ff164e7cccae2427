import { breakerChanged } from '../mcp/index.js';
import { pressureChanged } from '../memory/index.js';

/** Where events are written to. */
export interface EventLogger {
  log(message: string): void;
  warn(message: string): void;
}

/**
 * Writes down what an operator wants to find in the log afterwards: circuits and memory pressure.
 *
 * @returns a function that ends the subscriptions.
 */
export function logEvents(logger: EventLogger): () => void {
  const subscriptions = [
    breakerChanged.subscribe(({ server, state }) => {
      if (state === 'open') logger.warn(`circuit of MCP server "${server}" is open: it is not called for a while`);
      else
        logger.log(
          `circuit of MCP server "${server}" is ${state === 'closed' ? 'closed' : 'half-open: one call probes it'}`,
        );
    }),
    pressureChanged.subscribe(({ level, usedRatio }) => {
      const used = `${Math.round(usedRatio * 100)} % of memory used`;
      if (level === 'normal') logger.log(`memory is back to normal: ${used}`);
      else logger.warn(`memory pressure is ${level}: ${used}`);
    }),
  ];
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}
