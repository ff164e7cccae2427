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
import { HostAllowlist } from '../host-allowlist.js';
import { graphqlSdl } from '../contract/sdl.js';
import { StreamsModule } from '../streams.module.js';

import { ConversationsResolver } from './conversations.resolver.js';
import type { GraphqlContext } from './graphql-context.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { GuidanceResolver } from './guidance.resolver.js';
import { queryRules, requireShortQuery, servedOver } from './query-limits.js';
import { SubscriptionsResolver } from './subscriptions.resolver.js';

/** More than any client of ours asks for; the deepest useful query is an answer with the evidence of its frameworks. */
const LIMITS = { maxDepth: 8, maxAliases: 15, maxRootFields: 10, maxDirectives: 10 };

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
export class GraphqlEndpointModule {
  /**
   * @param httpAdapter Of the server that gets the route.
   * @param rules       What a query has to keep, besides the rules of the language.
   */
  static on(httpAdapter: FastifyAdapter, rules: ValidationRule[]): DynamicModule {
    const server = { provide: GRAPHQL_SERVER, useValue: { httpAdapter } };
    const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: DriverOfItsOwn,
      typeDefs: graphqlSdl(),
      context: (_request: FastifyRequest, reply: FastifyReply): GraphqlContext => ({ reply }),
      validationRules: rules,
      additionalRouteOptions: {
        preValidation: async ({ body }: FastifyRequest) => requireShortQuery(body),
      },
      errorFormatter: withStatusOfRefusal,
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
      providers: [ConversationsResolver, GuidanceResolver, SubscriptionsResolver],
    };
  }
}

/** Mercurius tells the status of a refusal only if there is one error in it. */
const withStatusOfRefusal: NonNullable<MercuriusDriverConfig['errorFormatter']> = (execution, context) => {
  const formatted = mercurius.defaultErrorFormatter(execution, context);
  const refusal: unknown = execution.data ? undefined : execution.errors?.[0]?.originalError;
  const isRefusal = typeof refusal === 'object' && refusal !== null && 'statusCode' in refusal;
  return isRefusal ? { ...formatted, statusCode: Number(refusal.statusCode) } : formatted;
};

/**
 * Adds `/graphql` to a Fastify that has not started yet, with the services of the running application.
 *
 * @returns its WebSockets.
 */
export async function startGraphql(
  modules: LazyModuleLoader,
  fastify: FastifyInstance,
  { auth, graphql: { introspection, webSockets }, http, streams }: AppConfig,
): Promise<GraphqlSockets> {
  const hasIntrospection = introspection === 'on' || (introspection === 'auto' && auth === 'anonymous');
  const rules = queryRules({ ...LIMITS, hasIntrospection });
  const face = GraphqlEndpointModule.on(new FastifyAdapter(fastify), [...rules, servedOver('http')]);
  const loaded = await modules.load(() => face, { logger: false });
  const the = <T>(token: Abstract<T> | string | symbol) => loaded.get<T>(token, { strict: false });
  // Nest calls the hooks of what is there at start only.
  await the(GraphQLModule).onModuleInit();
  const sockets = new GraphqlSockets(
    {
      ...webSockets,
      pingMs: streams.pingMs,
      origins: http.corsOrigins,
      rules: [...rules, servedOver('webSocket')],
    },
    {
      schema: fastify.graphql.schema,
      access: the(RequestAuthorizer),
      sites: the(HostAllowlist),
      records: the(AnswerRecorder),
      clock: the<Clock>(CLOCK),
      logger: new Logger(GraphqlSockets.name),
    },
  );
  fastify.addHook('onRequest', sockets.enter);
  the(ReadinessState).closing.addEventListener('abort', () => sockets.leave(), { once: true });
  the(MemoryAccounting).register('web-sockets', () => sockets.holding);
  return sockets;
}
