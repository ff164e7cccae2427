import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ROOT } from '../support/child.js';
import { RunningApp } from '../support/running-app.js';

/** `npm run fuzz` sends 100,000. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);

interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: JsonSchema;
  readonly properties?: Record<string, JsonSchema>;
}
interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } };
}
const { paths, components } = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema> };
};
const OPERATIONS = Object.entries(paths)
  .flatMap(([path, methods]) =>
    // A stream without an end has no reply to check.
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  .filter(({ path }) => !path.endsWith('/stream'));

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '\u0000',
    '\ud800',
    "' or 1=1 --",
    '${jndi:x}',
    '../../etc/passwd',
    '%00',
    '\r\nX: y',
    'cnv_01m80fxhtmgjsacdhz6dddsbjy',
    'ans_01m80fxhtmgjsacdhz6dddsbjy',
  ),
);

/** Mostly what the schema asks for, often something else. */
function valueOf(schema: JsonSchema | undefined, depth = 0): fc.Arbitrary<unknown> {
  const name = schema?.$ref?.split('/').at(-1);
  const known = name === undefined ? schema : components.schemas[name];
  if (known === undefined || depth > 4) return fc.jsonValue();
  const fitting: fc.Arbitrary<unknown> =
    known.enum !== undefined
      ? fc.constantFrom(...known.enum)
      : known.type === 'object'
        ? fc.record(
            Object.fromEntries(
              Object.entries(known.properties ?? {}).map(([key, inner]) => [key, valueOf(inner, depth + 1)]),
            ),
            { requiredKeys: [] },
          )
        : known.type === 'array'
          ? fc.array(valueOf(known.items, depth + 1), { maxLength: 5 })
          : known.type === 'integer' || known.type === 'number'
            ? fc.oneof(fc.integer(), fc.double())
            : known.type === 'boolean'
              ? fc.boolean()
              : text;
  return fc.oneof({ weight: 6, arbitrary: fitting }, { weight: 1, arbitrary: fc.jsonValue() });
}

const rest = fc.constantFrom(...OPERATIONS).chain(({ method, path, operation }) =>
  fc.record({
    method: fc.constant(method.toUpperCase()),
    url: fc
      .tuple(text, text)
      .map(
        ([id, cursor]) =>
          `${path.replace('{id}', encodeURIComponent(id.toWellFormed()))}?cursor=${encodeURIComponent(cursor.toWellFormed())}`,
      ),
    headers: fc.record(
      {
        'content-type': fc.constantFrom(
          'application/json',
          'application/json',
          'application/json; charset=utf-16',
          'text/plain',
        ),
        prefer: fc.constantFrom('wait=1', 'wait=-1', 'x'),
        'director-class': fc.constantFrom('strategic', 'auto', '', '\u00ff'),
        'x-request-id': fc.constantFrom('a', '', 'a b'),
      },
      { requiredKeys: [] },
    ),
    payload:
      operation.requestBody === undefined
        ? fc.constantFrom(undefined, '{')
        : fc.oneof(
            {
              weight: 5,
              arbitrary: valueOf(operation.requestBody.content['application/json'].schema).map((value) =>
                JSON.stringify(value),
              ),
            },
            { weight: 1, arbitrary: text },
          ),
  }),
);

const sdl = readFileSync(join(ROOT, 'docs/schema.graphql'), 'utf8');
const words = [...new Set(sdl.match(/\w+/g))].slice(0, 300);
const graphql = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constantFrom(
          '{',
          '}',
          '(',
          ')',
          ':',
          '"x"',
          '1',
          '$a',
          '@include(if: true)',
          '...',
          'query',
          'mutation',
          '__schema',
          '#',
        ),
        fc.constantFrom(...words),
      ),
      { maxLength: 30 },
    ),
    fc.jsonValue(),
  )
  .map(([tokens, variables]) => ({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ query: tokens.join(' '), variables }),
  }));

const mcp = fc
  .record(
    {
      jsonrpc: fc.constantFrom('2.0', '1.0'),
      id: fc.oneof(fc.integer(), fc.string(), fc.constant(null)),
      method: fc.constantFrom('tools/call', 'tools/list', 'initialize', 'resources/read', 'x'),
      params: fc.oneof(
        fc.jsonValue(),
        fc.record({ name: fc.constantFrom('ask', 'plan', 'x'), arguments: valueOf(components.schemas['Ask']) }),
      ),
    },
    { requiredKeys: [] },
  )
  .map((message) => ({
    method: 'POST',
    url: '/mcp',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', host: 'localhost' },
    payload: JSON.stringify(message),
  }));

describe('malformed requests', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  it(`get no 500 and crash nothing, ${REQUESTS} of them`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(rest, graphql, mcp), async ({ method, url, headers, payload }) => {
        const response = await service.app.inject({
          method: method as 'GET',
          url,
          headers,
          ...(payload === undefined ? {} : { payload }),
        });
        if (response.statusCode === 500 || response.payload.includes('"INTERNAL"'))
          throw new Error(`500: ${response.payload}`);
      }),
      { numRuns: REQUESTS },
    );
    expect((await service.get('/health/live')).status).toBe(200);
  }, 3_600_000);
});
