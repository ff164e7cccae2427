/**
 * Model backends: writes parts of an answer with language models where some are configured; the playbook writes the rest.
 *
 * Top-down: {@link ModelAuthors} starts a {@link Drafting} per answer; it calls the `ManagerGroup` of each persona, which
 * picks one `PersonaManager` (one persona on one `Endpoint`) by power of two choices and retries once on a transient
 * failure within a budget; a `ModelClient` speaks the provider's protocol in whatever dialect the server has.
 * Sub-folders, each importing only those before it: `clients/`, `balancing/`, then the files here.
 *
 * Concurrency: supporting personas write in parallel within half of the time, then the lead integrates them. Capacity is
 * bounded per persona and endpoint; latency and health of an endpoint are shared by all personas.
 * Failure: never an error of the answer; a part that is late, invalid or shed is the playbook's, with a degradation. An
 * endpoint is ejected after failures in a row, probed by one call, and started slowly.
 */
export { backendNoticed } from './clients/model-client.js';
export { MODEL_CALL_OUTCOMES, modelCallFinished } from './balancing/persona-manager.js';
export type { DraftBasis, Drafting } from './drafting.js';
export { endpointChanged, ModelAuthors } from './model-authors.js';
export { ModelsModule } from './models.module.js';
