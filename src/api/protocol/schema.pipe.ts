import type { PipeTransform } from '@nestjs/common';
import type * as z from 'zod';

import { validate } from '../../answers/index.js';

/** Validates REST bodies and GraphQL inputs against their schema. */
export class SchemaPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.infer<Schema>> {
  constructor(private readonly schema: Schema) {}

  transform(message: unknown): z.infer<Schema> {
    return validate(this.schema, message);
  }
}
