import { setImmediate as turn } from 'node:timers/promises';

import { Injectable, Logger, Module, type Abstract, type DynamicModule } from '@nestjs/common';
import type { LazyModuleLoader } from '@nestjs/core';
import { AbstractGraphQLDriver, GraphQLModule } from '@nestjs/graphql';
import {
  assertValidSchema,
  buildASTSchema,
  isObjectType,
  parse,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';

import { RequestAuthorizer } from '../../access/index.js';
import type { Clock } from '../../core/index.js';
import { CLOCK, type AppConfig } from '../../config/index.js';
import { FrameworksModule } from '../../frameworks/index.js';
import { AnswersModule, AnswerRecorder } from '../../answers/index.js';
import { MemoryModule, MemoryMonitors } from '../../memory/index.js';
import { MonitoringModule, ReadinessState } from '../../monitoring/index.js';
import { OptimizerModule } from '../../optimizer/index.js';
import { HostAllowlist } from '../protocol/host-allowlist.js';
import { graphqlSdl } from '../contract/sdl.js';
import { StreamsModule } from '../streams/streams.module.js';

import { ConversationsResolver } from './conversations.resolver.js';
import { GraphqlHttp } from './graphql-http.js';
import { GraphqlSockets } from './graphql-sockets.js';
import { AnswersResolver } from './answers.resolver.js';
import { queryRules, servedOver } from './query-limits.js';
import { SubscriptionsResolver } from './subscriptions.resolver.js';

/** Above what the deepest useful query needs: an answer with the evidence of its frameworks. */
const LIMITS = { maxDepth: 8, maxAliases: 15, maxRootFields: 10, maxDirectives: 10 };

/** Nest makes the resolvers; {@link GraphqlHttp} and {@link GraphqlSockets} serve them. */
@Injectable()
class ResolversDriver extends AbstractGraphQLDriver {
  async start(): Promise<void> {}

  async stop(): Promise<void> {}
}

/** `/graphql` */
@Module({})
export class GraphqlEndpointModule {
  /** @param schema Receives the resolvers. */
  static for(schema: GraphQLSchema): DynamicModule {
    const transformResolvers = (resolvers: Resolvers) => resolveWith(schema, resolvers);
    return {
      module: GraphqlEndpointModule,
      imports: [
        FrameworksModule,
        AnswersModule,
        MemoryModule,
        MonitoringModule,
        OptimizerModule,
        StreamsModule,
        GraphQLModule.forRoot({ driver: ResolversDriver, schema, transformResolvers }),
      ],
      providers: [ConversationsResolver, AnswersResolver, SubscriptionsResolver],
    };
  }
}

/** What serves GraphQL, on its two transports. */
export interface GraphqlEndpoint {
  readonly http: GraphqlHttp;
  readonly sockets: GraphqlSockets;
}

/**
 * Builds the endpoint, with the services of the running application, part by part: each takes tens of milliseconds of the
 * event loop, and other requests are served between them.
 */
export async function startGraphqlEndpoint(
  modules: LazyModuleLoader,
  { auth, graphql: { introspection, webSockets }, http: { corsOrigins }, streams }: AppConfig,
): Promise<GraphqlEndpoint> {
  const sdl = graphqlSdl();
  await turn();
  const document = parse(sdl, { noLocation: true });
  await turn();
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  await turn();
  const loaded = await modules.load(() => GraphqlEndpointModule.for(schema), { logger: false });
  const get = <T>(token: Abstract<T> | string | symbol) => loaded.get<T>(token, { strict: false });
  // Nest does not run the hooks of lazily loaded modules.
  await get(GraphQLModule).onModuleInit();
  await turn();
  assertValidSchema(schema);
  await turn();

  const hasIntrospection = introspection === 'on' || (introspection === 'auto' && auth === 'anonymous');
  const rules = queryRules({ ...LIMITS, hasIntrospection });
  const http = new GraphqlHttp(schema, [...rules, servedOver('http')], new Logger(GraphqlHttp.name));
  const sockets = new GraphqlSockets(
    { ...webSockets, pingMs: streams.pingMs, origins: corsOrigins, rules: [...rules, servedOver('webSocket')] },
    {
      schema,
      access: get(RequestAuthorizer),
      hosts: get(HostAllowlist),
      records: get(AnswerRecorder),
      clock: get<Clock>(CLOCK),
      logger: new Logger(GraphqlSockets.name),
    },
  );
  get(ReadinessState).closing.addEventListener('abort', () => sockets.closeAll(), { once: true });
  const { accounting, actions } = get(MemoryMonitors);
  const component = 'graphql-documents';
  accounting.register(component, () => http.usage);
  actions.register({ step: 'caches', component, apply: () => http.clear() });
  accounting.register('web-sockets', () => sockets.usage);
  http.warmUp();
  await turn();
  return { http, sockets };
}

/** What Nest makes of the resolver classes: by type and field, a function or what a subscription needs. */
type Resolvers = readonly Readonly<Record<string, Readonly<Record<string, Resolver>>>>[];
type Resolver = GraphQLFieldResolver<unknown, unknown> | Subscribed;
type Subscribed = Pick<GraphQLField<unknown, unknown>, 'resolve' | 'subscribe'>;

function resolveWith(schema: GraphQLSchema, resolvers: Resolvers): Resolvers {
  for (const [typeName, fields] of resolvers.flatMap((one) => Object.entries(one))) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) throw new TypeError(`the schema has no type ${typeName}`);
    for (const [name, resolver] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (field === undefined) throw new TypeError(`the schema has no field ${typeName}.${name}`);
      Object.assign(field, typeof resolver === 'function' ? { resolve: resolver } : resolver);
    }
  }
  return resolvers;
}
