import type { CallToolResult, Server, ServerContext } from '@modelcontextprotocol/server';

import type { McpEndpoint } from '../../src/api/mcp/index.js';
import type { EndpointResources, EndpointTool } from '../../src/api/mcp/endpoint-catalog.js';

// The tools, prompts and resources that the conformance suite calls by name. They are served by the same endpoint, through
// the same route, guards and transport as ours: what the suite checks is everything but their few lines.

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const WAV = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

const text = (value: string): CallToolResult => ({ content: [{ type: 'text', text: value }] });
const image = { type: 'image', data: PNG, mimeType: 'image/png' } as const;
const resource = (uri: string) =>
  ({ type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'Text of a resource.' } }) as const;

type Handler = (args: Record<string, unknown>, context: ServerContext) => CallToolResult | Promise<CallToolResult>;

const string = (more: object = {}) => ({ type: 'string', ...more });
const options = ['option1', 'option2', 'option3'];
const titled = ['First Option', 'Second Option', 'Third Option'].map((title, i) => ({ const: `value${i + 1}`, title }));

const elicit =
  (properties: Record<string, object>, message = 'Please tell'): Handler =>
  async (_args, { mcpReq }) => {
    const requestedSchema = { type: 'object' as const, properties, required: [] };
    const { action, content } = await mcpReq.send({
      method: 'elicitation/create',
      params: { mode: 'form', message, requestedSchema },
    });
    return text(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`);
  };

const TOOLS: Record<string, Handler> = {
  test_simple_text: () => text('This is a simple text response for testing.'),
  test_image_content: () => ({ content: [image] }),
  test_audio_content: () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] }),
  test_embedded_resource: () => ({ content: [resource('test://embedded-resource')] }),
  test_multiple_content_types: () => ({
    content: [{ type: 'text', text: 'Multiple content types test:' }, image, resource('test://mixed-content-resource')],
  }),
  test_tool_with_logging: async (_args, { mcpReq }) => {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data } });
    }
    return text('Logged three times.');
  },
  test_tool_with_progress: async (_args, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
    }
    return text('Done.');
  },
  test_error_handling: () => ({ ...text('This tool intentionally returns an error for testing'), isError: true }),
  test_sampling: async ({ prompt }, { mcpReq }) => {
    const { content } = await mcpReq.send({
      method: 'sampling/createMessage',
      params: { messages: [{ role: 'user', content: { type: 'text', text: String(prompt) } }], maxTokens: 100 },
    });
    return text(`LLM response: ${JSON.stringify(content)}`);
  },
  test_elicitation: (args, context) =>
    elicit({ response: string(), username: string(), email: string() }, String(args['message']))(args, context),
  test_elicitation_sep1034_defaults: elicit({
    name: string({ default: 'John Doe' }),
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: string({ enum: ['active', 'inactive', 'pending'], default: 'active' }),
    verified: { type: 'boolean', default: true },
  }),
  test_elicitation_sep1330_enums: elicit({
    untitledSingle: string({ enum: options }),
    titledSingle: string({ oneOf: titled }),
    legacyEnum: string({ enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] }),
    untitledMulti: { type: 'array', items: string({ enum: options }) },
    titledMulti: { type: 'array', items: { anyOf: titled } },
  }),
  json_schema_2020_12_tool: () => text('ok'),
};

const SCHEMAS: Record<string, object> = {
  json_schema_2020_12_tool: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: { address: { type: 'object', properties: { street: string(), city: string() } } },
    properties: { name: string(), address: { $ref: '#/$defs/address' } },
    additionalProperties: false,
  },
};

const prompt = (name: string, content: object, argumentNames: readonly string[] = []) => ({
  describe: () => ({
    name,
    description: 'For tests',
    arguments: argumentNames.map((argument) => ({ name: argument, description: 'For tests', required: true })),
  }),
  completions: new Map(argumentNames.map((argument) => [argument, () => ['test-one', 'test-two']])),
  get: (args: Readonly<Record<string, string>>) => ({
    messages: [
      { role: 'user' as const, content: JSON.parse(fill(JSON.stringify(content), args)) },
      { role: 'user' as const, content: { type: 'text' as const, text: 'Please process the above.' } },
    ],
  }),
});

function fill(template: string, args: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => args[name] ?? whole);
}

const fixed = (uri: string, contents: object): EndpointResources => ({
  template: { name: uri, uriTemplate: `${uri}{?never}`, description: 'For tests' },
  completions: new Map(),
  list: () => new Map([[uri, { uri, name: uri, description: 'For tests' }]]),
  read: (asked) => (asked === uri ? { contents: [{ uri, mimeType: 'text/plain', ...contents } as never] } : undefined),
});

const RESOURCES: EndpointResources[] = [
  fixed('test://static-text', { text: 'This is the content of the static text resource.' }),
  fixed('test://static-binary', { mimeType: 'image/png', blob: PNG }),
  fixed('test://watched-resource', { text: 'Watched.' }),
  {
    template: { name: 'template', uriTemplate: 'test://template/{id}/data', description: 'For tests' },
    completions: new Map(),
    list: () => new Map(),
    read: (uri) => {
      const id = /^test:\/\/template\/(\w+)\/data$/.exec(uri)?.[1];
      const data = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
      return id === undefined ? undefined : { contents: [{ uri, mimeType: 'application/json', text: data }] };
    },
  },
];

/** Adds to an endpoint what the conformance suite asks for. */
export function addConformanceFixtures(endpoint: McpEndpoint): void {
  const { tools, prompts, resources } = endpoint.catalog;
  for (const [name, handler] of Object.entries(TOOLS)) {
    const inputSchema = (SCHEMAS[name] ?? { type: 'object' }) as { type: 'object' };
    const tool: EndpointTool = {
      describe: () => ({ name, description: 'For tests', inputSchema }),
      call: (args, { server }) => handler(args as Record<string, unknown>, server),
    };
    tools.set(name, tool);
  }
  for (const entry of [
    prompt('test_simple_prompt', { type: 'text', text: 'This is a simple prompt for testing.' }),
    prompt(
      'test_prompt_with_arguments',
      { type: 'text', text: "Prompt with arguments: arg1='{arg1}', arg2='{arg2}'" },
      ['arg1', 'arg2'],
    ),
    prompt('test_prompt_with_embedded_resource', resource('{resourceUri}'), ['resourceUri']),
    prompt('test_prompt_with_image', image),
  ]) {
    prompts.set(entry.describe().name, entry);
  }
  resources.push(...RESOURCES);

  const create = endpoint.createServer.bind(endpoint);
  endpoint.createServer = (visitOf): Server => {
    const server = create(visitOf);
    server.registerCapabilities({ logging: {}, resources: { subscribe: true } });
    server.setRequestHandler('resources/subscribe', () => ({}));
    server.setRequestHandler('resources/unsubscribe', () => ({}));
    return server;
  };
}
