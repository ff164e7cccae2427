const NEWLINE = 0x0a;

/** Splits a stream of bytes into lines of bounded length. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #pendingBytes = 0;

  constructor(private readonly maxLineBytes: number) {}

  /**
   * The lines that `chunk` completes, without their newlines; the rest is buffered for the next chunk.
   *
   * @returns undefined once a line is longer than `maxLineBytes`, complete or not; the buffer is then discarded.
   */
  push(chunk: Buffer): string[] | undefined {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const line = this.#complete(chunk.subarray(start, end));
      if (line === undefined) return undefined;
      lines.push(line);
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#parts.push(start === 0 ? chunk : chunk.subarray(start));
      this.#pendingBytes += chunk.length - start;
    }
    return this.#pendingBytes > this.maxLineBytes ? this.#overflow() : lines;
  }

  #complete(tail: Buffer): string | undefined {
    const bytes = this.#pendingBytes + tail.length;
    if (bytes > this.maxLineBytes) return this.#overflow();
    const line = this.#parts.length === 0 ? tail.toString() : Buffer.concat([...this.#parts, tail], bytes).toString();
    this.#reset();
    return line;
  }

  #overflow(): undefined {
    this.#reset();
    return undefined;
  }

  #reset(): void {
    this.#parts = [];
    this.#pendingBytes = 0;
  }
}
