import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { QUESTION, RunningApp } from '../support/running-app.js';

const ORIGIN = 'https://console.example';

describe('pages of another origin', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: `http: { corsOrigins: ["${ORIGIN}"] }` });
  });
  afterAll(() => service.stop());

  const varyOf = (vary: unknown) => String(vary).split(', ').toSorted();

  it('may read what programs act on', async () => {
    const { headers } = await service.post('/v1/answers', { question: QUESTION }, { origin: ORIGIN });
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(String(headers['access-control-expose-headers']).split(', ')).toEqual(
      expect.arrayContaining([
        'Cache-Status',
        'Degraded',
        'ETag',
        'Idempotency-Replayed',
        'Location',
        'Mcp-Session-Id',
        'Preference-Applied',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'Server-Timing',
        'WWW-Authenticate',
        'X-Request-Id',
        'traceparent',
      ]),
    );
  });

  it.each([
    ['an answer', '/v1/answers', { question: QUESTION }, ['Authorization', 'Origin']],
    ['a cached answer, before the framework', '/v1/answers', { question: QUESTION }, ['Authorization', 'Origin']],
    ['GraphQL', '/graphql', { query: '{ personas { id } }' }, ['Accept', 'Origin']],
    ['a problem', '/v1/answers', { question: '' }, ['Origin']],
  ])('get a Vary with all that the reply depends on, for %s', async (_what, path, body, vary) => {
    const url = await service.app.getUrl().catch(() => service.listen());
    const replies = [
      await service.post(path, body, { origin: ORIGIN }),
      await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }).then(({ headers }) => ({ headers: { vary: headers.get('vary') ?? undefined } })),
    ];
    for (const { headers } of replies) expect(varyOf(headers.vary)).toEqual(vary);
  });

  it('get the library with a Vary for caches and for browsers', async () => {
    const { headers } = await service.get('/v1/frameworks', { origin: ORIGIN });
    expect(varyOf(headers.vary)).toEqual(['Accept-Encoding', 'Origin']);
  });
});
