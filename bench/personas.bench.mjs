// What answers cost and how much alike they are: composition, the share of a slow endpoint, answers in time while every
// model hangs. `--quick` asks a tenth of the questions.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FrameworkDetector, loadFrameworkLibrary } from '../dist/frameworks/index.js';
import { findPersona, PERSONAS, PersonaRouter } from '../dist/personas/index.js';
import { PlaybookEngine } from '../dist/playbook/index.js';
import { median, report } from './support/figures.mjs';
import { ROOT, startService } from './support/service.mjs';

const IN_PARALLEL = 8;
const QUESTIONS = process.argv.includes('--quick') ? 100 : 1_000;
const texts = readFileSync(join(ROOT, 'test/eval/dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter(({ strategic }) => strategic);

const library = loadFrameworkLibrary();
const detector = new FrameworkDetector(library);
const router = new PersonaRouter(PERSONAS);
const engine = new PlaybookEngine();

function requestFor({ text, role }, personas) {
  const detection = detector.detect(text);
  const route = router.route({ text, detection, ...(role === undefined ? {} : { role }) });
  const lead = findPersona(route.lead?.id ?? 'diego');
  const others = PERSONAS.filter(({ id }) => id !== lead.id).slice(0, personas - 1);
  const frameworks = detection.frameworks.map((detected) => ({ framework: library.get(detected.id), detected }));
  return { question: text, history: [], lead, support: others, frameworks, findings: [], ...(role && { role }) };
}

/** Median CPU of one composition, milliseconds. */
function costOf(personas) {
  const requests = texts.map((item) => requestFor(item, personas));
  for (let round = 0; round < 20; round++) for (const request of requests) engine.compose(request);
  return median(
    Array.from({ length: 15 }, () => {
      const before = process.cpuUsage();
      for (const request of requests) engine.compose(request);
      return process.cpuUsage(before).user / 1_000 / requests.length;
    }),
  );
}

function fiveGrams(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.slice(4).map((_, at) => words.slice(at, at + 5).join(' ')));
}

/** Mean pairwise Jaccard similarity of the answers to 50 questions, the route's own personas. */
function similarity() {
  const grams = texts.slice(0, 50).map((item) => {
    const request = requestFor(item, 1);
    const detection = detector.detect(item.text);
    const { support } = router.route({ text: item.text, detection });
    return fiveGrams(engine.compose({ ...request, support: support.map(({ id }) => findPersona(id)) }).markdown);
  });
  let sum = 0;
  let pairs = 0;
  for (const [at, one] of grams.entries()) {
    for (const other of grams.slice(at + 1)) {
      const shared = [...one].filter((gram) => other.has(gram)).length;
      sum += shared / (one.size + other.size - shared);
      pairs++;
    }
  }
  return sum / pairs;
}

/** A model endpoint that answers after `delayMs`, or never. */
async function endpoint(delayMs) {
  const text = readFileSync(join(ROOT, 'test/support/model-replies.ts'), 'utf8').match(/`([^`]+)`/)[1];
  const stub = { calls: 0 };
  const server = createServer((request, response) => {
    stub.calls++;
    request.resume();
    if (delayMs === undefined) return;
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = (choice) => response.write(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
      chunk({ index: 0, delta: { content: text }, finish_reason: null });
      chunk({ index: 0, delta: {}, finish_reason: 'stop' });
      response.end('data: [DONE]\n\n');
    }, delayMs);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  stub.url = `http://127.0.0.1:${server.address().port}/v1`;
  stub.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return stub;
}

function yamlFor(stubs) {
  const endpoints = stubs.map(({ url }) => `{ url: "${url}", capacity: 64 }`).join(', ');
  return `models: { default: stub, backends: [{ id: stub, api: openai-compatible, model: stub, capacity: 64, endpoints: [${endpoints}] }] }`;
}

/** Asks the questions `IN_PARALLEL` at a time. @returns the receipts of the answers. */
async function askAll(url, count) {
  const receipts = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const at = next++;
      const response = await fetch(`${url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          question: `${texts[at % texts.length].text} (${at})`,
          class: 'strategic',
          personas: ['diego'],
          enhance: 'never',
          noCache: true,
        }),
      });
      const { receipt } = await response.json();
      receipts.push(receipt);
    }
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, worker));
  return receipts;
}

async function measured(delays, count) {
  const stubs = await Promise.all(delays.map(endpoint));
  const service = await startService({ yaml: yamlFor(stubs) });
  const receipts = await askAll(service.url, count);
  await service.stop();
  for (const stub of stubs) stub.close();
  return { receipts, calls: stubs.map(({ calls }) => calls) };
}

const hung = await measured([undefined, undefined, undefined], QUESTIONS);
const uneven = await measured([40, 40, 400], QUESTIONS);
const total = uneven.calls.reduce((sum, calls) => sum + calls, 0);

report('personas', {
  'composition, one persona, median CPU (ms)': { measured: costOf(1), must: 1, aim: 0.3 },
  'four personas integrated, median CPU (ms)': { measured: costOf(4), must: 4, aim: 1.2 },
  'in time with every model endpoint hung (share)': {
    measured: hung.receipts.filter((receipt) => receipt?.met === true).length / QUESTIONS,
    must: 1,
    higherIsBetter: true,
  },
  'share of calls of an endpoint ten times slower': { measured: uneven.calls[2] / total, must: 0.1, aim: 0.04 },
  'pairwise similarity of 50 answers (5-gram Jaccard)': { measured: similarity(), must: 0.35, aim: 0.2 },
});
