#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Only the first start compiles the program.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/claude-director', import.meta.url)));
await import('../dist/bundle/main.js');
