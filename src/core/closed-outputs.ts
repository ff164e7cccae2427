/** Errors of an output whose reader has left. */
const READER_LEFT: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/**
 * Lets the readers of standard output and standard error leave before everything is written, as `head` does: what is
 * written from then on is lost, and nothing else. An output that fails otherwise, for example on a full disk, is named,
 * and the exit code is 1.
 */
export function tolerateClosedOutputs(): void {
  for (const output of [process.stdout, process.stderr]) {
    output.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (READER_LEFT.has(code)) return;
      process.exitCode = 1;
      if (output === process.stdout) process.stderr.write(`the output could not be written: ${code ?? 'it failed'}\n`);
    });
  }
}
