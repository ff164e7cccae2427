import { PRODUCT_VERSION } from '../../core/index.js';
import { serversReloaded } from '../../mcp/index.js';

import { gauge, metricGroup, scrapedSeries } from './metric.js';

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
      ({ config }) => [[config.version, 1]],
    ),
    reload: gauge('config_reload_success', 'Whether `director.yaml` as it is now is in force: 0 or 1.'),
  },
  ({ build, reload }) => {
    build.set({ version: PRODUCT_VERSION, node: process.versions.node }, 1);
    reload.set(1);
    return [serversReloaded.subscribe(({ ok }) => reload.set(Number(ok)))];
  },
);
