import { findPersona, PERSONA_PROFILES } from '../../personas/index.js';
import { ModelNotFoundError } from '../protocol/api.errors.js';
import type { OpenAiModel, OpenAiModelList } from '../contract/openai.js';

const DIRECTOR = 'director';
/** Seconds; of the protocol's first release. Clients sort by it. */
const CREATED = 1_767_225_600;

/** A model that a request names. */
export interface ChosenModel {
  readonly id: string;
  /** The persona that shall answer; undefined where the question decides. */
  readonly persona: string | undefined;
}

const MODELS: readonly OpenAiModel[] = [
  modelOf(DIRECTOR, 'Director', 'Answers as the persona, and with the others, that the question calls for.'),
  ...PERSONA_PROFILES.map(({ id, name, title, expertise }) =>
    modelOf(`${DIRECTOR}-${id}`, `Director: ${name}`, `${title}: ${expertise.join(', ')}.`),
  ),
];

export function listModels(): OpenAiModelList {
  return { object: 'list', data: [...MODELS] };
}

/** @throws {ModelNotFoundError} `MODEL_NOT_FOUND` */
export function findModel(id: string): OpenAiModel {
  const model = MODELS.find((one) => one.id === id);
  if (model !== undefined) return model;
  throw new ModelNotFoundError(
    id,
    MODELS.map((one) => one.id),
  );
}

/** @throws {ModelNotFoundError} `MODEL_NOT_FOUND` */
export function chooseModel(id: string | null | undefined): ChosenModel {
  const model = findModel(id ?? DIRECTOR);
  return { id: model.id, persona: findPersona(model.id.slice(DIRECTOR.length + 1))?.id };
}

function modelOf(id: string, name: string, description: string): OpenAiModel {
  return { id, object: 'model', created: CREATED, owned_by: 'claude-director', name, description };
}
