import * as z from 'zod';

/** The backend that is always there: it writes in this process, without any model. */
export const PLAYBOOK = 'playbook';

const backendId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and hyphens, at most 40');

const endpointSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .optional()
    .describe('Base URL. Without it the address of the API itself, with the key from the environment.'),
  apiKey: z
    .string()
    .regex(/^\$\{\w{1,128}\}$/, 'expected "${NAME}", the environment variable that holds the key')
    .optional()
    .describe('`${NAME}` takes the key from the environment; without it a `url` of your own gets no key.'),
  weight: z.number().gt(0).max(100).default(1).describe('Share of the calls against the other endpoints.'),
  capacity: z.int().min(1).max(1_000).default(16).describe('Calls in flight at once, of all personas together.'),
});

const dollars = (value: number) => z.number().min(0).max(10_000).default(value);

const backendSchema = z.strictObject({
  id: backendId.describe('Name of the backend in receipts and metrics.'),
  api: z.enum(['anthropic', 'openai-compatible']).describe('Which protocol it speaks.'),
  model: z.string().min(1).max(200).describe('The model to ask.'),
  endpoints: z.array(endpointSchema).min(1).max(20).prefault([{}]).describe('Where it is served.'),
  capacity: z
    .int()
    .min(1)
    .max(1_000)
    .default(8)
    .describe('Calls in flight at once of one persona on one endpoint; one more is shed.'),
  maxOutputTokens: z.int().min(64).max(16_384).default(1_600).describe('A longer reply is cut and not used.'),
  temperature: z
    .number()
    .min(0)
    .max(2)
    .optional()
    .describe('0.2 for `openai-compatible`; not sent to `anthropic` unless set, because its newer models take none.'),
  firstTokenTimeoutMs: z.int().min(50).max(120_000).default(8_000).describe('Longest wait for the first word.'),
  price: z
    .strictObject({
      input: dollars(3).describe('US dollars for a million tokens read.'),
      cachedInput: dollars(0.3).describe('Same, where the provider had kept them.'),
      output: dollars(15).describe('Same, for tokens written.'),
    })
    .prefault({}),
});
export type ModelBackendConfig = Readonly<z.infer<typeof backendSchema>>;
export type ModelEndpointConfig = ModelBackendConfig['endpoints'][number];

/** Which models write, and for whom. */
export const modelsSchema = z
  .strictObject({
    backends: z.array(backendSchema).max(20).default([]),
    default: backendId
      .optional()
      .describe('Backend of every persona not named below. Without it the first one there is, else `playbook`.'),
    personas: z
      .record(z.string().regex(/^[a-z]{2,20}$/, 'expected the id of a persona'), backendId)
      .default({})
      .describe('Backend by persona, for example `{ martin: local, diego: playbook }`.'),
    findingsWaitMs: z
      .int()
      .min(0)
      .max(10_000)
      .default(150)
      .describe('How long a model waits for MCP findings before it begins to write.'),
    retryRatio: z.number().min(0).max(0.1).default(0.1).describe('Retries allowed per call.'),
    ejection: z
      .strictObject({
        consecutiveFailures: z.int().min(1).max(100).default(3).describe('Failures in a row that eject an endpoint.'),
        durationMs: z.int().min(10).max(600_000).default(5_000).describe('Until one call probes it; grows each time.'),
        slowStartMs: z.int().min(0).max(600_000).default(10_000).describe('Until it gets its full share again.'),
      })
      .prefault({}),
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

/** Backends that exist as soon as their key or address is in the environment. */
const IMPLIED_BACKENDS = ['anthropic', 'openai'] as const;

/** What the environment says about models. */
interface ModelEnvironment {
  readonly ANTHROPIC_API_KEY?: string | undefined;
  readonly OPENAI_BASE_URL?: string | undefined;
  readonly OPENAI_API_KEY?: string | undefined;
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
  const { ANTHROPIC_API_KEY, OPENAI_API_KEY, OPENAI_BASE_URL } = environment;
  const ownKey = { anthropic: ANTHROPIC_API_KEY, 'openai-compatible': OPENAI_API_KEY };
  const described = models.backends.map((backend) => ({
    ...backend,
    endpoints: backend.endpoints.map(({ apiKey, ...endpoint }) => {
      const key =
        apiKey === undefined
          ? // The key of the API itself goes to no other address.
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
    const backend = backendSchema.parse({ id: 'anthropic', api: 'anthropic', model: 'claude-sonnet-5-5' });
    implied.push({ ...backend, endpoints: withKey(backend, ANTHROPIC_API_KEY) });
  }
  if ((OPENAI_BASE_URL !== undefined || OPENAI_API_KEY !== undefined) && !ids.has('openai')) {
    const backend = backendSchema.parse({
      id: 'openai',
      api: 'openai-compatible',
      model: 'gpt-4.1-mini',
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
