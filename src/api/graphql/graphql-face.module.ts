import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { FrameworksModule } from '../../frameworks/index.js';
import { GuidanceModule } from '../../guidance/index.js';
import { MonitoringModule } from '../../monitoring/index.js';
import { OptimizerModule } from '../../optimizer/index.js';
import { graphqlSdl } from '../contract/sdl.js';

import { GuidanceResolver } from './guidance.resolver.js';

/** The deepest useful query is an answer with the evidence of its frameworks. */
const DEEPEST_QUERY = 8;

/** `/graphql`, on Mercurius. */
@Module({
  imports: [
    FrameworksModule,
    GuidanceModule,
    MonitoringModule,
    OptimizerModule,
    GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      typeDefs: graphqlSdl(),
      context: (_request: FastifyRequest, reply: FastifyReply) => ({ reply }),
      queryDepth: DEEPEST_QUERY,
      graphiql: false,
      allowBatchedQueries: false,
    }),
  ],
  providers: [GuidanceResolver],
})
export class GraphqlFaceModule {}
