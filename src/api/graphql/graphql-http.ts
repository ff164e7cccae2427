import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  execute,
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate as validateDocument,
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';

import type { MemoryUsage } from '../../memory/index.js';
import type { GraphqlContext } from '../../http/index.js';
import { addToHeader, operationNamed } from '../../http/index.js';
import { MethodNotAllowedError } from '../protocol/api.errors.js';
import { reportedProblem, type DefectLogger } from '../protocol/error-replies.js';
import { graphqlMedia } from '../protocol/graphql-media.js';
import { graphqlProblem } from '../protocol/problem.js';

import { readParameters, type GraphqlParameters } from './graphql-parameters.js';

/** Documents that need no parsing and no validation again, characters. */
const MAX_CACHED_LENGTH = 65_536;
/** What a parsed document takes for each character, bytes, about. */
const BYTES_PER_CHARACTER = 40;

/** Has what most documents have. */
const WARM_UP_QUERY = `mutation ($input: AskInput!) {
  ask(input: $input) { id answer { markdown } receipt { class frameworks { id evidence { quote } } } }
}`;

/** A document without an error, or its errors. */
type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/**
 * GraphQL over HTTP: queries by GET and POST, mutations by POST.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export class GraphqlHttp {
  readonly #documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_CACHED_LENGTH,
    sizeCalculation: (_document, query) => query.length,
  });

  /** @param rules Besides those of GraphQL. */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rules: readonly ValidationRule[],
    private readonly logger: DefectLogger,
  ) {}

  /** Memory of the documents. */
  get usage(): MemoryUsage {
    const { calculatedSize, size } = this.#documents;
    return {
      count: size,
      bytes: calculatedSize * BYTES_PER_CHARACTER,
      maxBytes: MAX_CACHED_LENGTH * BYTES_PER_CHARACTER,
    };
  }

  /** Compiles what the first document would have to wait for. */
  warmUp(): void {
    this.#check(WARM_UP_QUERY);
    this.clear();
  }

  clear(): void {
    this.#documents.clear();
  }

  /** @throws {InputInvalidError | MethodNotAllowedError} `INPUT_INVALID`, `METHOD_NOT_ALLOWED` */
  async serve(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { isAlwaysOk, type } = graphqlMedia(request.headers.accept);
    addToHeader(reply, 'Vary', 'Accept');
    const parameters = readParameters(request);
    const checked = this.#check(parameters.query);
    if ('document' in checked && request.method !== 'POST') requireQuery(checked.document, parameters, reply);
    const result = 'errors' in checked ? checked : await this.#execute(checked.document, parameters, reply);
    // Without data, nothing was executed.
    const isRefused = !('data' in result);
    const status = isRefused && !isAlwaysOk ? 400 : 200;
    const formatted = this.#format(result, request.id);
    return reply.status(status).type(`${type}; charset=utf-8`).send(JSON.stringify(formatted));
  }

  #check(query: string): Checked {
    const known = this.#documents.get(query);
    if (known !== undefined) return { document: known };
    try {
      const document = parse(query);
      const errors = validateDocument(this.schema, document, [...specifiedRules, ...this.rules]);
      if (errors.length > 0) return { errors };
      this.#documents.set(query, document);
      return { document };
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  }

  async #execute(
    document: DocumentNode,
    { operationName, variables }: GraphqlParameters,
    reply: FastifyReply,
  ): Promise<ExecutionResult> {
    nameOperation(document, operationName);
    return execute({
      schema: this.schema,
      document,
      operationName: operationName ?? null,
      variableValues: variables ?? null,
      contextValue: { reply } satisfies GraphqlContext,
    });
  }

  /** Every error has a code: its own, that of a document which cannot be executed, or that of a defect. */
  #format({ data, errors }: ExecutionResult, requestId: string): FormattedExecutionResult {
    if (errors === undefined) return { data: data ?? null };
    const formatted = errors.map((error) => {
      const { extensions, message, ...place } = error.toJSON();
      if (extensions !== undefined && 'code' in extensions) return { message, ...place, extensions };
      const problem =
        data === undefined
          ? graphqlProblem(message, requestId)
          : reportedProblem(error.originalError ?? error, requestId, this.logger);
      return { message: problem.detail, ...place, extensions: { ...problem } };
    });
    return data === undefined ? { errors: formatted } : { errors: formatted, data };
  }
}

/** By what it is and its first field, which the schema bounds; the name that a client gives it may be anything. */
function nameOperation(document: DocumentNode, operationName: string | null | undefined): void {
  const operation = getOperationAST(document, operationName);
  const field = operation?.selectionSet.selections.find(({ kind }) => kind === Kind.FIELD);
  if (operation == null || field?.kind !== Kind.FIELD) return;
  const type = operation.operation;
  const name = `${type} ${field.name.value}`;
  operationNamed.publish({ name, attributes: { 'graphql.operation.type': type } });
}

/** @throws {MethodNotAllowedError} `METHOD_NOT_ALLOWED` */
function requireQuery(document: DocumentNode, { operationName }: GraphqlParameters, reply: FastifyReply): void {
  const operation = getOperationAST(document, operationName)?.operation;
  if (operation === undefined || operation === OperationTypeNode.QUERY) return;
  reply.header('Allow', 'POST');
  throw new MethodNotAllowedError();
}
