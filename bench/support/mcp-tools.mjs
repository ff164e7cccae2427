import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Deadline, SystemClock } from '../../dist/core/index.js';
import { loadConfig } from '../../dist/config/index.js';
import { loadFrameworkLibrary } from '../../dist/frameworks/index.js';
import { builtinServers } from '../../dist/mcp/builtin/builtin-servers.js';
import { SessionLimit } from '../../dist/mcp/sessions/session-limit.js';
import { ServerRegistry } from '../../dist/mcp/server-registry.js';
import { ToolFactory } from '../../dist/mcp/tool-factory.js';
import { ROOT } from './service.mjs';

export const clock = new SystemClock();
const library = loadFrameworkLibrary();

export const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const REQUEST = {
  question: QUESTION,
  role: '',
  frameworks: ['team-topologies'],
  persona: 'diego',
  earlier: { questions: [], frameworks: [] },
  tenant: 'bench',
  isFresh: true,
};

/** A stub MCP server over stdio: its entry for `director.yaml`, and how it behaves from now on. */
export class Stub {
  #folder = mkdtempSync(join(tmpdir(), 'director-bench-stub-'));
  #control = join(this.#folder, 'control.json');

  constructor(behavior = {}) {
    writeFileSync(`${this.#control}.log`, '');
    this.behave(behavior);
  }

  behave(behavior) {
    writeFileSync(this.#control, JSON.stringify(behavior));
  }

  get args() {
    return [join(ROOT, 'test/support/stub-mcp-server.mjs'), this.#control];
  }

  entry(id, more = '') {
    const command = JSON.stringify(process.execPath);
    return `    - { id: ${id}, transport: stdio, tool: look_up, command: ${command}, args: ${JSON.stringify(this.args)}, arguments: { q: why }${more} }\n`;
  }

  get pids() {
    return [...readFileSync(`${this.#control}.log`, 'utf8').matchAll(/^started (\d+)$/gm)].map(([, pid]) =>
      Number(pid),
    );
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The MCP servers of a configuration, put together as the service does it; built-in ones only where they are described. */
export function toolsOf(entries) {
  const folder = mkdtempSync(join(tmpdir(), 'director-bench-'));
  const file = join(folder, 'director.yaml');
  const disabled = ['sequential', 'context7']
    .filter((id) => !entries.includes(`id: ${id},`))
    .map((id) => `    - { id: ${id}, transport: builtin, enabled: false }\n`);
  writeFileSync(file, `mcp:\n  servers:\n${disabled.join('')}${entries}`);
  const factory = new ToolFactory({
    builtins: builtinServers(() => library),
    sessionLimit: new SessionLimit(64),
    cache: undefined,
    clock,
  });
  const registry = new ServerRegistry(
    loadConfig({ env: { DIRECTOR_CONFIG: file }, cwd: folder }).mcp.servers,
    (server) => factory.create(server),
  );
  rmSync(folder, { recursive: true });
  return registry;
}

/** One call within a deadline; the outcome, never an error. */
export async function call(tool, ms = 2_000) {
  using deadline = Deadline.after(clock, ms);
  return tool.call(REQUEST, deadline).then(
    () => 'used',
    (error) => error.code ?? error.name,
  );
}

/** Calls until one is answered. @returns milliseconds that took. */
export async function untilUsed(tool, pauseMs = 20) {
  const started = performance.now();
  while ((await call(tool)) !== 'used') await new Promise((resolve) => setTimeout(resolve, pauseMs));
  return performance.now() - started;
}
