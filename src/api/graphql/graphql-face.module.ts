import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { APP_CONFIG, type AppConfig } from '../../config/index.js';
import { FrameworksModule } from '../../frameworks/index.js';
import { GuidanceModule } from '../../guidance/index.js';
import { MonitoringModule } from '../../monitoring/index.js';
import { OptimizerModule } from '../../optimizer/index.js';
import { graphqlSdl } from '../contract/sdl.js';

import { ConversationsResolver } from './conversations.resolver.js';
import { GuidanceResolver } from './guidance.resolver.js';
import { queryRules, requireShortQuery } from './query-limits.js';

/** The deepest useful query is an answer with the evidence of its frameworks. */
const DEEPEST_QUERY = 8;
/** More than any client of ours asks for. */
const LIMITS = { maxAliases: 15, maxRootFields: 10, maxDirectives: 10 };

/** `/graphql`, on Mercurius. */
@Module({
  imports: [
    FrameworksModule,
    GuidanceModule,
    MonitoringModule,
    OptimizerModule,
    GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      inject: [APP_CONFIG],
      useFactory: ({ auth, graphql: { introspection } }: AppConfig) => ({
        typeDefs: graphqlSdl(),
        context: (_request: FastifyRequest, reply: FastifyReply) => ({ reply }),
        queryDepth: DEEPEST_QUERY,
        validationRules: queryRules({
          ...LIMITS,
          hasIntrospection: introspection === 'on' || (introspection === 'auto' && auth === 'anonymous'),
        }),
        additionalRouteOptions: {
          preValidation: async ({ body }: FastifyRequest) => requireShortQuery(body),
        },
        graphiql: false,
        allowBatchedQueries: false,
      }),
    }),
  ],
  providers: [ConversationsResolver, GuidanceResolver],
})
export class GraphqlFaceModule {}
