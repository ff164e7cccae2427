#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

import { COMPILE_CACHE, restartWith } from './process-settings.mjs';

restartWith([]);
enableCompileCache(COMPILE_CACHE);
await import('../dist/bundle/main.js');
