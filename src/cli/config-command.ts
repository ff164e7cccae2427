import { stringify } from 'yaml';

import { loadConfig, redactConfig } from '../config/index.js';

import { EXIT } from './usage.js';

/** `claude-director config`: prints the effective configuration. */
export function config(): number {
  process.stdout.write(stringify(redactConfig(loadConfig())));
  return EXIT.answered;
}
