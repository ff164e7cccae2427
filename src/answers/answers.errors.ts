import { AppError } from '../core/index.js';

/** No such answer, as far as this caller may know. */
export class AnswerNotFoundError extends AppError {
  readonly code = 'ANSWER_NOT_FOUND';

  constructor(readonly answerId: string) {
    super(`there is no answer ${answerId}`);
  }
}

/** The caller named a persona that does not exist. */
export class PersonaUnknownError extends AppError {
  readonly code = 'PERSONA_UNKNOWN';

  constructor(
    readonly persona: string,
    readonly known: readonly string[],
  ) {
    super(`there is no persona "${persona}"; there are ${known.join(', ')}`);
  }
}
