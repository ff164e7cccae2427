// Runs the commands of README.md against the built service and writes their output, shortened, between markers; with
// --check fails when a command no longer prints what the page shows. Times and ids differ from run to run and are not
// compared.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { format, resolveConfig } from 'prettier';

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'README.md');
/** The address that the page names; the service listens on a free port instead. */
const ADDRESS = 'http://127.0.0.1:3000';
/** A command, and the output below it. */
const EXAMPLE = /```(?:sh|bash)\n([^`]+)```\n\n(<!-- output: ([a-z]+)\b[^>]*-->)\n[\s\S]*?<!-- end of output -->/g;
/** How often a busy machine may answer late or only in part. */
const MAX_ATTEMPTS = 20;
const RETRY_MS = 500;
const MAX_START_MS = 60_000;
/** Longer lines of a stream are cut. */
const LONG_LINE = /^(.{109}).{2,}$/gmu;

const run = promisify(execFile);

/** By name of an example: whether its output is a whole answer, and how it is shortened. */
const EXAMPLES = {
  rest: {
    isWhole: (output) => JSON.parse(output).status === 'complete' && JSON.parse(output).receipt.met,
    shorten: (output) => fenced('jsonc', shortAnswer(JSON.parse(output))),
  },
  graphql: {
    isWhole: (output) => {
      const { data } = JSON.parse(output);
      return data.ask.status === 'complete' && data.ask.receipt.met;
    },
    shorten: (output) => fenced('json', output.trim()),
  },
  terminal: {
    isWhole: (output) => output.includes(', complete)') && output.includes(': in time'),
    shorten: (output) => fenced('text', headAndReceipt(output)),
  },
  stream: {
    isWhole: (output) => output.includes('event: answer.final') && output.includes('"status":"complete"'),
    shorten: (output) => fenced('text', firstOfEachEvent(output)),
  },
};

const isCheck = process.argv.includes('--check');
const before = readFileSync(PAGE, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'director-readme-'));
/** Each command has a service of its own, just started, as a reader has. */
const environment = { PATH: process.env.PATH, HOME: folder, DATA_DIR: folder, LOG_LEVEL: 'fatal', PORT: '0' };
try {
  const after = await withOutputs(before);
  if (comparable(after) === comparable(before)) {
    // Other times and ids alone are no reason to change the page.
  } else if (isCheck) {
    console.error('README.md shows output that its commands do not print: run "npm run generate" and commit it');
    process.exitCode = 1;
  } else writeFileSync(PAGE, after);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The page with the present output of every command that has an output. */
async function withOutputs(page) {
  const outputs = [];
  for (const [, command, , name] of page.matchAll(EXAMPLE)) outputs.push(await outputOf(name, command));
  if (outputs.length !== Object.keys(EXAMPLES).length) {
    throw new Error(
      `README.md has ${outputs.length} examples with output, expected ${Object.keys(EXAMPLES).join(', ')}`,
    );
  }
  const text = page.replace(
    EXAMPLE,
    (_, command, marker) => `\`\`\`sh\n${command}\`\`\`\n\n${marker}\n\n${outputs.shift()}\n\n<!-- end of output -->`,
  );
  return format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

async function outputOf(name, command) {
  const example = EXAMPLES[name];
  if (example === undefined) throw new Error(`README.md names an output "${name}" that nothing is known of`);
  let output = '';
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    output = await outputOfFresh(command);
    try {
      if (example.isWhole(output)) return example.shorten(output);
    } catch {
      // Not what the example prints: shown below.
    }
    await pause(RETRY_MS);
  }
  throw new Error(`the example "${name}" of README.md printed no whole answer:\n${output}`);
}

/** What a command prints with a service that has answered nothing yet. */
async function outputOfFresh(command) {
  const isAsked = command.includes(ADDRESS);
  const service = isAsked ? startService() : undefined;
  try {
    const url = service === undefined ? ADDRESS : await addressOf(service);
    const shell = ['-c', command.replaceAll(ADDRESS, url)];
    return await run('sh', shell, { cwd: ROOT, env: environment }).then(
      ({ stdout }) => stdout,
      ({ stdout }) => stdout,
    );
  } finally {
    if (service !== undefined) {
      const ended = once(service, 'exit');
      service.kill('SIGKILL');
      await ended;
    }
  }
}

function startService() {
  return spawn(process.execPath, [join(ROOT, 'bin/serve.mjs')], {
    cwd: folder,
    env: { ...environment, DATA_DIR: mkdtempSync(join(folder, 'data-')) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Where the service listens, from what it prints when it does. */
async function addressOf({ stdout }) {
  let printed = '';
  stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  for (let waitedMs = 0; waitedMs < MAX_START_MS; waitedMs += RETRY_MS) {
    const url = /answers on (http:[^\s"]+)/.exec(printed)?.[1];
    if (url !== undefined) return url;
    await pause(RETRY_MS);
  }
  throw new Error(`the service did not start:\n${printed}`);
}

/** An answer without what makes it long; comments count what is left out. */
function shortAnswer({ id, version, status, answer, receipt }) {
  const { actions, markdown } = answer;
  const shown = ['class', 'deadlineMs', 'elapsedMs', 'met', 'frameworks', 'personas', 'enhancements', 'degradations'];
  const shortReceipt = Object.fromEntries(shown.map((field) => [field, firstOf(receipt[field])]));
  shortReceipt.enhancements = receipt.enhancements;
  const rest = Object.keys(receipt).filter((field) => !shown.includes(field));
  const short = {
    id,
    version,
    status,
    answer: { markdown: `${markdown.slice(0, markdown.indexOf('\n'))} …`, actions: firstOf(actions) },
    receipt: { ...shortReceipt, '//': `and ${rest.join(', ')}` },
  };
  return JSON.stringify(short).replaceAll(/"\/\/":"([^"]*)"|"\/\/ ([^"]*)"/g, '\n// $1$2\n');
}

function firstOf(value) {
  return Array.isArray(value) && value.length > 1 ? [value[0], `// ${value.length - 1} more`] : value;
}

/** The first lines of an answer for a terminal, and all of its receipt. */
function headAndReceipt(output) {
  const lines = output.trim().split('\n');
  const title = lines.findIndex((line) => line.startsWith('🎯'));
  const rule = lines.findLastIndex((line) => line.startsWith('──'));
  return [...lines.slice(0, title + 1), '…', ...lines.slice(rule)].join('\n');
}

/** The first event of each type, its data cut to one line. */
function firstOfEachEvent(output) {
  const seen = new Set();
  const shown = [];
  for (const event of output.split('\n\n')) {
    const type = /^event: (.*)$/m.exec(event)?.[1];
    if (type === undefined) continue;
    if (!seen.has(type)) shown.push(event.replaceAll(LONG_LINE, '$1…'));
    else if (shown.at(-1) !== '…') shown.push('…');
    seen.add(type);
  }
  return shown.join('\n\n');
}

function fenced(language, text) {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

/** A page without what differs from run to run. */
function comparable(page) {
  return page
    .replaceAll(/\b(ans|cnv|req)_[0-9a-z]{26}\b/g, '$1_')
    .replaceAll(/"((?:elapsed|duration|start)Ms)":\s*[\d.]+/g, '"$1": 0')
    .replaceAll(/^(\w+) +[▏▎▍▌▋▊▉█░ ]+[\d.]+ ms$/gm, '$1 ms')
    .replaceAll(/\b(after) [\d.]+ ms/g, '$1 ms');
}
