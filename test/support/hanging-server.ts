import { join } from 'node:path';

/** Configuration of a child process that is asked and never answers; it writes what happens to it to `log`. */
export function hangingServer(log: string, timeoutMs: number): string {
  return `
mcp:
  servers:
    - id: stub
      transport: stdio
      command: ${JSON.stringify(process.execPath)}
      args: [${JSON.stringify(join(import.meta.dirname, 'hanging-mcp-server.mjs'))}]
      env: { LOG_FILE: ${JSON.stringify(log)} }
      tool: hang
      timeoutMs: ${timeoutMs}
`;
}
