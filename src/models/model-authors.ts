import { EventChannel, type Clock, type Deadline, type ModelAllowance } from '../core/index.js';
import { PLAYBOOK, type ModelBackendConfig, type ModelsConfig } from '../config/index.js';
import type { Persona } from '../personas/index.js';
import type { BriefRequest } from '../playbook/index.js';
import { RetryBudget } from '../resilience/index.js';

import { Endpoint, type EndpointReport, type EndpointState } from './balancing/endpoint.js';
import { ManagerGroup } from './balancing/manager-group.js';
import { PersonaManager } from './balancing/persona-manager.js';
import type { ModelClient, ModelClientOptions } from './clients/model-client.js';
import { Drafting, type DraftBasis, type DraftListener } from './drafting.js';

/** Published when an endpoint is ejected, probed or recovers. */
export const endpointChanged = new EventChannel<{ readonly endpoint: string; readonly state: EndpointState }>(
  'personas:endpoint:changed',
);

/** No call takes longer: continuations end by then. */
const MAX_CALL_MS = 600_000;

interface OpenBackend {
  readonly config: ModelBackendConfig;
  readonly endpoints: readonly { readonly endpoint: Endpoint; readonly client: ModelClient }[];
  readonly retries: RetryBudget;
}

/** The personas with a model backend, each with its managers. */
export class ModelAuthors {
  private constructor(
    private groups: ReadonlyMap<string, ManagerGroup>,
    private backends: readonly OpenBackend[],
    private readonly clock: Clock,
  ) {}

  /** Opens the backends in use, and loads their SDKs. */
  static async open(
    models: ModelsConfig,
    personas: readonly Persona[],
    clock: Clock,
    random: () => number = Math.random,
  ): Promise<ModelAuthors> {
    const backendOf = ({ id }: Persona) => models.personas[id] ?? models.default ?? PLAYBOOK;
    const used = new Set(personas.map(backendOf));
    const backends = await Promise.all(
      models.backends.filter(({ id }) => used.has(id)).map((config) => openBackend(config, models, clock)),
    );
    const groups = new Map<string, ManagerGroup>();
    for (const persona of personas) {
      const backend = backends.find(({ config }) => config.id === backendOf(persona));
      if (backend === undefined) continue;
      const { config, endpoints, retries } = backend;
      // The playbook is manager 0 of every persona.
      const managers = endpoints.map(({ endpoint, client }, at) => {
        const options = { ...config, name: `${persona.id}/${at + 1}`, backend: config.id };
        return new PersonaManager(options, endpoint, client, clock);
      });
      groups.set(persona.id, new ManagerGroup(config.id, managers, retries, clock, random));
    }
    return new ModelAuthors(groups, backends, clock);
  }

  /** Whether one of some personas has a model. */
  writeFor(personas: readonly Pick<Persona, 'id'>[]): boolean {
    return personas.some(({ id }) => this.groups.has(id));
  }

  /**
   * Starts the models of an answer.
   *
   * @param ready     Resolves when the findings have arrived.
   * @param deadline  Ends every call.
   * @param allowance Undefined without a quota.
   * @returns undefined if none of its personas has a model.
   */
  start(
    request: BriefRequest,
    ready: () => Promise<DraftBasis>,
    deadline: Deadline,
    listener: DraftListener,
    allowance?: ModelAllowance,
  ): Drafting | undefined {
    if (!this.writeFor([request.lead, ...request.support])) return undefined;
    return new Drafting(request, (id) => this.groups.get(id), ready, deadline, listener, allowance);
  }

  /** State of every endpoint, for reports. */
  get endpoints(): readonly EndpointReport[] {
    return this.backends.flatMap(({ endpoints }) => endpoints.map(({ endpoint }) => endpoint.report));
  }

  /** Answers with other models from now on; calls in flight end on those they began with. */
  change({ backends, groups }: ModelAuthors): void {
    const retired = this.backends;
    this.groups = groups;
    this.backends = backends;
    this.clock.schedule(MAX_CALL_MS, () => void closeAll(retired));
  }

  async close(): Promise<void> {
    await closeAll(this.backends);
  }
}

async function closeAll(backends: readonly OpenBackend[]): Promise<void> {
  await Promise.allSettled(backends.flatMap(({ endpoints }) => endpoints.map(({ client }) => client.close())));
}

async function openBackend(config: ModelBackendConfig, models: ModelsConfig, clock: Clock): Promise<OpenBackend> {
  const endpoints = await Promise.all(
    config.endpoints.map(async ({ apiKey, capacity, url, weight }, at) => {
      const name = `${config.id}/${at}`;
      const { model, maxOutputTokens, temperature } = config;
      const options = { model, url, apiKey, capacity, maxOutputTokens, temperature, backend: config.id, clock };
      const client = await openClient(config.api, options);
      const endpoint = new Endpoint({ name, weight, capacity, ejection: models.ejection }, clock, (state) =>
        endpointChanged.publish({ endpoint: name, state }),
      );
      return { endpoint, client };
    }),
  );
  return { config, endpoints, retries: new RetryBudget(models.retryRatio) };
}

/** The SDKs take tens of milliseconds and megabytes to load. */
async function openClient(api: ModelBackendConfig['api'], options: ModelClientOptions): Promise<ModelClient> {
  if (api === 'anthropic') {
    const { AnthropicClient } = await import('./clients/anthropic-client.js');
    return new AnthropicClient(options);
  }
  const { OpenAiClient } = await import('./clients/openai-client.js');
  return new OpenAiClient(options);
}
