import { createApp, endOnSignals } from './app/index.js';
import { AppError, tolerateClosedOutputs } from './core/index.js';
import { loadConfig } from './config/index.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';

// A log that is no longer read must not end the service.
tolerateClosedOutputs();
// The timers of waits do not keep the process alive; until the server listens, this one does.
const starting = setInterval(() => undefined, 1_000);
try {
  const config = loadConfig();
  const app = await createApp(config);
  endOnSignals(app, config);
  // Connections that arrive while the event loop is busy wait in the backlog of the operating system. A client that finds
  // it full retries after a second, which is longer than most deadlines.
  await app.listen({ port: config.port, host: config.host, backlog: config.http.maxConnections });
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  const isOpen = config.auth === 'anonymous';
  const key = isOpen ? '' : `-H "authorization: Bearer $DIRECTOR_KEY" `;
  const how = isOpen ? '' : ', with a key in DIRECTOR_KEY (`claude-director keys create` makes one)';
  process.stdout.write(`
ClaudeDirector answers on ${url} (API reference: ${url}/docs). Try${how}:

  curl -s ${url}/v1/answers ${key}-H 'content-type: application/json' -d '{"question":"${QUESTION}"}'

`);
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  clearInterval(starting);
}
