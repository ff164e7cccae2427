import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, parse, specifiedRules, validate, type GraphQLSchema, type ValidationRule } from 'graphql';
import { CloseCode, handleProtocols, makeServer, type Context, type Server, type ServerOptions } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';

import { RateLimitedError, UnauthenticatedError, type RequestAuthorizer } from '../../access/index.js';
import type { CancelTimer, Clock } from '../../core/index.js';
import type { AnswerRecorder } from '../../answers/index.js';
import type { MemoryUsage } from '../../memory/index.js';
import type { HostAllowlist } from '../protocol/host-allowlist.js';
import { actorOf, callerOf } from '../protocol/current-context.js';
import { auditRefusal, reportedProblem, sendProblem, type DefectLogger } from '../protocol/error-replies.js';

import { ConnectionLimiter, type ConnectionLimiterOptions, type ConnectionSlot } from './connection-limiter.js';
import type { GraphqlContext } from './graphql-context.js';
import { GraphqlLink } from './graphql-link.js';
import { requireShortQuery } from './query-limits.js';
import { UpgradeResponse } from './upgrade-response.js';

export interface GraphqlSocketsOptions extends ConnectionLimiterOptions {
  /** Subscriptions at once on each connection. */
  readonly maxSubscriptions: number;
  /** For `connection_init` to arrive, milliseconds. */
  readonly initMs: number;
  /** Time between two looks whether a client is there still, and still may be, milliseconds. */
  readonly pingMs: number;
  /** Sites whose pages may connect, besides our own. */
  readonly origins: readonly string[];
  /** What a subscription has to keep, besides the rules of the language. */
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

/** Longest message, bytes: a query of the longest text, escaped, and its variables. */
const MAX_MESSAGE_BYTES = 65_536;
/** Longest `authorization` in `connection_init`, characters: as much as headers may take. */
const MAX_AUTHORIZATION_LENGTH = 16_384;
/** From the end of the work to that of the connections, milliseconds. */
const LANDING_MS = 100;
/** For a client to answer that the connection closes, milliseconds. */
const LAST_WORDS_MS = 1_000;
/** What a connection takes in this process, bytes, about; measured. */
const CONNECTION_BYTES = 32_768;

/** Close codes of RFC 6455 and its registry, besides those of the protocol. */
const GOING_AWAY = 1_001;
const TRY_AGAIN_LATER = 1_013;

const UPGRADES = {
  noServer: true,
  clientTracking: false,
  maxPayload: MAX_MESSAGE_BYTES,
  // A few bytes could unpack to any number.
  perMessageDeflate: false,
  // `GraphqlLink` answers pings, so that they cannot pile up.
  autoPong: false,
  closeTimeout: LAST_WORDS_MS,
} as const;

/** A connection and the request that it began with, which stands for it wherever a request is asked for. */
interface Connection extends GraphqlContext {
  readonly link: GraphqlLink;
  readonly place: ConnectionSlot;
}

type Visit = Context<Record<string, unknown> | undefined, Connection>;

/**
 * Subscriptions over WebSocket, by the protocol `graphql-transport-ws`.
 *
 * A connection begins as a request over HTTP and is checked as one; each subscription is checked by the guards of its
 * field, with that request. Nothing is queued for a client: a source is asked for the next value when the one before
 * has left, and a client that lets more pile up than {@link GraphqlLink} holds is cut off.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export class GraphqlSockets {
  readonly #places: ConnectionLimiter;
  readonly #connections = new Set<Connection>();
  readonly #protocol: Server<Connection>;
  readonly #upgrades = new WebSocketServer({ ...UPGRADES, handleProtocols });
  #stopLooking: CancelTimer | undefined;
  #isLeaving = false;

  constructor(
    private readonly options: GraphqlSocketsOptions,
    private readonly parts: GraphqlSocketsParts,
  ) {
    this.#places = new ConnectionLimiter(options);
    this.#protocol = makeServer<Record<string, unknown> | undefined, Connection>({
      connectionInitWaitTimeout: options.initMs,
      onConnect: (visit) => this.#welcome(visit),
      onSubscribe: (visit, _id, payload) => this.#accepted(visit, payload),
    });
  }

  /** What the connections take. */
  get usage(): MemoryUsage {
    const { open } = this.#places;
    return { count: open, bytes: open * CONNECTION_BYTES, maxBytes: this.options.maxConnections * CONNECTION_BYTES };
  }

