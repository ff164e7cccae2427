const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';

// Before anything is loaded: as the first process of a container it would ignore a signal without a handler. Nothing is
// accepted yet, so nothing is left to finish.
const quit = () => process.exit(0);
process.on('SIGTERM', quit).on('SIGINT', quit);
// The timers of waits do not keep the process alive; until the server listens, this one does.
const starting = setInterval(() => undefined, 1_000);
try {
  const { tolerateClosedOutputs } = await import('./core/index.js');
  // A log that is no longer read must not end the service.
  tolerateClosedOutputs();
  const { createApp, endOnSignals } = await import('./app/index.js');
  const { loadConfig } = await import('./config/index.js');
  const config = loadConfig();
  const app = await createApp(config);
  // Connections that arrive while the event loop is busy wait in the backlog of the operating system. A client that finds
  // it full retries after a second, which is longer than most deadlines.
  await app.listen({ port: config.port, host: config.host, backlog: config.http.maxConnections });
  endOnSignals(app, config);
  process.off('SIGTERM', quit).off('SIGINT', quit);
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  const isOpen = config.auth === 'anonymous';
  const key = isOpen ? '' : `-H "authorization: Bearer $DIRECTOR_KEY" `;
  const how = isOpen ? '' : ', with a key in DIRECTOR_KEY (`claude-director keys create` makes one)';
  const page = config.console.enabled ? ' Open it in a browser, or try' : ' Try';
  process.stdout.write(`
ClaudeDirector answers on ${url} (API reference: ${url}/docs).${page}${how}:

  curl -s ${url}/v1/answers ${key}-H 'content-type: application/json' -d '{"question":"${QUESTION}"}'

`);
  clearInterval(starting);
} catch (error) {
  const { isOfEnvironment, reasonOf } = await import('./core/index.js');
  const defect = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${isOfEnvironment(error) ? reasonOf(error) : `internal error: ${defect}`}\n`);
  // Connections that are open by now would keep the process alive.
  process.exit(1);
}
