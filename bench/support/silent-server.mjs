import { join } from 'node:path';

import { ROOT } from './service.mjs';

/** An entry of `mcp.servers`, in YAML's flow style: a server over stdio that takes every call and answers none. */
export function silentServer(id, more = '') {
  const args = JSON.stringify([join(ROOT, 'test/support/stub-mcp-server.mjs'), '{"mode":"silent"}']);
  return `{ id: ${id}, transport: stdio, tool: look_up, command: ${JSON.stringify(process.execPath)}, args: ${args}${more} }`;
}
