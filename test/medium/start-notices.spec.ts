import { describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { RunningService, type RunningServiceOptions } from '../support/running-service.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

async function startSays(options: RunningServiceOptions, what: string): Promise<void> {
  const service = await RunningService.start(options);
  try {
    await eventually(async () => (service.output.includes(what) ? true : undefined));
  } finally {
    await service.stop();
  }
}

describe('a start', () => {
  it('names the command of an MCP server that is not there', async () => {
    const yaml = 'mcp: { servers: [{ id: jira, transport: stdio, command: npx-of-nowhere, tool: look_up }] }';
    await startSays(
      { yaml, env: { LOG_LEVEL: 'warn' } },
      'MCP server \\"jira\\" cannot be started: \\"npx-of-nowhere\\" is not on the PATH',
    );
  });
});

describeWith(redisServer, 'a start with a Redis that is more than one server', () => {
  it('says by name that a Cluster is not supported, and does not use it', async () => {
    const redis = await startRedis(['--cluster-enabled', 'yes']);
    try {
      const service = await RunningService.start({ env: { REDIS_URL: redis.url, LOG_LEVEL: 'error' } });
      const said = 'leads to a Redis cluster, which is not supported';
      await eventually(() => (service.output.includes(said) ? true : undefined));
      const metrics = await (await fetch(`${service.url}/metrics`)).text();
      await service.stop();
      expect(metrics).toMatch(/^claude_director_redis_up 0$/m);
    } finally {
      await redis.remove();
    }
  });
});