  /**
   * Makes a WebSocket of a request that asks for one, or replies why not; a hook of Fastify. A key in its header is
   * checked before; without one, `connection_init` may bring it.
   */
  readonly upgrade = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { raw: response } = reply;
    if (!(response instanceof UpgradeResponse)) return undefined;
    try {
      const place = await this.#placeFor(response, reply);
      reply.hijack();
      this.#upgrades.handleUpgrade(request.raw, response.release(), response.head, (socket) => {
        response.markSwitched();
        this.#open(socket, reply, place);
      });
      return undefined;
    } catch (error) {
      // The error handler of the route would answer as GraphQL does.
      sendProblem(reply, reportedProblem(error, request.id, this.parts.logger));
      return reply;
    }
  };

  /** Tells everybody that the service goes; whoever does not hang up then is cut off. */
  closeAll(): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    this.#stopLooking?.();
    // What has landed just now is still on its way to who waits for it.
    this.parts.clock.schedule(LANDING_MS, () => {
      for (const { link } of this.#connections) link.close(GOING_AWAY, 'draining');
    });
  }

  /** @throws {HostNotAllowedError | ConnectionsExhaustedError} and what {@link RequestAuthorizer.authorizeRequest} throws. */
  async #placeFor({ peer }: UpgradeResponse, reply: FastifyReply): Promise<ConnectionSlot> {
    const { headers } = reply.request;
    this.parts.hosts.checkPage(headers.host, headers.origin, this.options.origins);
    const place = this.#places.acquire();
    peer.once('close', () => place.release());
    if (headers.authorization !== undefined) await this.#admit(reply, place);
    return place;
  }

  #open(socket: WebSocket, reply: FastifyReply, place: ConnectionSlot): void {
    const { logger } = this.parts;
    const link = new GraphqlLink(socket, (error) => void reportedProblem(error, reply.request.id, logger));
    const connection: Connection = { link, reply, place };
    const closed = this.#protocol.opened(link, connection);
    this.#connections.add(connection);
    socket.once('close', (code, reason) => {
      this.#connections.delete(connection);
      void closed(code, String(reason));
    });
    if (this.#isLeaving) link.close(GOING_AWAY, 'draining');
    else this.#stopLooking ??= this.#lookLater();
  }

  /** The same check as every request has, on what stands in the headers. */
  async #admit(reply: FastifyReply, place: ConnectionSlot): Promise<void> {
    const { request } = reply;
    try {
      await this.parts.access.authorizeRequest(request, reply, 'ask');
      place.assignTenant(callerOf(request).tenant);
    } catch (error) {
      this.#audit(request, error);
      throw error;
    }
  }

  /** A browser cannot send the header, so the first message may stand in for it. */
  async #welcome({ connectionParams, extra: { link, reply, place } }: Visit): Promise<boolean> {
    const { request } = reply;
    if (request.caller !== null) return true;
    const authorization = connectionParams?.['authorization'];
    if (typeof authorization === 'string' && authorization.length <= MAX_AUTHORIZATION_LENGTH) {
      request.raw.headers.authorization = authorization;
    }
    try {
      await this.#admit(reply, place);
      return true;
    } catch (error) {
      const { code, status } = reportedProblem(error, request.id, this.parts.logger);
      link.close(status === 401 || status === 403 ? CloseCode.Forbidden : TRY_AGAIN_LATER, code);
      return false;
    }
  }

  /** What is to be executed, or why not: the same text, rules and errors as over HTTP, before anything is executed. */
  #accepted({ subscriptions, extra: { reply } }: Visit, payload: SubscribePayload): Accepted {
    const { request } = reply;
    try {
      this.#requireRoom(Object.keys(subscriptions).length);
      requireShortQuery(payload);
      const document = parse(payload.query);
      const { schema } = this.parts;
      const errors = validate(schema, document, [...specifiedRules, ...this.options.rules]);
      if (errors.length > 0) return errors;
      const { operationName, variables: variableValues } = payload;
      return { schema, document, operationName, variableValues, contextValue: { reply } satisfies GraphqlContext };
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      this.#audit(request, error);
      const problem = reportedProblem(error, request.id, this.parts.logger);
      return [new GraphQLError(problem.detail, { extensions: problem })];
    }
  }

  /** @throws {RateLimitedError} `RATE_LIMITED` */
  #requireRoom(subscriptions: number): void {
    if (subscriptions <= this.options.maxSubscriptions) return;
    throw new RateLimitedError({ limit: 'subscriptions of a connection', retryAfterMs: LAST_WORDS_MS });
  }

  #audit(request: FastifyRequest, error: unknown): void {
    if (request.caller !== null) auditRefusal(this.parts.records, actorOf(request), error);
  }

  #lookLater(): CancelTimer {
    return this.parts.clock.schedule(this.options.pingMs, () => {
      for (const { link, reply } of this.#connections) {
        link.ping();
        if (reply.request.caller !== null) void this.#requireStillKnown(link, reply.request);
      }
      this.#stopLooking = this.#connections.size === 0 ? undefined : this.#lookLater();
    });
  }

  /** Whoever's key is revoked, or whose token ends, is told nothing more. */
  async #requireStillKnown(link: GraphqlLink, { raw }: FastifyRequest): Promise<void> {
    try {
      await this.parts.access.authenticate(raw);
    } catch (error) {
      // While nobody can say, whoever is here stays.
      if (error instanceof UnauthenticatedError) link.close(CloseCode.Forbidden, error.code);
    }
  }
}

type OnSubscribe = NonNullable<ServerOptions<Record<string, unknown> | undefined, Connection>['onSubscribe']>;
type SubscribePayload = Parameters<OnSubscribe>[2];
type Accepted = Exclude<Awaited<ReturnType<OnSubscribe>>, void>;
