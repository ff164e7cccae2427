import * as z from 'zod';

/** Classes that carry a deadline. `background` work has none and cannot be requested. */
export const requestClassSchema = z
  .enum(['critical', 'strategic', 'enhanced', 'multi-persona'])
  .describe('Service class: each has its own deadline and objective.');
export type RequestClass = z.infer<typeof requestClassSchema>;

export const REQUEST_CLASSES = requestClassSchema.options;

/** What a caller may request: a class, or `auto`, which leaves it to the plan. */
export const requestedClassSchema = z
  .enum([...REQUEST_CLASSES, 'auto'])
  .describe('A service class, or `auto`: the plan decides.');
export type RequestedClass = z.infer<typeof requestedClassSchema>;

export const REQUESTED_CLASSES = requestedClassSchema.options;
