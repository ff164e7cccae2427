#!/usr/bin/env node
// Every version of Node.js reads this file, also those that cannot run the rest: it has no syntax newer than they are.
import { readFileSync } from 'node:fs';

const { version, engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = Number(/\d+/.exec(engines.node)[0]);
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `claude-director needs Node.js ${needed} or later, and this is ${process.versions.node}; ` +
      `"npx -p node@${needed} -p ./claude-director-${version}.tgz claude-director" brings one along.\n`,
  );
  process.exitCode = 2;
} else {
  void import('./run.mjs');
}
