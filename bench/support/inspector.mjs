// Looks into a process that was started with `--inspect`.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Between two samples: of CPU in microseconds, of allocations in bytes. */
const SAMPLING = { us: 200, bytes: 4_096 };

export class Inspector {
  #calls = new Map();
  #id = 0;

  constructor(socket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (error === undefined) call?.resolve(result);
      else call?.reject(new Error(error.message));
    });
  }

  /** @param port Where the inspector of the process listens. */
  static async open(port) {
    const [{ webSocketDebuggerUrl }] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    const socket = new WebSocket(webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspector(socket);
  }

  #call(method, params = {}) {
    const id = ++this.#id;
    const { promise, ...call } = Promise.withResolvers();
    this.#calls.set(id, call);
    this.socket.send(JSON.stringify({ id, method, params }));
    return promise;
  }

  /** What is allocated during `work`, collected objects included. @returns bytes, and `functions`, the most first. */
  async allocated(work) {
    await this.#call('HeapProfiler.startSampling', {
      samplingInterval: SAMPLING.bytes,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    await work();
    const { profile } = await this.#call('HeapProfiler.stopSampling');
    return { bytes: sumOf(profile.head), functions: functionsIn(profile.head), head: profile.head };
  }

  /** Where the CPU goes during `work`, microseconds. */
  async cpu(work) {
    await this.#call('Profiler.enable');
    await this.#call('Profiler.setSamplingInterval', { interval: SAMPLING.us });
    await this.#call('Profiler.start');
    await work();
    const { profile } = await this.#call('Profiler.stop');
    const nodes = new Map(
      profile.nodes.map((node) => [node.id, { callFrame: node.callFrame, selfSize: 0, ids: node.children ?? [] }]),
    );
    for (const [at, id] of profile.samples.entries()) nodes.get(id).selfSize += profile.timeDeltas[at];
    for (const node of nodes.values()) node.children = node.ids.map((id) => nodes.get(id));
    const head = nodes.get(profile.nodes[0].id);
    return { us: sumOf(head), functions: functionsIn(head).filter(({ name }) => !name.startsWith('(idle)')), head };
  }

  close() {
    this.socket.close();
  }
}

export function sumOf({ selfSize, children }) {
  return children.reduce((sum, child) => sum + sumOf(child), selfSize);
}

/** By function: its own part, and that of all it calls; a function that calls itself is counted once. */
function functionsIn(head) {
  const functions = new Map();
  const visit = (node, within) => {
    const name = `${node.callFrame.functionName || '(anonymous)'} ${placeOf(node.callFrame)}`;
    const known = functions.get(name) ?? { name, own: 0, total: 0 };
    functions.set(name, known);
    known.own += node.selfSize;
    const isOuter = !within.has(name);
    if (isOuter) within.add(name);
    const total = node.children.reduce((sum, child) => sum + visit(child, within), node.selfSize);
    if (isOuter) {
      within.delete(name);
      known.total += total;
    }
    return total;
  };
  visit(head, new Set());
  return [...functions.values()].sort((a, b) => b.total - a.total);
}

const maps = new Map();

/** Where a function of the bundle is in the sources. */
export function placeOf({ url, lineNumber, columnNumber }) {
  if (!url.startsWith('file:')) return url;
  if (!maps.has(url)) {
    const file = `${fileURLToPath(url)}.map`;
    maps.set(url, existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined);
  }
  const { originalSource = url, originalLine = lineNumber } = maps.get(url)?.findEntry(lineNumber, columnNumber) ?? {};
  return `${originalSource.replace(/^.*\/(?=(?:[^/]+\/){2}[^/]+$)/, '')}:${originalLine + 1}`;
}
