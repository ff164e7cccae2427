import { configReloaded } from '../../config/index.js';
import { PRODUCT_VERSION } from '../../core/index.js';

import { gauge, metricGroup, scraped, scrapedSeries } from './metric.js';

/** What runs, and with which configuration. */
export const programMetrics = metricGroup(
  'Program',
  {
    build: gauge('build_info', 'The program that runs; always 1.', {
      version: 'version of the program',
      node: 'version of Node.js',
    }),
    config: scrapedSeries(
      'config_info',
      'The configuration in force; always 1.',
      'version',
      'hash of what answers depend on',
      ({ config }) => [[config.current.version, 1]],
    ),
    reload: gauge('config_reload_success', 'Whether `director.yaml` was accepted when it last changed: 0 or 1.'),
    restart: scraped(
      'config_restart_needed',
      'Settings that differ from `director.yaml` until the next start.',
      ({ config }) => config.needRestart.length,
    ),
  },
  ({ build, reload }) => {
    build.set({ version: PRODUCT_VERSION, node: process.versions.node }, 1);
    reload.set(1);
    return [configReloaded.subscribe(({ ok }) => reload.set(Number(ok)))];
  },
);
