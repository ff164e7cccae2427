// What `claude-director` does on a version of Node.js that can run it.
import { enableCompileCache } from 'node:module';

import { COMPILE_CACHE, FLAGS, restartWith } from './process-settings.mjs';

// Without a command it serves, with or without options of `serve`.
const [first = 'serve'] = process.argv.slice(2);
if (first === 'serve' || first.startsWith('-')) restartWith(FLAGS);

// MCP clients start this program for every session of theirs; only the first start compiles it.
enableCompileCache(COMPILE_CACHE);
await import('../dist/bundle/cli.js');
