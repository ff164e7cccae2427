// What the console costs: bytes of its code, time until a question can be typed on a processor slowed four times, the
// longest task of the page's main thread while an answer of 450 words streams, and the memory it takes in the service.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { consoleSizes } from './support/console-sizes.mjs';
import { median, report } from './support/figures.mjs';
import { ROOT, startService } from './support/service.mjs';

const SLOWED = 4;
const LOADS = 9;
const STREAMS = 5;
const SERVICES = 3;
const ROUNDS = 6;
const REPLIES = 400;
const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** About 450 words in the form that models are asked for. */
const SENTENCE =
  'The squads wait because every deploy needs somebody else to act, and the one thing to find out is which of those acts protects anything. ';
const REPLY = `## Diagnosis
${SENTENCE.repeat(4)}

## Options
1. **Give the squads a paved road.** ${SENTENCE.repeat(2)}
2. **Put one infra engineer into each squad.** ${SENTENCE.repeat(2)}

## Recommendation
${SENTENCE.repeat(5)}

## Actions
- this week | List every kind of deploy with its waiting time | share of the elapsed time that is waiting
- within a month | Let one squad deploy the most frequent kind alone | deploys of that kind that still need a ticket

## Challenge
${SENTENCE.repeat(2)}

## What would change this
${SENTENCE}`;

/** A model that writes a word every few milliseconds, in the protocol of OpenAI's chat completions. */
async function startModel() {
  const write = async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = (choices) =>
      response.write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices })}\n\n`,
      );
    for (const content of REPLY.match(/\s*\S+/g)) {
      chunk([{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }]);
      await pause(4);
    }
    chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]);
    response.end('data: [DONE]\n\n');
  };
  const server = createServer((request, response) => {
    request.resume();
    void write(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const slowed = async (page) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
};

/** Milliseconds from the navigation until the box for the question has the focus. */
async function usableMs(browser, url) {
  const context = await browser.newContext();
  await context.addInitScript(`
    const look = () => {
      if (document.activeElement?.tagName === 'TEXTAREA') window.usableAt = performance.now();
      else setTimeout(look, 5);
    };
    look();
  `);
  const page = await context.newPage();
  await slowed(page);
  await page.goto(url);
  const usableAt = await page.waitForFunction('window.usableAt');
  const ms = await usableAt.jsonValue();
  await context.close();
  return ms;
}

/**
 * The longest task of the main thread while an answer streams, milliseconds: of the processor's time, which leaves out
 * what other programs take of it.
 */
async function longestTaskMs(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  const box = page.getByRole('textbox', { name: 'Your question' });
  await box.fill(`${QUESTION} ${Math.random()}`);
  // The views are loaded before a person has finished the question.
  await page.waitForTimeout(1_500);
  await slowed(page);
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await box.press('Control+Enter');
  await page.locator('article.sheet').waitFor();
  await page.locator('.follow-up').waitFor();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await context.close();
  const renderers = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}.${tid}`),
  );
  const tasks = traceEvents.filter(({ name, pid, tid }) => name.endsWith('RunTask') && renderers.has(`${pid}.${tid}`));
  return Math.max(...tasks.map(({ dur = 0, tdur = dur }) => tdur / 1_000));
}

const privateMb = (pid) => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Private_Dirty:\s+(\d+)/m.exec(rollup)[1]) / 1_024;
};

const { assets } = JSON.parse(readFileSync(join(ROOT, 'dist/console/manifest.json'), 'utf8'));
/** Replies of a service, by name: the i-th path. */
const REPLIED = {
  others: () => '/v1/personas',
  console: (i) => (i % 10 === 0 ? '/a/ans_1' : `/${assets[i % assets.length]}`),
};

/** What a service holds more after these replies than before, MB. */
async function addedMb(pathOf) {
  const { pid, url, stop } = await startService();
  /** The least that was held after one of the rounds: garbage comes and goes. */
  const heldAfter = async (path) => {
    const held = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < REPLIES; i++) {
        await (await fetch(url + path(i), { headers: { accept: 'text/html, */*' } })).arrayBuffer();
      }
      await pause(300);
      held.push(privateMb(pid));
    }
    return Math.min(...held);
  };
  await heldAfter(REPLIED.others);
  const before = await heldAfter(REPLIED.others);
  const after = await heldAfter(pathOf);
  await stop();
  return after - before;
}

const sizes = consoleSizes();
const added = { others: [], console: [] };
for (let i = 0; i < SERVICES; i++) {
  for (const [name, pathOf] of Object.entries(REPLIED)) added[name].push(await addedMb(pathOf));
}

const model = await startModel();
const yaml = `
models:
  default: stub
  backends:
    - id: stub
      api: openai-compatible
      model: m
      endpoints: [{ url: "http://127.0.0.1:${model.address().port}/v1", apiKey: "\${STUB_KEY}" }]
continuation: { maxMs: 60000 }
`;
const service = await startService({ yaml, env: { STUB_KEY: 'k' } });
const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
const loads = [];
for (let i = 0; i < LOADS; i++) loads.push(await usableMs(browser, service.url));
const tasks = [];
for (let i = 0; i < STREAMS; i++) tasks.push(await longestTaskMs(browser, service.url));
await browser.close();
await service.stop();
model.closeAllConnections();
model.close();

report('console', {
  'code of the first view, gzip (KB)': { measured: sizes.first / 1_024, must: 60, aim: 45 },
  'code of the first view and the plots, gzip (KB)': { measured: sizes.plots / 1_024, must: 90, aim: 70 },
  'code of an answer beyond the first view, gzip (KB)': { measured: sizes.answer / 1_024 },
  'first view usable, cold, CPU slowed 4 × (ms)': { measured: median(loads), must: 1_000, aim: 500 },
  'longest task while 450 words stream, CPU slowed 4 × (ms)': { measured: median(tasks), must: 50 },
  'private memory of the service beyond that of other replies (MB)': {
    measured: Math.max(0, median(added.console) - median(added.others)),
    must: 1,
  },
});
