#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// MCP clients start this program for every session of theirs; only the first start compiles it.
enableCompileCache?.(fileURLToPath(new URL('../node_modules/.cache/claude-director', import.meta.url)));
await import('../dist/bundle/cli.js');
