import type { FastifyReply } from 'fastify';

/** What every resolver gets besides its arguments. */
export interface GraphqlContext {
  readonly reply: FastifyReply;
}
