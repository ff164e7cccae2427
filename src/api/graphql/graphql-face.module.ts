import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import type { HttpAdapterHost, LazyModuleLoader } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

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

/** Injects the server that GraphQL is added to. */
const GRAPHQL_SERVER = Symbol('GRAPHQL_SERVER');

/** Adds Mercurius to a server of its own instead of that of the application. */
@Injectable()
class DriverOfItsOwn extends MercuriusDriver {
  constructor(@Inject(GRAPHQL_SERVER) private readonly server: Pick<HttpAdapterHost, 'httpAdapter'>) {
    super();
  }

  override start(options: MercuriusDriverConfig): Promise<void> {
    Object.assign(this, { httpAdapterHost: this.server });
    return super.start(options);
  }
}

/** `/graphql`, on Mercurius. */
@Module({})
export class GraphqlFaceModule {
  /** @param httpAdapter Of the server that gets the route. */
  static on(httpAdapter: FastifyAdapter): DynamicModule {
    const server = { provide: GRAPHQL_SERVER, useValue: { httpAdapter } };
    const graphql = GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: DriverOfItsOwn,
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
    });
    return {
      module: GraphqlFaceModule,
      imports: [
        FrameworksModule,
        GuidanceModule,
        MonitoringModule,
        OptimizerModule,
        { ...graphql, providers: [...(graphql.providers ?? []), server] },
      ],
      providers: [ConversationsResolver, GuidanceResolver],
    };
  }
}

/** Adds `/graphql` to a Fastify that has not started yet, with the services of the running application. */
export async function startGraphql(modules: LazyModuleLoader, fastify: FastifyInstance): Promise<void> {
  const face = GraphqlFaceModule.on(new FastifyAdapter(fastify));
  const loaded = await modules.load(() => face, { logger: false });
  // Nest calls the hooks of what is there at start only.
  await loaded.get(GraphQLModule, { strict: false }).onModuleInit();
}
