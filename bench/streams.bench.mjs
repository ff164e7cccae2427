// What a conversation takes that is open as an event stream. Each is a question of its own, asked for as a stream and
// accepted, whose MCP server does not answer: the stream stays open while the service waits for it until the deadline, as
// long a one as a class may have. So what is counted is all that a question in progress holds, its socket and its place in
// admission, its call to the server, its deadlines and its events, not only a connection.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { pinClient, SERVICE_CORE } from './support/cores.mjs';
import { report } from './support/figures.mjs';
import { cpuMs, memoryBytes } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { startService } from './support/service.mjs';
import { silentServer } from './support/silent-server.mjs';

/** As `npm start`, but for the heap: ten thousand open questions are what it is bounded against. */
const ROOMY = ['--max-semi-space-size=4', '--max-old-space-size=2048'];
const COUNTS = [1_000, 10_000];
/** The longest a class may have. */
const DEADLINE_MS = 60_000;
/** The first of them is about to be answered then, so no more are opened: a slow machine counts fewer, and says so. */
const MAX_OPENING_MS = 38_000;
/**
 * The servers that do not answer, and the word that calls for each: one has room for 10,000 calls, and a tenth less once
 * the warm-up of the service has waited for it in vain. Who finds no room is answered without it, and closes its stream.
 */
const SERVERS = [
  { id: 'sequential', word: 'odd' },
  { id: 'context7', word: 'even' },
];
/** Requests that wait for admission at once, so that none is refused. */
const AT_ONCE = 64;
/** Before it is counted: what any of them takes once, code and tables, is no part of each. */
const WARM_UP = 200;
/** After so long without a request, garbage has been collected. */
const SETTLE_MS = 5_000;
const KILOBYTE = 1_024;

pinClient();
const hanging = ({ id, word }) =>
  silentServer(
    id,
    `, signals: { words: [${word}] }, capacity: 10000, timeoutMs: 120000, breaker: { slowCallMs: 100000 }, pool: { callsPerSession: 10000, maxSessions: 1 }`,
  );
const room = Math.max(...COUNTS) + 1_000;
const yaml = `
http: { maxConnections: ${room} }
classes: { multi-persona: { deadlineMs: ${DEADLINE_MS} } }
# All of them are of one tenant, and none is to be refused: what they take is the question.
admission: { capacity: ${room}, tenantRatio: 1, queueCapacity: ${room} }
eventLoop: { stallMs: 10000 }
streams: { maxLogs: ${room}, maxBytes: 268435456 }
mcp:
  servers: [${SERVERS.map(hanging).join(', ')}]
`;

/** A stream that stays open until it is closed. */
class Stream {
  #request;
  /** Whether the service has ended it, or it broke. */
  hasEnded = false;

  /** Fulfils when the question has been accepted. */
  opened(url, agent, i) {
    const { word } = SERVERS[i % SERVERS.length];
    const body = JSON.stringify({
      question: `Our ${2 + (i % 7)} squads wait on the infra group in the ${word} case ${i}. What should we change?`,
      class: 'multi-persona',
      noCache: true,
    });
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    return new Promise((resolve, reject) => {
      const fail = (why) => {
        this.hasEnded = true;
        reject(why instanceof Error ? why : new Error(why));
      };
      this.#request = http.request(`${url}/v1/answers`, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece) => {
          if (response.statusCode === 200 && piece.includes('event: accepted')) resolve();
          else if (response.statusCode !== 200) text += piece;
        });
        response.on('close', () => fail(`stream ${i} ended with ${response.statusCode} ${text}`));
        response.on('error', fail);
      });
      this.#request.on('error', fail);
      this.#request.end(body);
    });
  }

  close() {
    this.#request.destroy();
  }
}

/** So many streams open at once: how many there are, what each of them takes, bytes, and the CPU of opening it. */
async function open(count) {
  const service = await startService({ yaml, core: SERVICE_CORE, nodeArgs: ROOMY });
  const agent = new http.Agent({ keepAlive: false, maxSockets: Infinity });
  const streams = [];
  const openMore = async (many) => {
    const all = streams.length + many;
    const until = performance.now() + MAX_OPENING_MS;
    const caller = async () => {
      while (streams.length < all && performance.now() < until) {
        const stream = new Stream();
        streams.push(stream);
        await stream.opened(service.url, agent, streams.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
  };
  try {
    await openMore(WARM_UP);
    await pause(SETTLE_MS);
    const [before, cpuBefore] = [memoryBytes(service.pid).anonymous, cpuMs(service.pid)];
    await openMore(count);
    const opened = streams.length - WARM_UP;
    const openingMs = (cpuMs(service.pid) - cpuBefore) / opened;
    await pause(SETTLE_MS);
    const held = memoryBytes(service.pid).anonymous - before;
    const ended = streams.filter(({ hasEnded }) => hasEnded).length;
    if (ended > 0) throw new Error(`${ended} of ${opened} streams had ended when it was measured`);
    console.log(`${opened} streams open, ${(held / opened / KILOBYTE).toFixed(1)} KB each`);
    return { opened, eachBytes: held / opened, openingMs };
  } finally {
    // No caller waits for thousands of answers.
    service.child.kill('SIGKILL');
    for (const stream of streams) stream.close();
    agent.destroy();
    await service.stop();
  }
}

const figures = {};
for (const count of COUNTS) {
  const { opened, eachBytes, openingMs } = await open(count);
  const name = count.toLocaleString('en');
  Object.assign(figures, rowFigure(`C3 ${name}`, eachBytes / KILOBYTE, opened < count ? `; ${opened} of them` : ''));
  figures[`${name} streams: open at once`] = { measured: opened };
  figures[`${name} streams: CPU of opening one (ms)`] = { measured: openingMs };
}
report('streams', figures);
