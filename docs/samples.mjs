// Writes docs/samples/: real answers of the playbook to ten questions, without MCP servers, and one answer at each step of
// what answers go without under overload, with what its receipt says; with --check fails when they are stale.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { format, resolveConfig } from 'prettier';

import { createApp } from '../dist/app/index.js';
import { CLOCK, loadConfig } from '../dist/config/index.js';
import { AdmissionPlanner } from '../dist/optimizer/index.js';

const FOLDER = join(import.meta.dirname, 'samples');
/** How often a busy machine may reject a question or answer it in part. */
const MAX_ATTEMPTS = 60;

/** The day of the samples, milliseconds since the epoch. */
const DAY = Date.UTC(2026, 10, 30, 9);

const MEMO = `Team,

A few thoughts after the offsite. We grew from 30 to 85 engineers in eighteen months, and I am proud of what you built. The new office is nearly done, parking is still a problem.

On the substance: releases used to leave every week and now leave every five weeks. QA finds most defects in the last three days. Two of the four product groups share one staging environment and book it by spreadsheet. The mobile group says it waits for the API group, the API group says it waits for QA. Marketing has stopped trusting our dates, and last month sales promised a feature that we had moved twice.

Some of you want a release train, some want feature flags, some want more QA people. I have budget for three hires, not more, and the CEO asked me for a plan by the end of June.

What would you do first, and how would I see within six weeks that it works?

Thanks, Ana`;

/** Several personas answer it, and servers are asked. */
const OVERLOADED = 'We run Kafka for 300 messages per minute. Stay with it, go to SQS, or a table in Postgres?';

const SAMPLES = [
  {
    name: '01-squads-wait',
    ask: {
      role: 'Director of Engineering',
      question:
        'Our three squads keep waiting on the infra group for every deploy. The infra group has six people and a queue of two weeks. What do we change?',
    },
  },
  {
    name: '02-build-or-buy',
    ask: {
      role: 'CTO',
      question: 'Should we build our own billing system or buy one? We have $2M and finance wants a decision by March.',
    },
  },
  {
    name: '03-board-and-rewrite',
    ask: {
      role: 'VP Engineering',
      personas: ['camille'],
      question: 'How do I convince the board to fund a platform rewrite that customers will not see for a year?',
    },
  },
  {
    name: '04-cynical-engineer',
    ask: {
      role: 'Engineering Manager',
      question:
        'My best engineer has become cynical and two people asked to move to another team. How do I talk to him without losing him?',
    },
  },
  {
    name: '05-monolith',
    ask: {
      role: 'Staff Engineer',
      personas: ['martin'],
      question:
        'We have a monolith of 1.2 million lines and everyone knows that microservices are the only option. Where do we start?',
    },
  },
  {
    name: '06-design-system',
    ask: {
      role: 'Product Lead',
      question:
        'Only 30% of our teams use the new design system after six months. How do we measure whether it is worth it?',
    },
  },
  {
    name: '07-cloud-bill-two-personas',
    ask: {
      role: 'Director',
      personas: ['david', 'martin'],
      question:
        'Our cloud bill grew 40% to $300k a month while traffic grew 10%. The CFO wants a 20% cut by Q3 and the teams say nothing can be switched off. What do I do?',
    },
  },
  {
    name: '08-acquisition-four-personas',
    ask: {
      role: 'CTO',
      personas: ['camille', 'diego', 'martin', 'security'],
      question:
        'We acquired a company with 40 engineers, a different stack and its own release process. Integrate them into our teams or leave them separate?',
    },
  },
  { name: '09-long-memo', ask: { role: 'VP Engineering', personas: ['diego'], question: MEMO } },
  { name: '10-not-a-question', ask: { question: 'Thanks, that helped a lot!' } },
  ...[[], ['background'], ['background', 'enhancements'], ['background', 'enhancements', 'support']].map(
    (leftOut, level) => ({
      name: `11-overload-level-${level}`,
      ask: { question: OVERLOADED, enhance: 'auto' },
      leftOut,
    }),
  ),
];

const isCheck = process.argv.includes('--check');
const folder = mkdtempSync(join(tmpdir(), 'director-samples-'));
const app = await createApp(loadConfig({ env: { LOG_LEVEL: 'fatal', DATA_DIR: folder }, cwd: folder }));
await app.init();
// Dates of plans follow from the day on which they are asked for.
Object.assign(app.get(CLOCK), { epochMs: () => DAY + performance.now() });
await app.getHttpAdapter().getInstance().ready();
mkdirSync(FOLDER, { recursive: true });
let stale = 0;
for (const { name, ask, leftOut } of SAMPLES) {
  Object.assign(app.get(AdmissionPlanner), { leavesOut: (step) => leftOut?.includes(step) === true });
  const path = join(FOLDER, `${name}.md`);
  const text = await format(page(ask, await answerTo(ask, leftOut), leftOut), {
    ...(await resolveConfig(import.meta.filename)),
    parser: 'markdown',
  });
  if (!isCheck) writeFileSync(path, text);
  else if (read(path) !== text) {
    stale++;
    console.error(`docs/samples/${name}.md is stale: run "npm run generate" and commit it`);
  }
}
await app.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = stale === 0 ? 0 : 1;

/** An answer without any loss but of what is left out: equal questions give equal ones. */
async function answerTo(ask, leftOut) {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/answers',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ class: 'multi-persona', enhance: 'never', noCache: true, ...ask }),
    });
    const body = JSON.parse(response.payload);
    const { degradations } = body.receipt ?? { degradations: [{}] };
    if (degradations.every(({ cause }) => cause === 'overload' && leftOut !== undefined)) return body;
    await pause(100);
  }
  throw new Error(`no complete answer to ${JSON.stringify(ask.question)}`);
}

function page({ question, role }, { answer, receipt, status }, leftOut) {
  const asked = `${role ?? 'A user'} asks:\n\n${question
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')}`;
  const frameworks = receipt.frameworks.map(({ id, kind }) => `${id} (${kind})`).join(', ') || 'none';
  const personas = receipt.personas.map(({ id, role: part }) => `${id} (${part})`).join(', ') || 'none';
  const title = leftOut === undefined ? 'A playbook answer' : `An answer under overload, level ${leftOut.length} of 3`;
  const losses = receipt.degradations.map(
    ({ component, cause, effect }) => `\n- \`${component}\`, ${cause}: ${effect}`,
  );
  const said =
    leftOut === undefined
      ? ''
      : `\n\nMCP servers: ${receipt.enhancements.map(({ server, outcome }) => `${server} (${outcome})`).join(', ') || 'none'}. Status: ${status}. The receipt says that it goes without:\n${losses.join('') || '\n- nothing'}`;
  return `<!-- Generated by \`npm run generate\`. -->\n\n# ${title}\n\n${asked}\n\nFrameworks: ${frameworks}. Personas: ${personas}.${said}\n\n---\n\n${answer.markdown}\n`;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
