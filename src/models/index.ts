export type { DraftBasis, Drafting } from './drafting.js';
export { endpointChanged, ModelAuthors } from './model-authors.js';
export { MODEL_CALL_OUTCOMES, modelCallFinished } from './persona-manager.js';
export { ModelsModule } from './models.module.js';
