import { parseArgs } from 'node:util';

import { terminalStyle } from './output/style.js';

import { COMMANDS } from './commands.js';
import { EXIT } from './usage.js';

/** `claude-director serve`: the service, until a signal ends it. Resolves once it listens. */
export async function serve(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: COMMANDS.serve.options });
  // The timers of waits do not keep the process alive; until the server listens, this one does.
  const starting = setInterval(() => undefined, 1_000);
  try {
    const { createApp, endOnSignals } = await import('../app/index.js');
    const { loadConfig } = await import('../config/index.js');
    const { port: PORT, host: HOST, data: DATA_DIR, config: DIRECTOR_CONFIG } = values;
    const config = loadConfig({ settings: { PORT, HOST, DATA_DIR, DIRECTOR_CONFIG } });
    const app = await createApp(config);
    // Connections that arrive while the event loop is busy wait in the backlog of the operating system. A client that
    // finds it full retries after a second, which is longer than most deadlines.
    await app.listen({ port: config.port, host: config.host, backlog: config.http.maxConnections });
    endOnSignals(app, config);
    const { bannerFacts, bannerLine, bannerPage } = await import('./output/banner.js');
    const url = (await app.getUrl()).replace('[::1]', 'localhost');
    const facts = bannerFacts(config, url, process.uptime() * 1_000);
    process.stdout.write(process.stdout.isTTY ? bannerPage(facts, terminalStyle()) : bannerLine(facts));
    return EXIT.answered;
  } finally {
    clearInterval(starting);
  }
}
