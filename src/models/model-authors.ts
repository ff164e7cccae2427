import { EventChannel, type Clock, type Deadline, type ModelAllowance } from '../core/index.js';
import { PLAYBOOK, type ModelBackendConfig, type ModelsConfig } from '../config/index.js';
import { EndpointHealth, type EndpointState } from './balancing/endpoint-health.js';
import { Endpoint } from './balancing/endpoint.js';
import { RetryBudget } from '../resilience/index.js';
import { ManagerGroup } from './manager-group.js';
import { PersonaManager } from './persona-manager.js';
import type { Persona } from '../personas/index.js';
import type { BriefRequest } from '../playbook/index.js';
import { Drafting, type DraftBasis, type DraftListener } from './drafting.js';
import type { ModelClient, ModelClientOptions } from './clients/model-client.js';

/** Published when an endpoint is ejected, probed or back. */
export const endpointChanged = new EventChannel<{ readonly endpoint: string; readonly state: EndpointState }>(
  'personas:endpoint:changed',
);

interface OpenBackend {
  readonly config: ModelBackendConfig;
  readonly endpoints: readonly { readonly endpoint: Endpoint; readonly client: ModelClient }[];
  readonly retries: RetryBudget;
}

/** The personas for whom a model writes, each with the managers of its backend. */
export class ModelAuthors {
  private constructor(
    private readonly groups: ReadonlyMap<string, ManagerGroup>,
    private readonly backends: readonly OpenBackend[],
  ) {}

  /** Opens the backends that a persona uses; an SDK is loaded only then. */
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
      const managers = endpoints.map(
        ({ endpoint, client }, at) =>
          new PersonaManager(
            { ...config, name: `${persona.id}/${at + 1}`, backend: config.id },
            endpoint,
            client,
            clock,
          ),
      );
      groups.set(persona.id, new ManagerGroup(config.id, managers, retries, clock, random));
    }
    return new ModelAuthors(groups, backends);
  }

  /**
   * Lets models write what they can of an answer.
   *
   * @param ready    Gives what to write on, once the findings are in.
   * @param deadline Ends every call.
   * @param allowance Undefined where nothing limits what models cost.
   * @returns undefined when no model speaks for any of its personas.
   */
  start(
    request: BriefRequest,
    ready: () => Promise<DraftBasis>,
    deadline: Deadline,
    listener: DraftListener,
    allowance?: ModelAllowance,
  ): Drafting | undefined {
    const everyone = [request.lead, ...request.support];
    if (!everyone.some(({ id }) => this.groups.has(id))) return undefined;
    return new Drafting(request, (id) => this.groups.get(id), ready, deadline, listener, allowance);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.backends.flatMap(({ endpoints }) => endpoints.map(({ client }) => client.close())));
  }
}

async function openBackend(config: ModelBackendConfig, models: ModelsConfig, clock: Clock): Promise<OpenBackend> {
  const endpoints = await Promise.all(
    config.endpoints.map(async ({ apiKey, capacity, url, weight }, at) => {
      const name = `${config.id}/${at}`;
      const health = new EndpointHealth(models.ejection, clock, (state) =>
        endpointChanged.publish({ endpoint: name, state }),
      );
      const { model, maxOutputTokens, temperature } = config;
      const client = await openClient(config.api, { model, url, apiKey, capacity, maxOutputTokens, temperature });
      return { endpoint: new Endpoint({ name, weight, capacity }, health, clock), client };
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
