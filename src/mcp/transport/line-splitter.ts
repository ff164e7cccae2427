const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, none of them longer than a bound. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #pendingBytes = 0;

  constructor(private readonly maxLineBytes: number) {}

  /**
   * The lines that `chunk` completes, without their newlines; what follows the last one waits for the next chunk.
   *
   * @returns undefined once a line is longer than `maxLineBytes`, whether complete or not; nothing of it is kept.
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
    this.#forget();
    return line;
  }

  #overflow(): undefined {
    this.#forget();
    return undefined;
  }

  #forget(): void {
    this.#parts = [];
    this.#pendingBytes = 0;
  }
}
