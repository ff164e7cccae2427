import { METHODS } from 'node:http';

import { requestEnded } from '../../http/index.js';

import { counter, metricGroup } from './metric.js';

const METHOD_NAMES: ReadonlySet<string> = new Set(METHODS);
/** Counted with 0 from the first request of a route: their share is known at the first failure. */
const FAILURES = ['500', '503', '504'];

/** Requests over HTTP, whatever they ask for. */
export const httpMetrics = metricGroup(
  'HTTP',
  {
    requests: counter('http_requests_total', 'Requests over HTTP that have ended.', {
      route: 'a route of this program as it is registered, `none` without one',
      method: 'a method of HTTP, `none` without one',
      code: 'status of the reply, 499 if the client left before there was one',
    }),
  },
  ({ requests }) => {
    const seen = new Set<string>();
    return [
      requestEnded.subscribe(({ route, method: given, status }) => {
        const method = METHOD_NAMES.has(given) ? given : 'none';
        if (!seen.has(route)) {
          seen.add(route);
          for (const code of FAILURES) requests.inc({ route, method, code }, 0);
        }
        requests.inc({ route, method, code: String(status) });
      }),
    ];
  },
);
