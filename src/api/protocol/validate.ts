import type * as z from 'zod';

import { describeViolations, formatPath } from '../../core/index.js';
import { MAX_TEXT_LENGTH } from '../../answers/index.js';

import { InputInvalidError, InputTooLongError } from './api.errors.js';

/**
 * The message as its schema types it.
 *
 * @throws {InputTooLongError} `INPUT_TOO_LONG`, if a text exceeds the maximum length.
 * @throws {InputInvalidError} `INPUT_INVALID`, naming every invalid field.
 */
export function validate<Schema extends z.ZodType>(schema: Schema, message: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(message);
  if (parsed.success) return parsed.data;
  const fields = describeViolations(parsed.error, message).map(({ path, expected, found }) => ({
    field: path.length === 0 ? 'body' : formatPath(path),
    expected,
    found,
  }));
  const isTooLong = parsed.error.issues.some((issue) => issue.code === 'too_big' && issue.maximum === MAX_TEXT_LENGTH);
  throw new (isTooLong ? InputTooLongError : InputInvalidError)(fields);
}

/** Validates REST bodies and GraphQL inputs against their schema. */
export class SchemaPipe<Schema extends z.ZodType> {
  constructor(private readonly schema: Schema) {}

  transform(message: unknown): z.infer<Schema> {
    return validate(this.schema, message);
  }
}
