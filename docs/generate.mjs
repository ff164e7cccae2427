// Writes the committed descriptions of the contract, the configuration and the metrics, or with --check fails when they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { messageSchemas } from '../dist/api/contract/messages.js';
import { contractFiles } from '../dist/api/index.js';
import { PRODUCT_VERSION } from '../dist/core/index.js';
import { configurationReference } from '../dist/config/index.js';

import { contractTypes } from './console-contract.mjs';
import { metricsReference } from './metrics-reference.mjs';

const isCheck = process.argv.includes('--check');
let stale = 0;
const files = new Map([
  ...contractFiles(PRODUCT_VERSION),
  ['configuration.md', await asMarkdown(configurationReference())],
  ['metrics.md', await asMarkdown(metricsReference())],
  ['../web/api/contract.ts', await formatted(contractTypes(messageSchemas()), 'typescript')],
]);
for (const [name, text] of files) {
  const path = join(import.meta.dirname, name);
  if (!isCheck) {
    writeFileSync(path, text);
  } else if (read(path) !== text) {
    stale++;
    console.error(`docs/${name} is stale: run "npm run generate" and commit it`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;

function asMarkdown(text) {
  return formatted(text, 'markdown');
}

async function formatted(text, parser) {
  return format(text, { ...(await resolveConfig(import.meta.filename)), parser });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
