import { REFERENCE_PREFIX, messageSchemas, type JsonSchema, type MessageName } from './messages.js';

/** Messages that are GraphQL inputs. */
const INPUTS: ReadonlySet<string> = new Set<MessageName>(['Ask', 'FeedbackRequest']);
/** Messages that only REST has. */
const REST_ONLY: ReadonlySet<string> = new Set<MessageName>([
  'Detect',
  'FrameworkList',
  'PersonaList',
  'ConversationChange',
  'ExportedTurn',
  'Transcript',
  'PerformanceHistory',
  'PerformanceSample',
  'ApiKey',
  'ApiKeyList',
  'KeyRequest',
  'NewKey',
  'ChatRequest',
  'ChatCompletion',
  'ResponsesRequest',
  'ResponseReply',
  'OpenAiModel',
  'OpenAiModelList',
  'OpenAiError',
  'Problem',
  'FieldProblem',
]);

const ROOTS = `"""Reading, without consequences."""
type Query {
  """What would happen to a question, without doing it."""
  plan(input: AskInput!): Plan!
  """An answer as it stands now."""
  answer(id: ID!): Answer!
  """Answers that the caller was given, latest first."""
  answers(cursor: String, limit: Int): RecentAnswerPage!
  """The strategic frameworks that apply to a text, with the words that say so."""
  detectFrameworks(text: String!): Detection!
  """The framework library."""
  frameworks: [FrameworkSummary!]!
  """One framework, whole."""
  framework(id: ID!): Framework!
  """Who can answer."""
  personas: [Persona!]!
  """How well the service does."""
  performance: Performance!
  """Conversations, begun last first; with search, those with these words in the title."""
  conversations(cursor: String, limit: Int, search: String): ConversationPage!
  """A conversation without its turns."""
  conversation(id: ID!): Conversation!
  """Turns of a conversation, oldest first."""
  turns(conversationId: ID!, cursor: String, limit: Int): TurnPage!
  """The audit trail, oldest first unless order is newest; for auditors."""
  audit(cursor: String, limit: Int, order: String): AuditPage!
  """Whether the audit trail is whole; for auditors."""
  auditVerification: AuditVerification!
}

"""Asking."""
type Mutation {
  """Answers a question by the deadline of its class."""
  ask(input: AskInput!): Answer!
  """Says whether an answer was useful, and what came of it."""
  rateAnswer(id: ID!, input: FeedbackRequestInput!): Feedback!
  """Gives a conversation another title."""
  renameConversation(id: ID!, title: String!): Conversation!
  """Deletes a conversation for good, with its answers; gives its id."""
  deleteConversation(id: ID!): ID!
}

"""What happens, over WebSocket by the protocol graphql-transport-ws."""
type Subscription {
  """An answer as it stands now, then each later version; completes after the final one."""
  answerUpdated(id: ID!): Answer!
  """How well the service does, every second."""
  performance: Performance!
}`;

/**
 * The GraphQL schema, made from the schemas that validate REST, so that the two endpoints cannot differ.
 *
 * Closed sets of strings become `String`, because values such as `multi-persona` are not GraphQL names and a receipt
 * is the same on every endpoint; the description lists them.
 */
export function graphqlSdl(): string {
  const printer = new TypePrinter();
  for (const [name, schema] of Object.entries(messageSchemas())) {
    if (INPUTS.has(name)) printer.print('input', `${name}Input`, schema);
    else if (!REST_ONLY.has(name)) printer.print('type', name, schema);
  }
  return `${[ROOTS, ...printer.definitions].join('\n\n')}\n`;
}

class TypePrinter {
  readonly definitions: string[] = [];

  print(keyword: 'type' | 'input', name: string, { properties = {}, required = [], description }: JsonSchema): void {
    const position = this.definitions.push('') - 1;
    const fields = Object.entries(properties).map(([field, schema]) => {
      const isOptional = !required.includes(field);
      return `${describe(descriptionOf(schema), '  ')}  ${field}: ${this.#typeOf(schema, `${name}${capitalize(field)}`, isOptional)}`;
    });
    this.definitions[position] = `${describe(description, '')}${keyword} ${name} {\n${fields.join('\n')}\n}`;
  }

  #typeOf(schema: JsonSchema, nameIfInline: string, isOptional: boolean): string {
    if (Array.isArray(schema.type)) {
      const [type, ...others] = schema.type.filter((name) => name !== 'null');
      if (type === undefined || others.length > 0) throw new TypeError(`GraphQL has no type for ${nameIfInline}`);
      return this.#typeOf({ ...schema, type }, nameIfInline, true);
    }
    const options = schema.anyOf?.filter(({ type }) => type !== 'null');
    if (options !== undefined) {
      const [only] = options;
      if (only === undefined || options.length > 1) throw new TypeError(`GraphQL has no type for ${nameIfInline}`);
      return this.#typeOf(only, nameIfInline, isOptional || options.length !== schema.anyOf?.length);
    }
    return `${this.#namedType(schema, nameIfInline)}${isOptional ? '' : '!'}`;
  }

  #namedType(schema: JsonSchema, nameIfInline: string): string {
    if (schema.$ref !== undefined) return schema.$ref.slice(REFERENCE_PREFIX.length);
    switch (schema.type) {
      case 'array':
        return `[${this.#typeOf(schema.items ?? {}, nameIfInline, false)}]`;
      case 'object':
        this.print('type', nameIfInline, schema);
        return nameIfInline;
      case 'integer':
        // Byte counts outgrow GraphQL's 32-bit Int.
        return nameIfInline.endsWith('Bytes') ? 'Float' : 'Int';
      case 'number':
        return 'Float';
      case 'boolean':
        return 'Boolean';
      case 'string':
        return 'String';
      case undefined:
      default:
        throw new TypeError(`GraphQL has no type for ${nameIfInline}: ${JSON.stringify(schema).slice(0, 80)}`);
    }
  }
}

function descriptionOf(schema: JsonSchema): string | undefined {
  const values = schema.enum?.map(String).join(', ');
  if (values === undefined) return schema.description;
  return `${schema.description === undefined ? '' : `${schema.description} `}One of: ${values}.`;
}

function describe(description: string | undefined, indent: string): string {
  return description === undefined ? '' : `${indent}"""${description.replaceAll('"""', '\\"""')}"""\n`;
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
