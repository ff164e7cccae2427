import type * as z from 'zod';

import { describeViolations, formatPath } from '../../config/index.js';

import { InputInvalidError, InputTooLongError } from './answers.errors.js';
import { MAX_TEXT_LENGTH } from './ask.js';

/**
 * The message as its schema types it.
 *
 * @throws {InputTooLongError} `INPUT_TOO_LONG`, if a text is longer than the service reads.
 * @throws {InputInvalidError} `INPUT_INVALID`, naming every field at fault.
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
