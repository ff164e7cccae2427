import { AppError } from '../../core/index.js';

/** One field of a message that misses its schema. */
export interface FieldProblem {
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/** A request that misses its schema. */
export class InputInvalidError extends AppError {
  readonly code: string = 'INPUT_INVALID';
  readonly fields: FieldProblem[];

  constructor(fields: readonly FieldProblem[]) {
    super(fields.map(({ field, expected, found }) => `${field}: ${expected}, found ${found}`).join('; '));
    this.fields = [...fields];
  }
}

/** A text beyond the longest the service reads. */
export class InputTooLongError extends InputInvalidError {
  override readonly code = 'INPUT_TOO_LONG';
}

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
