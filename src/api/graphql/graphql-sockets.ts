import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, parse, specifiedRules, validate, type GraphQLSchema, type ValidationRule } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Context, type Server, type ServerOptions } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';

import { RateLimitedError, UnauthenticatedError, type RequestAuthorizer } from '../../access/index.js';
import type { CancelTimer, Clock } from '../../core/index.js';
import type { AnswerRecorder } from '../../answers/index.js';
import type { MemoryUsage } from '../../memory/index.js';
import type { GraphqlContext } from '../../http/index.js';
import type { HostAllowlist } from '../protocol/host-allowlist.js';
import { actorOf } from '../protocol/current-context.js';
import { auditRefusal, reportedProblem, sendProblem, type DefectLogger } from '../protocol/error-replies.js';
import { graphqlProblem } from '../protocol/problem.js';

import { ConnectionLimiter, type ConnectionSlot, type WebSocketLimits } from './connection-limiter.js';
import { GraphqlLink } from './graphql-link.js';
import { requireShortQuery } from './graphql-parameters.js';
import { UpgradeResponse } from './upgrade-response.js';

export interface GraphqlSocketsOptions extends WebSocketLimits {
  /** Interval at which connections are pinged and their callers authenticated again, milliseconds. */
  readonly pingMs: number;
  /** Origins whose pages may connect, besides that of the request. */
  readonly origins: readonly string[];
  /** Validation rules for subscriptions, besides those of GraphQL. */
  readonly rules: readonly ValidationRule[];
}

export interface GraphqlSocketsParts {
  readonly schema: GraphQLSchema;
  readonly access: RequestAuthorizer;
  readonly hosts: HostAllowlist;
  readonly records: AnswerRecorder;
  readonly clock: Clock;
  readonly logger: DefectLogger;
}

/** Maximum size of a message, bytes: a query of maximum length, escaped, and its variables. */
const MAX_MESSAGE_BYTES = 65_536;
/** Maximum length of `authorization` in `connection_init`, characters: that of all headers together. */
const MAX_AUTHORIZATION_LENGTH = 16_384;
/** Delay of the close, in which the last events reach their clients, milliseconds. */
const CLOSE_DELAY_MS = 100;
/** For a client to confirm the close of its connection, milliseconds. */
const CLOSE_TIMEOUT_MS = 1_000;
/** Memory of a connection in this process, bytes, approximately; measured. */
const CONNECTION_BYTES = 32_768;

/** Close codes of RFC 6455 and its registry, besides those of the protocol. */
const GOING_AWAY = 1_001;
const TRY_AGAIN_LATER = 1_013;

const UPGRADES = {
  noServer: true,
  clientTracking: false,
  maxPayload: MAX_MESSAGE_BYTES,
  // A few bytes could decompress to any number.
  perMessageDeflate: false,
  // `GraphqlLink` answers pings, so that pongs cannot pile up.
  autoPong: false,
  closeTimeout: CLOSE_TIMEOUT_MS,
} as const;

/** A connection and the request that opened it, which guards and resolvers receive as their request. */
interface Connection extends GraphqlContext {
  readonly link: GraphqlLink;
  readonly slot: ConnectionSlot;
}

type ConnectionContext = Context<Record<string, unknown> | undefined, Connection>;

