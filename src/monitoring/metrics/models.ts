import { endpointChanged, MODEL_CALL_OUTCOMES, modelCallFinished } from '../../models/index.js';

import { counter, gauge, latencyHistogram, metricGroup } from './metric.js';

const BACKEND = 'id of a configured model backend';
/** Seconds; model calls take from a tenth of a second to a minute. */
const MODEL_BUCKETS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 60];
const ENDPOINT_STATES = { up: 0, coolingDown: 1, probing: 1, ejected: 2 } as const;

/** Model calls, by backend. */
export const modelMetrics = metricGroup(
  'Models',
  {
    calls: counter('model_calls_total', 'Calls to models, including retries.', {
      backend: BACKEND,
      outcome: MODEL_CALL_OUTCOMES,
    }),
    duration: latencyHistogram('model_call_duration_seconds', 'Calls to models from start to end.', MODEL_BUCKETS, {
      backend: BACKEND,
    }),
    firstToken: latencyHistogram(
      'model_first_token_seconds',
      'From the start of a call to the first piece of text.',
      MODEL_BUCKETS,
      { backend: BACKEND },
    ),
    tokens: counter('model_tokens_total', 'Tokens, as the providers count them.', {
      backend: BACKEND,
      kind: ['input', 'cached_input', 'output'],
    }),
    cost: counter('model_cost_dollars_total', 'Cost of the tokens at the configured prices.', { backend: BACKEND }),
    endpoints: gauge('model_endpoint_state', 'Endpoint of a backend: 0 up, 1 cooling down or probed, 2 ejected.', {
      endpoint: 'backend and number of a configured endpoint',
    }),
  },
  ({ calls, duration, firstToken, tokens, cost, endpoints }) => [
    modelCallFinished.subscribe(({ backend, outcome, durationMs, firstTokenMs, usage, costDollars }) => {
      calls.inc({ backend, outcome });
      duration.observe({ backend }, durationMs / 1_000);
      if (firstTokenMs !== undefined) firstToken.observe({ backend }, firstTokenMs / 1_000);
      if (usage === undefined) return;
      tokens.inc({ backend, kind: 'input' }, usage.inputTokens);
      tokens.inc({ backend, kind: 'cached_input' }, usage.cachedInputTokens);
      tokens.inc({ backend, kind: 'output' }, usage.outputTokens);
      cost.inc({ backend }, costDollars);
    }),
    endpointChanged.subscribe(({ endpoint, state }) => endpoints.set({ endpoint }, ENDPOINT_STATES[state])),
  ],
);
