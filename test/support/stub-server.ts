import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a stub server behaves; see `stub-mcp-server.mjs`. */
export interface StubBehavior {
  readonly mode?:
    | 'fine'
    | 'silent'
    | 'wrongId'
    | 'noisy'
    | 'flood'
    | 'huge'
    | 'offSchema'
    | 'die'
    | 'fail'
    | 'toolError'
    | 'crashAtStart';
  readonly delayMs?: number;
  /** Only so many calls are delayed from now on. @default all */
  readonly slowCalls?: number;
  readonly text?: string;
  readonly description?: string;
  readonly noTools?: boolean;
  readonly outputSchema?: object;
  readonly structuredContent?: unknown;
  readonly ignoreSigterm?: boolean;
  readonly grandchild?: boolean;
}

/**
 * An entry of `mcp.servers`, in YAML's flow style: a stub MCP server over stdio.
 *
 * @param control How it behaves, or the file that says so.
 * @param more    Settings of the entry, without the braces.
 */
export function stubEntry(id: string, control: StubBehavior | string, more = ''): string {
  const argument = typeof control === 'string' ? control : JSON.stringify(control);
  const args = JSON.stringify([join(import.meta.dirname, 'stub-mcp-server.mjs'), argument]);
  const head = `id: ${id}, transport: stdio, tool: look_up`;
  return `{ ${head}, command: ${JSON.stringify(process.execPath)}, args: ${args}${more === '' ? '' : `, ${more}`} }`;
}

/** A stub MCP server over stdio: what it does, and what happened to it. */
export class StubServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'director-stub-'));
  readonly #control = join(this.#folder, 'control.json');

  constructor(behavior: StubBehavior = {}) {
    writeFileSync(`${this.#control}.log`, '');
    this.behave(behavior);
  }

  /** Changes what it does from now on. */
  behave(behavior: StubBehavior): void {
    // In one step: the server may read it at any moment, and dies of half a file.
    writeFileSync(`${this.#control}.new`, JSON.stringify(behavior));
    renameSync(`${this.#control}.new`, this.#control);
  }

  /** An item of the list `mcp.servers`, see {@link stubEntry}. */
  entry(id: string, more = ''): string {
    return `    - ${stubEntry(id, this.#control, more)}\n`;
  }

  /** Process ids of every start, oldest first. */
  get pids(): number[] {
    return [...this.log.matchAll(/^started (\d+)$/gm)].map(([, pid]) => Number(pid));
  }

  get grandchildren(): number[] {
    return [...this.log.matchAll(/^grandchild (\d+)$/gm)].map(([, pid]) => Number(pid));
  }

  get calls(): number {
    return [...this.log.matchAll(/^called /gm)].length;
  }

  get log(): string {
    return readFileSync(`${this.#control}.log`, 'utf8');
  }

  remove(): void {
    // Its process may still write there.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Whether a process exists and is no zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
