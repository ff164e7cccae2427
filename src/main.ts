// Before anything is loaded: as the first process of a container it would ignore a signal without a handler. Nothing is
// accepted yet, so nothing is left to finish.
const quit = () => process.exit(0);
process.on('SIGTERM', quit).on('SIGINT', quit);
try {
  const { tolerateClosedOutputs } = await import('./core/index.js');
  // A log that is no longer read must not end the service.
  tolerateClosedOutputs();
  const { serve } = await import('./cli/serve-command.js');
  await serve(process.argv.slice(2));
  process.off('SIGTERM', quit).off('SIGINT', quit);
} catch (error) {
  const { isOfEnvironment, reasonOf } = await import('./core/index.js');
  const defect = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${isOfEnvironment(error) ? reasonOf(error) : `internal error: ${defect}`}\n`);
  // Connections that are open by now would keep the process alive.
  process.exit(1);
}
