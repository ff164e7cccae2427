import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { loadConfig } from '../../src/config/index.js';
import { ROOT } from '../support/child.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

// What operators and callers rely on, frozen here as literals: a change of these lines is a breaking change.

const ERROR_CODES = [
  'ANSWER_NOT_FOUND',
  'BULKHEAD_REJECTED',
  'CANCELLED',
  'CLASS_NOT_ENTITLED',
  'CONFIG_INVALID',
  'CONTENT_TYPE_UNSUPPORTED',
  'CONVERSATION_NOT_FOUND',
  'DEADLINE_EXCEEDED',
  'FRAMEWORK_NOT_FOUND',
  'HEADER_INVALID',
  'INPUT_INVALID',
  'INPUT_TOO_LONG',
  'INTERNAL',
  'LIBRARY_INVALID',
  'MCP_CIRCUIT_OPEN',
  'MCP_RESULT_INVALID',
  'MCP_TOOL_FAILED',
  'METHOD_NOT_ALLOWED',
  'NOT_ENTITLED',
  'OVERLOADED',
  'PERSONA_UNKNOWN',
  'REQUEST_MALFORMED',
  'REQUEST_TIMEOUT',
  'ROUTE_NOT_FOUND',
  'SITE_NOT_ALLOWED',
  'UNAUTHENTICATED',
];

const METRICS = [
  'claude_director_admission_in_flight gauge',
  'claude_director_admission_queued gauge',
  'claude_director_answer_cache_lookups_total counter',
  'claude_director_continuations_total counter',
  'claude_director_degradations_total counter',
  'claude_director_mcp_aborts_total counter',
  'claude_director_mcp_breaker_state gauge',
  'claude_director_mcp_call_duration_seconds histogram',
  'claude_director_mcp_calls_total counter',
  'claude_director_memory_used_ratio gauge',
  'claude_director_request_duration_seconds histogram',
  'claude_director_requests_total counter',
];

const CONFIG_SECTIONS = [
  'access',
  'admission',
  'answers',
  'auth',
  'cache',
  'classes',
  'continuation',
  'conversations',
  'frameworks',
  'graphql',
  'host',
  'http',
  'logLevel',
  'mcp',
  'memory',
  'port',
  'replyReserveMs',
  'version',
];

describe('error codes', () => {
  it('are the documented ones, each once', () => {
    const documented = [...readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` /gm)].map(
      ([, code]) => String(code),
    );
    expect(documented.toSorted()).toEqual(ERROR_CODES);
  });
});

describe('metrics', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
    await service.post('/v1/answers', { question: QUESTION });
  });
  afterAll(() => service.stop());

  it('have these names and types, and are documented', async () => {
    const { text } = await service.get('/metrics');
    const exposed = [...text.matchAll(/^# TYPE (claude_director_\w+ \w+)$/gm)].map(([, metric]) => String(metric));
    expect(exposed.toSorted()).toEqual(METRICS);
    const documentation = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
    for (const metric of METRICS) expect(documentation).toContain(`\`${metric.split(' ')[0] ?? ''}\``);
  });

  it('carry no text, tenant or address as a label', async () => {
    const { text } = await service.get('/metrics');
    const labels = new Set(
      [...text.matchAll(/^claude_director_\w+\{([^}]*)\}/gm)].flatMap(([, pairs]) =>
        String(pairs)
          .split(',')
          .map((pair) => String(pair.split('=')[0])),
      ),
    );
    expect([...labels].toSorted()).toEqual(['class', 'le', 'outcome', 'result', 'server']);
  });
});

describe('configuration', () => {
  it('has these sections', () => {
    expect(Object.keys(loadConfig({ env: {}, cwd: join(ROOT, 'test') })).toSorted()).toEqual(CONFIG_SECTIONS);
  });
});
