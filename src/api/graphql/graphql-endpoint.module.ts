import { Inject, Injectable, Logger, Module, type Abstract, type DynamicModule } from '@nestjs/common';
import type { HttpAdapterHost, LazyModuleLoader } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ValidationRule } from 'graphql';
import { mercurius } from 'mercurius';

import { RequestAuthorizer } from '../../access/index.js';
import type { Clock } from '../../core/index.js';
import { CLOCK, type AppConfig } from '../../config/index.js';
import { FrameworksModule } from '../../frameworks/index.js';
import { AnswersModule, AnswerRecorder } from '../../answers/index.js';
import { MemoryAccounting } from '../../memory/index.js';
import { MonitoringModule, ReadinessState } from '../../monitoring/index.js';
import { OptimizerModule } from '../../optimizer/index.js';
import type { GraphqlContext } from '../../http/index.js';
import { HostAllowlist } from '../protocol/host-allowlist.js';
import { graphqlSdl } from '../contract/sdl.js';
import { StreamsModule } from '../streams/streams.module.js';

import { ConversationsResolver } from './conversations.resolver.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { AnswersResolver } from './answers.resolver.js';
import { queryRules, requireShortQuery, servedOver } from './query-limits.js';
import { SubscriptionsResolver } from './subscriptions.resolver.js';

/** Above what the deepest useful query needs: an answer with the evidence of its frameworks. */
const LIMITS = { maxDepth: 8, maxAliases: 15, maxRootFields: 10, maxDirectives: 10 };

/** Injects the server that receives the GraphQL route. */
const GRAPHQL_SERVER = Symbol('GRAPHQL_SERVER');

/** Adds Mercurius to a server of its own instead of the application's. */
@Injectable()
class StandaloneDriver extends MercuriusDriver {
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
export class GraphqlEndpointModule {
  /**
   * @param httpAdapter Of the server that receives the route.
   * @param rules       Validation rules besides those of GraphQL.
   */
  static on(httpAdapter: FastifyAdapter, rules: ValidationRule[]): DynamicModule {
    const server = { provide: GRAPHQL_SERVER, useValue: { httpAdapter } };
    const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: StandaloneDriver,
      typeDefs: graphqlSdl(),
      context: (_request: FastifyRequest, reply: FastifyReply): GraphqlContext => ({ reply }),
      validationRules: rules,
      additionalRouteOptions: {
        preValidation: async ({ body }: FastifyRequest) => requireShortQuery(body),
      },
      errorFormatter: withRejectionStatus,
      graphiql: false,
      allowBatchedQueries: false,
    });
    return {
      module: GraphqlEndpointModule,
      imports: [
        FrameworksModule,
        AnswersModule,
        MonitoringModule,
        OptimizerModule,
        StreamsModule,
        { ...graphql, providers: [...(graphql.providers ?? []), server] },
      ],
      providers: [ConversationsResolver, AnswersResolver, SubscriptionsResolver],
    };
  }
}

/** Mercurius sets the status of a rejection only if it has exactly one error. */
const withRejectionStatus: NonNullable<MercuriusDriverConfig['errorFormatter']> = (execution, context) => {
  const formatted = mercurius.defaultErrorFormatter(execution, context);
  const rejection: unknown = execution.data ? undefined : execution.errors?.[0]?.originalError;
  const hasStatus = typeof rejection === 'object' && rejection !== null && 'statusCode' in rejection;
  return hasStatus ? { ...formatted, statusCode: Number(rejection.statusCode) } : formatted;
};

/**
 * Adds `/graphql` to a Fastify that has not started yet, with the services of the running application.
 *
 * @returns its WebSockets.
 */
export async function startGraphqlEndpoint(
  modules: LazyModuleLoader,
  fastify: FastifyInstance,
  { auth, graphql: { introspection, webSockets }, http, streams }: AppConfig,
): Promise<GraphqlSockets> {
  const hasIntrospection = introspection === 'on' || (introspection === 'auto' && auth === 'anonymous');
  const rules = queryRules({ ...LIMITS, hasIntrospection });
  const endpoint = GraphqlEndpointModule.on(new FastifyAdapter(fastify), [...rules, servedOver('http')]);
  const loaded = await modules.load(() => endpoint, { logger: false });
  const get = <T>(token: Abstract<T> | string | symbol) => loaded.get<T>(token, { strict: false });
  // Nest does not run the hooks of lazily loaded modules.
  await get(GraphQLModule).onModuleInit();
  const sockets = new GraphqlSockets(
    {
      ...webSockets,
      pingMs: streams.pingMs,
      origins: http.corsOrigins,
      rules: [...rules, servedOver('webSocket')],
    },
    {
      schema: fastify.graphql.schema,
      access: get(RequestAuthorizer),
      hosts: get(HostAllowlist),
      records: get(AnswerRecorder),
      clock: get<Clock>(CLOCK),
      logger: new Logger(GraphqlSockets.name),
    },
  );
  fastify.addHook('onRequest', sockets.upgrade);
  get(ReadinessState).closing.addEventListener('abort', () => sockets.closeAll(), { once: true });
  get(MemoryAccounting).register('web-sockets', () => sockets.usage);
  return sockets;
}
