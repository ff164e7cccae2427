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
  'CONNECTIONS_EXHAUSTED',
  'CONTENT_TYPE_UNSUPPORTED',
  'CONVERSATION_NOT_FOUND',
  'CURSOR_INVALID',
  'DEADLINE_EXCEEDED',
  'FRAMEWORK_NOT_FOUND',
  'GRAPHQL_INVALID',
  'HEADER_INVALID',
  'HOST_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_REUSED',
  'INPUT_INVALID',
  'INPUT_TOO_LONG',
  'INTERNAL',
  'JOB_QUEUE_FULL',
  'JWKS_UNAVAILABLE',
  'KEY_NOT_FOUND',
  'LIBRARY_INVALID',
  'MCP_CIRCUIT_OPEN',
  'MCP_RESULT_INVALID',
  'MCP_RESULT_TOO_LARGE',
  'MCP_SERVER_CUT_OFF',
  'MCP_SERVER_QUARANTINED',
  'MCP_SESSIONS_EXHAUSTED',
  'MCP_SESSION_LOST',
  'MCP_TOOL_FAILED',
  'MCP_TOOL_MISSING',
  'MCP_TOOL_QUARANTINED',
  'METHOD_NOT_ALLOWED',
  'MODEL_BUSY',
  'MODEL_FAILED',
  'MODEL_NOT_FOUND',
  'MODEL_QUOTA_EXCEEDED',
  'MODEL_REPLY_INVALID',
  'MODEL_UNAVAILABLE',
  'NOT_ENTITLED',
  'OVERLOADED',
  'PERSONA_UNKNOWN',
  'RATE_LIMITED',
  'REDIS_UNAVAILABLE',
  'REQUEST_IN_PROGRESS',
  'REQUEST_MALFORMED',
  'REQUEST_TIMEOUT',
  'ROUTE_NOT_FOUND',
  'SCHEMA_TOO_NEW',
  'STORE_UNAVAILABLE',
  'UNAUTHENTICATED',
];

const METRICS = [
  'claude_director_admission_in_flight gauge',
  'claude_director_admission_limit gauge',
  'claude_director_admission_open gauge',
  'claude_director_admission_queued gauge',
  'claude_director_answer_cache_collapsed_total counter',
  'claude_director_answer_cache_lookups_total counter',
  'claude_director_brownout_level gauge',
  'claude_director_build_info gauge',
  'claude_director_cache_computations_total counter',
  'claude_director_cache_invalidations_caught_up_total counter',
  'claude_director_cache_leases_total counter',
  'claude_director_cache_redis_operations_total counter',
  'claude_director_class_load_ratio gauge',
  'claude_director_config_info gauge',
  'claude_director_config_reload_success gauge',
  'claude_director_config_restart_needed gauge',
  'claude_director_continuations_total counter',
  'claude_director_degradations_total counter',
  'claude_director_event_loop_delay_seconds gauge',
  'claude_director_gc_requested_freed_bytes_total counter',
  'claude_director_gc_requested_total counter',
  'claude_director_gc_time_ratio gauge',
  'claude_director_http_requests_total counter',
  'claude_director_jobs_total counter',
  'claude_director_load_ratio gauge',
  'claude_director_mcp_aborts_total counter',
  'claude_director_mcp_breaker_opens_total counter',
  'claude_director_mcp_breaker_state gauge',
  'claude_director_mcp_call_duration_seconds histogram',
  'claude_director_mcp_calls_total counter',
  'claude_director_mcp_cut_offs_total counter',
  'claude_director_mcp_extra_attempts_total counter',
  'claude_director_mcp_in_flight gauge',
  'claude_director_mcp_limit gauge',
  'claude_director_mcp_min_rtt_seconds gauge',
  'claude_director_mcp_quarantined gauge',
  'claude_director_mcp_sessions gauge',
  'claude_director_mcp_sessions_opened_total counter',
  'claude_director_mcp_tool_quarantines_total counter',
  'claude_director_mcp_unparsed_lines_total counter',
  'claude_director_memory_leak_bytes_per_request gauge',
  'claude_director_memory_pressure_action_active gauge',
  'claude_director_memory_pressure_actions_total counter',
  'claude_director_memory_private_bytes gauge',
  'claude_director_memory_retained_bytes gauge',
  'claude_director_memory_stalled_ratio gauge',
  'claude_director_memory_swept_total counter',
  'claude_director_memory_usage_bytes gauge',
  'claude_director_memory_usage_items gauge',
  'claude_director_memory_used_ratio gauge',
  'claude_director_model_call_duration_seconds histogram',
  'claude_director_model_calls_total counter',
  'claude_director_model_cost_dollars_total counter',
  'claude_director_model_endpoint_state gauge',
  'claude_director_model_first_token_seconds histogram',
  'claude_director_model_tokens_total counter',
  'claude_director_observer_failures_total counter',
  'claude_director_pool_available gauge',
  'claude_director_pool_borrowed gauge',
  'claude_director_pool_reuse_ratio gauge',
  'claude_director_prediction_error_seconds histogram',
  'claude_director_predictions_admissible_total counter',
  'claude_director_prefetch_total counter',
  'claude_director_redis_up gauge',
  'claude_director_request_duration_seconds histogram',
  'claude_director_requests_failed_total counter',
  'claude_director_requests_shed_total counter',
  'claude_director_requests_total counter',
  'claude_director_retention_done_timestamp_seconds gauge',
  'claude_director_retention_failed gauge',
  'claude_director_retention_runs_total counter',
  'claude_director_stage_duration_seconds histogram',
  'claude_director_store_blocked_seconds gauge',
  'claude_director_store_outbox_entries gauge',
  'claude_director_store_outbox_used_ratio gauge',
  'claude_director_store_refused_total counter',
  'claude_director_store_write_blocked gauge',
];

const CONFIG_SECTIONS = [
  'access',
  'admission',
  'audit',
  'auth',
  'cache',
  'classes',
  'console',
  'continuation',
  'conversations',
  'dataDir',
  'drain',
  'eventLoop',
  'file',
  'frameworks',
  'graphql',
  'host',
  'http',
  'jobs',
  'logLevel',
  'mcp',
  'memory',
  'models',
  'port',
  'redis',
  'replyReserve',
  'retention',
  'services',
  'store',
  'streams',
  'traceSampling',
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

  it('have these names and types', async () => {
    const { text } = await service.get('/metrics');
    const exposed = [...text.matchAll(/^# TYPE (claude_director_\w+ \w+)$/gm)].map(([, metric]) => String(metric));
    expect(exposed.toSorted()).toEqual(METRICS);
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
    expect([...labels].toSorted()).toEqual([
      'cache',
      'cause',
      'class',
      'code',
      'component',
      'kind',
      'le',
      'method',
      'node',
      'operation',
      'outcome',
      'pool',
      'reason',
      'result',
      'route',
      'server',
      'stage',
      'step',
      'version',
    ]);
  });
});

describe('configuration', () => {
  it('has these sections', () => {
    expect(Object.keys(loadConfig({ env: {}, cwd: join(ROOT, 'test') })).toSorted()).toEqual(CONFIG_SECTIONS);
  });
});
