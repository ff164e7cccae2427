// Prints how good the advice is: asks the whole service every item of the advice sets, turn by turn, and scores the answers.
//   node test/eval/advice/run.mjs [--set dev|own|texts|heldback|numbers|numbers-heldback] [--errors 20] [--floors] [--answers FOLDER]
// --floors: exit code 1 when a figure of FLOORS is missed. --answers: keeps the answers, for reading.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { createApp } from '../../../dist/app/index.js';
import { loadConfig } from '../../../dist/config/index.js';

const HERE = import.meta.dirname;
/** How often a busy machine may reject a question. */
const MAX_ATTEMPTS = 60;
const SETS = ['dev', 'own', 'texts', 'heldback', 'numbers', 'numbers-heldback'];
/** The least we accept: shares of items by set, of words in shared sentences, words. What we aim at is in README.md. */
const FLOORS = [
  {
    name: 'items',
    least: { dev: 0.86, own: 0.79, texts: 0.8, heldback: 0.71 },
    of: ({ overall }) => overall.passed / overall.total,
  },
  { name: 'sensitive items', least: { dev: 1, own: 0.9, heldback: 0.6 }, of: (it) => shareOf(it, 'sensitive') },
  { name: 'compare items', least: { dev: 0.85, own: 0.9, heldback: 0.6 }, of: (it) => shareOf(it, 'compare') },
  { name: 'explain items', least: { dev: 1, own: 0.9, heldback: 0.65 }, of: (it) => shareOf(it, 'explain') },
  { name: 'plan items', least: { dev: 1, own: 0.84, heldback: 0.65 }, of: (it) => shareOf(it, 'plan') },
  { name: 'drafts', least: { dev: 1, own: 0.96, texts: 0.96, heldback: 0.77 }, of: (it) => shareOf(it, 'draft') },
  { name: 'summaries', least: { dev: 1, own: 0.94, texts: 0.94, heldback: 0.8 }, of: (it) => shareOf(it, 'summarise') },
  {
    name: 'conversations',
    least: { dev: 0.7, own: 0.52, texts: 0.7, heldback: 0.46 },
    of: (it) => shareOf(it, 'followup'),
  },
  { name: 'vague items', least: { dev: 0.8, own: 0.85, heldback: 0.7 }, of: (it) => shareOf(it, 'vague') },
  { name: 'words in shared sentences', most: 0.15, of: (it) => it.sharedWords },
  { name: 'mean words', most: 320, of: (it) => it.meanWords },
];

const { values: options } = parseArgs({
  options: {
    set: { type: 'string' },
    errors: { type: 'string', default: '0' },
    floors: { type: 'boolean' },
    answers: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'director-advice-'));
const app = await createApp(loadConfig({ env: { LOG_LEVEL: 'fatal', DATA_DIR: folder }, cwd: folder }));
await app.init();
await app.getHttpAdapter().getInstance().ready();
const sets = options.set === undefined ? SETS : [options.set];
const answered = new Map();
try {
  for (const set of sets) {
    answered.set(set, []);
    for (const item of itemsOf(set)) answered.get(set).push(...(await answersTo(item)));
  }
} finally {
  await app.close();
}
// Only now: scoring holds up the process, which the service would take for overload.
const missed = sets.reduce((sum, set) => sum + evaluate(set, answered.get(set)), 0);
rmSync(folder, { recursive: true, force: true });
if (options.floors && missed > 0) {
  console.error(`${missed} floors missed`);
  process.exitCode = 1;
}

function itemsOf(set) {
  return readFileSync(join(HERE, `${set}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function evaluate(set, answers) {
  const gold = join(HERE, `${set}.jsonl`);
  const file = join(options.answers ?? folder, `${set}.answers.jsonl`);
  if (options.answers !== undefined) mkdirSync(options.answers, { recursive: true });
  writeFileSync(file, answers.map((one) => JSON.stringify(one)).join('\n'));
  const score = (...args) =>
    spawnSync(process.execPath, [join(HERE, 'score.mjs'), '--gold', gold, '--answers', file, ...args], {
      encoding: 'utf8',
    }).stdout;
  console.log(
    `\n${set}: ${itemsOf(set).length} items\n${score(...(options.errors === '0' ? [] : ['--errors', options.errors]))}`,
  );
  const summary = JSON.parse(score('--json'));
  let below = 0;
  for (const { name, least, most, of } of FLOORS) {
    const figure = of(summary);
    if (least !== undefined && least[set] === undefined) continue;
    const met = least === undefined ? figure <= most : figure >= least[set];
    if (!met) below += 1;
    const bound = least === undefined ? `at most ${most}` : `at least ${least[set]}`;
    console.log(`${met ? 'met   ' : 'MISSED'} ${name}: ${Number(figure.toFixed(3))}, ${bound}`);
  }
  return below;
}

/** Every turn of an item, in one conversation. */
async function answersTo(item) {
  const answers = [];
  let conversationId;
  for (const [turn, { text }] of [item, ...(item.turns ?? [])].entries()) {
    const ask = { question: text, role: item.role, conversationId, class: 'multi-persona', noCache: true };
    const { answer, conversationId: continued, receipt } = await posted(ask);
    conversationId = continued;
    const { strategic, reading } = receipt ?? {};
    answers.push({ id: item.id, turn, markdown: answer?.markdown ?? '', strategic, reading });
  }
  return answers;
}

/** A busy machine may reject a question; it is asked again. */
async function posted(ask) {
  for (let attempt = 1; ; attempt += 1) {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/answers',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(ask),
    });
    if (response.statusCode === 200) return JSON.parse(response.payload);
    if (attempt === MAX_ATTEMPTS) throw new Error(`no answer to ${ask.question}: ${response.payload}`);
    await pause(200);
  }
}

function shareOf({ kinds }, kind) {
  const found = kinds.find((one) => one.kind === kind);
  return found === undefined ? undefined : found.passed / found.total;
}
