#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// glibc keeps what was freed, in a heap for each thread and up to limits that it raises by itself, unless the environment
// says otherwise when the process starts. So the process starts over, once, under the same id, with one heap whose end
// goes back early, and with blocks from 32 KB outside of it, which go back as they are freed.
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '65536' };
if (process.platform === 'linux' && process.env.MALLOC_TRIM_THRESHOLD_ === undefined && process.channel === undefined) {
  const { execPath, execArgv, argv, env } = process;
  process.execve?.(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...MALLOC, ...env });
}

// Only the first start compiles the program.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/claude-director', import.meta.url)));
await import('../dist/bundle/main.js');
