import { parseArgs, type ParseArgsConfig } from 'node:util';

import { loadConfig } from '../config/index.js';
import { performanceSchema } from '../monitoring/index.js';
import { terminalStyle } from './output/style.js';
import { viewReport } from './output/report-view.js';

import { EXIT, UsageError } from './usage.js';

const OPTIONS = {
  url: { type: 'string' },
  key: { type: 'string' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsConfig['options'];

/** For the service to respond, milliseconds. */
const TIMEOUT_MS = 5_000;

/** `claude-director report`: the performance report of a running service. */
export async function report(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const base = values.url ?? addressOf(loadConfig());
  const url = URL.parse('/v1/performance', base);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError('--url: expected an http or https URL');
  }
  const headers = values.key === undefined ? {} : { authorization: `Bearer ${values.key}` };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  if (response?.ok !== true) {
    const reason = response === undefined ? 'no answer' : `status ${response.status}`;
    process.stderr.write(`${url.origin} gives no report: ${reason}\n`);
    return EXIT.failed;
  }
  const performance = performanceSchema.parse(await response.json());
  process.stdout.write(
    values.json === true ? `${JSON.stringify(performance, undefined, 2)}\n` : viewReport(performance, terminalStyle()),
  );
  return EXIT.answered;
}

function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}
