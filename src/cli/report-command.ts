import { parseArgs } from 'node:util';

import { loadConfig } from '../config/index.js';
import { performanceSchema } from '../monitoring/index.js';
import { terminalStyle } from './output/style.js';
import { viewReport } from './output/report-view.js';

import { COMMANDS } from './commands.js';
import { ServiceClient } from './service-client.js';
import { EXIT } from './usage.js';

/** `claude-director report`: the performance report of a running service. */
export async function report(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: COMMANDS.report.options });
  const client = new ServiceClient({ ...values, url: values.url ?? addressOf(loadConfig()) });
  const performance = performanceSchema.parse(await client.json('/v1/performance'));
  process.stdout.write(
    values.json === true ? `${JSON.stringify(performance, undefined, 2)}\n` : viewReport(performance, terminalStyle()),
  );
  return EXIT.answered;
}

function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}
