import { createApp, endOnSignals } from './app/index.js';
import { AppError } from './core/index.js';
import { loadConfig } from './config/index.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';

// Timers that end a wait keep no process alive; until something listens, nothing else may.
const starting = setInterval(() => undefined, 1_000);
try {
  const config = loadConfig();
  const app = await createApp(config);
  endOnSignals(app, config);
  // The backlog of the system holds connections while the event loop is busy. One that it rejects is retried by the client
  // after a second, which is longer than most answers may take.
  await app.listen({ port: config.port, host: config.host, backlog: config.http.maxConnections });
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  process.stdout.write(`
ClaudeDirector answers on ${url} (API reference: ${url}/docs). Try:

  curl -s ${url}/v1/answers -H 'content-type: application/json' -d '{"question":"${QUESTION}"}'

`);
} catch (error) {
  process.stderr.write(`${error instanceof AppError ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  clearInterval(starting);
}
