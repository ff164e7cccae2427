import * as z from 'zod';

import { componentId, httpUrl, int, section, text } from './setting-schemas.js';

/** The backend that is always available: it writes in this process, without a model. */
export const PLAYBOOK = 'playbook';

const backendId = componentId();

const endpointSchema = z.strictObject({
  url: httpUrl().optional().describe('Base URL; by default that of the provider, with the key from the environment.'),
  apiKey: z
    .string()
    .regex(/^\$\{\w{1,128}\}$/, 'expected "${NAME}", the environment variable that holds the key')
    .optional()
    .describe('`${NAME}`, the environment variable with the key; by default a `url` of your own gets none.'),
  weight: z.number().gt(0).max(100).default(1).describe('Share of the calls relative to other endpoints.'),
  capacity: int(1, 1_000).default(16).describe('Calls in flight, over all personas.'),
});

const dollars = (value: number) => z.number().min(0).max(10_000).default(value);

const backendSchema = z.strictObject({
  id: backendId.describe('Name of the backend in receipts and metrics.'),
  api: z.enum(['anthropic', 'openai-compatible']).describe('Which protocol it speaks.'),
  model: text(200)
    .optional()
    .describe(
      'The model to ask; by default `claude-sonnet-5-5` or `gpt-4.1-mini` and, at a `url` that does not know it, the first that the server lists.',
    ),
  endpoints: z.array(endpointSchema).min(1).max(20).prefault([{}]).describe('Where the model is served.'),
  capacity: int(1, 1_000).default(8).describe('Calls in flight of one persona on one endpoint; one more is shed.'),
  maxOutputTokens: int(64, 16_384).default(1_600).describe('A longer reply is discarded.'),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('0.2 for `openai-compatible`; not sent to `anthropic` unless set, because its newer models take none.'),
  firstTokenTimeoutMs: int(50, 120_000).default(8_000).describe('For the first token of a reply.'),
  price: section({
    input: dollars(3).describe('US dollars for a million tokens read.'),
    cachedInput: dollars(0.3).describe('Same, for cached tokens.'),
    output: dollars(15).describe('Same, for tokens written.'),
  }),
});
export type ModelBackendConfig = Readonly<z.infer<typeof backendSchema>>;

/** Model backends, and which persona uses which. */
export const modelsSchema = z
  .strictObject({
    backends: z.array(backendSchema).max(20).default([]),
    default: backendId
      .optional()
      .describe('Backend of every persona not named below; by default the first backend, else `playbook`.'),
    personas: z
      .record(z.string().regex(/^[a-z]{2,20}$/, 'expected the id of a persona'), backendId)
      .default({})
      .describe('Backend by persona, for example `{ martin: local, diego: playbook }`.'),
    findingsWaitMs: int(0, 10_000).default(150).describe('How long a model call waits for MCP findings.'),
    retryRatio: z.number().min(0).max(0.1).default(0.1).describe('Retries allowed per call.'),
    ejection: section({
      consecutiveFailures: int(1, 100).default(3).describe('Failures in a row that eject an endpoint.'),
      durationMs: int(10, 600_000).default(5_000).describe('Until a call probes it; grows with each ejection.'),
      slowStartMs: int(0, 600_000).default(10_000).describe('Ramp-up to its full share afterwards.'),
    }),
  })
  .superRefine(({ backends, default: chosen, personas }, context) => {
    const seen = new Set<string>();
    for (const [i, { id }] of backends.entries()) {
      const isTaken = seen.has(id) || id === PLAYBOOK;
      if (isTaken) {
        context.addIssue({ code: 'custom', path: ['backends', i, 'id'], message: 'expected an id used only once' });
      }
      seen.add(id);
    }
    const known = new Set([...seen, PLAYBOOK, ...IMPLIED_BACKENDS]);
    const check = (id: string, path: (string | number)[]) => {
      if (known.has(id)) return;
      context.addIssue({ code: 'custom', path, message: `expected one of ${[...known].join(', ')}` });
    };
    if (chosen !== undefined) check(chosen, ['default']);
    for (const [persona, id] of Object.entries(personas)) check(id, ['personas', persona]);
  });
export type ModelsConfig = Readonly<z.infer<typeof modelsSchema>>;

/** Backends that exist when their key or address is in the environment. */
const IMPLIED_BACKENDS = ['anthropic', 'openai'] as const;

interface ModelEnvironment {
  readonly ANTHROPIC_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_API_KEY?: string | undefined;
  readonly OPENAI_MODEL?: string | undefined;
}

/**
 * The models as the file describes them, with keys from the environment and the backends that it implies.
 *
 * @param secretOf The value of an environment variable that the file names; it reports a missing one itself.
 */
export function resolveModels(
  models: ModelsConfig,
  environment: ModelEnvironment,
  secretOf: (reference: string, backend: string) => string,
): ModelsConfig {
  const { ANTHROPIC_API_KEY, OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = environment;
  const ownKey = { anthropic: ANTHROPIC_API_KEY, 'openai-compatible': OPENAI_API_KEY };
  const described = models.backends.map((backend) => ({
    ...backend,
    endpoints: backend.endpoints.map(({ apiKey, ...endpoint }) => {
      const key =
        apiKey === undefined
          ? // The key of the provider is sent to no other address.
            endpoint.url === undefined
            ? ownKey[backend.api]
            : undefined
          : secretOf(apiKey.slice(2, -1), backend.id);
      return key === undefined ? endpoint : { ...endpoint, apiKey: key };
    }),
  }));
  const ids = new Set(described.map(({ id }) => id));
  const implied: ModelBackendConfig[] = [];
  if (ANTHROPIC_API_KEY !== undefined && !ids.has('anthropic')) {
    const backend = backendSchema.parse({ id: 'anthropic', api: 'anthropic' });
    implied.push({ ...backend, endpoints: withKey(backend, ANTHROPIC_API_KEY) });
  }
  if ((OPENAI_BASE_URL !== undefined || OPENAI_API_KEY !== undefined) && !ids.has('openai')) {
    const backend = backendSchema.parse({
      id: 'openai',
      api: 'openai-compatible',
      model: OPENAI_MODEL,
      endpoints: [OPENAI_BASE_URL === undefined ? {} : { url: OPENAI_BASE_URL }],
      price: { input: 0.4, cachedInput: 0.1, output: 1.6 },
    });
    implied.push({ ...backend, endpoints: withKey(backend, OPENAI_API_KEY) });
  }
  const backends = [...described, ...implied];
  return { ...models, backends, default: models.default ?? backends[0]?.id ?? PLAYBOOK };
}

function withKey({ endpoints }: ModelBackendConfig, apiKey: string | undefined): ModelBackendConfig['endpoints'] {
  return apiKey === undefined ? endpoints : endpoints.map((endpoint) => ({ ...endpoint, apiKey }));
}