/**
 * Subscriptions over WebSocket, by the protocol `graphql-transport-ws`.
 *
 * A connection begins as an HTTP request and is authorized as one; each subscription is authorized by the guards of its
 * field, with that request. Nothing is queued for a client: a source is asked for the next value when the previous one
 * has been sent, and a client with more unsent data than {@link GraphqlLink} buffers is disconnected.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class GraphqlSockets {
  readonly #limiter: ConnectionLimiter;
  readonly #connections = new Set<Connection>();
  readonly #protocol: Server<Connection>;
  readonly #upgrades = new WebSocketServer({ ...UPGRADES, handleProtocols });
  #cancelPing: CancelTimer | undefined;
  #isClosing = false;

  constructor(
    private readonly options: GraphqlSocketsOptions,
    private readonly parts: GraphqlSocketsParts,
  ) {
    this.#limiter = new ConnectionLimiter(options);
    this.#protocol = makeServer<Record<string, unknown> | undefined, Connection>({
      connectionInitWaitTimeout: options.initMs,
      onConnect: (context) => this.#authenticate(context),
      onSubscribe: (context, _id, payload) => this.#executionOf(context, payload),
    });
  }

  /** Memory of the connections. */
  get usage(): MemoryUsage {
    const { open } = this.#limiter;
    return { count: open, bytes: open * CONNECTION_BYTES, maxBytes: this.options.maxConnections * CONNECTION_BYTES };
  }

  /**
   * Upgrades a request that asks for a WebSocket, or replies why not; a hook of Fastify. A key in its header is checked
   * before; without one, `connection_init` may contain it.
   */
  readonly upgrade = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { raw: response } = reply;
    if (!(response instanceof UpgradeResponse)) return undefined;
    try {
      const slot = await this.#slotFor(response, reply);
      reply.hijack();
      this.#upgrades.handleUpgrade(request.raw, response.release(), response.head, (socket) => {
        response.markSwitched();
        this.#open(socket, reply, slot);
      });
      return undefined;
    } catch (error) {
      sendProblem(reply, reportedProblem(error, request.id, this.parts.logger));
      return reply;
    }
  };

  /** Closes all connections because the service shuts down; a client that does not confirm is disconnected. */
  closeAll(): void {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#cancelPing?.();
    this.parts.clock.schedule(CLOSE_DELAY_MS, () => {
      for (const { link } of this.#connections) link.close(GOING_AWAY, 'draining');
    });
  }

  /** @throws {HostNotAllowedError | ConnectionsExhaustedError} and what {@link RequestAuthorizer} throws. */
  async #slotFor({ peer }: UpgradeResponse, reply: FastifyReply): Promise<ConnectionSlot> {
    const { headers } = reply.request;
    this.parts.hosts.checkPage(headers.host, headers.origin, this.options.origins);
    const slot = this.#limiter.acquire();
    peer.once('close', () => slot.release());
    if (headers.authorization !== undefined) await this.#authorize(reply, slot);
    return slot;
  }

  #open(socket: WebSocket, reply: FastifyReply, slot: ConnectionSlot): void {
    const { logger } = this.parts;
    const link = new GraphqlLink(socket, (error) => void reportedProblem(error, reply.request.id, logger));
    const connection: Connection = { link, reply, slot };
    const closed = this.#protocol.opened(link, connection);
    this.#connections.add(connection);
    socket.once('close', (code, reason) => {
      this.#connections.delete(connection);
      void closed(code, String(reason));
    });
    if (this.#isClosing) link.close(GOING_AWAY, 'draining');
    else this.#cancelPing ??= this.#schedulePing();
  }

  /** The access check of every request, on the headers. */
  async #authorize(reply: FastifyReply, slot: ConnectionSlot): Promise<void> {
    const { request } = reply;
    try {
      const caller = await this.parts.access.authenticate(request);
      request.caller = caller;
      await this.parts.access.authorize(caller, 'ask', reply);
      slot.assignTenant(caller.tenant);
    } catch (error) {
      this.#audit(request, error);
      throw error;
    }
  }

  /** A browser cannot set the header, so the first message may contain its value. */
  async #authenticate({ connectionParams, extra: { link, reply, slot } }: ConnectionContext): Promise<boolean> {
    const { request } = reply;
    if (request.caller !== null) return true;
    const authorization = connectionParams?.['authorization'];
    if (typeof authorization === 'string' && authorization.length <= MAX_AUTHORIZATION_LENGTH) {
      request.raw.headers.authorization = authorization;
    }
    try {
      await this.#authorize(reply, slot);
      return true;
    } catch (error) {
      const { code, status } = reportedProblem(error, request.id, this.parts.logger);
      link.close(status === 401 || status === 403 ? CloseCode.Forbidden : TRY_AGAIN_LATER, code);
      return false;
    }
  }

  /** The arguments of an execution, or errors: with the limits, rules and problems of HTTP. */
  #executionOf({ subscriptions, extra: { reply } }: ConnectionContext, payload: SubscribePayload): Accepted {
    const { request } = reply;
    try {
      this.#requireCapacity(Object.keys(subscriptions).length);
      requireShortQuery(payload);
      const document = parse(payload.query);
      const { schema } = this.parts;
      const errors = validate(schema, document, [...specifiedRules, ...this.options.rules]);
      if (errors.length > 0) return errors.map((error) => withCode(error, request.id));
      const { operationName, variables: variableValues } = payload;
      return { schema, document, operationName, variableValues, contextValue: { reply } satisfies GraphqlContext };
    } catch (error) {
      if (error instanceof GraphQLError) return [withCode(error, request.id)];
      this.#audit(request, error);
      const problem = reportedProblem(error, request.id, this.parts.logger);
      return [new GraphQLError(problem.detail, { extensions: problem })];
    }
  }

  /** @throws {RateLimitedError} `RATE_LIMITED` */
  #requireCapacity(subscriptions: number): void {
    const { maxSubscriptions: quota } = this.options;
    if (subscriptions <= quota) return;
    throw new RateLimitedError({ limit: 'subscriptions of a connection', quota, retryAfterMs: CLOSE_TIMEOUT_MS });
  }

  #audit(request: FastifyRequest, error: unknown): void {
    if (request.caller !== null) auditRefusal(this.parts.records, actorOf(request), error);
  }

  #schedulePing(): CancelTimer {
    return this.parts.clock.schedule(this.options.pingMs, () => {
      for (const { link, reply } of this.#connections) {
        link.ping();
        if (reply.request.caller !== null) void this.#closeIfRevoked(link, reply.request);
      }
      this.#cancelPing = this.#connections.size === 0 ? undefined : this.#schedulePing();
    });
  }

  /** Ends a connection whose key has been revoked or whose token has expired. */
  async #closeIfRevoked(link: GraphqlLink, { raw }: FastifyRequest): Promise<void> {
    try {
      await this.parts.access.authenticate(raw);
    } catch (error) {
      // While the key cannot be checked, the connection stays.
      if (error instanceof UnauthenticatedError) link.close(CloseCode.Forbidden, error.code);
    }
  }
}

function withCode(error: GraphQLError, requestId: string): GraphQLError {
  return Object.assign(error, { extensions: { ...graphqlProblem(error.message, requestId) } });
}

type OnSubscribe = NonNullable<ServerOptions<Record<string, unknown> | undefined, Connection>['onSubscribe']>;
type SubscribePayload = Parameters<OnSubscribe>[2];
type Accepted = Exclude<Awaited<ReturnType<OnSubscribe>>, void>;
