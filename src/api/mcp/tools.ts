import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import * as z from 'zod';

import { detectionSchema, frameworkSchema, type FrameworkCatalog } from '../../frameworks/index.js';
import { answerSchema, askSchema, detectSchema, planSchema, validate } from '../../answers/index.js';
import { performanceSchema, type PerformanceMonitor } from '../../monitoring/index.js';
import { PERSONA_PROFILES } from '../../personas/index.js';
import { FrameworkNotFoundError } from '../protocol/api.errors.js';
import { personaListSchema } from '../contract/library.js';

import { patientAskSchema, type AskHandler } from './ask-handler.js';
import type { EndpointTool, ToolCallContext } from './endpoint-catalog.js';
import {
  answerMarkdown,
  detectionMarkdown,
  frameworkMarkdown,
  performanceMarkdown,
  personasMarkdown,
  planMarkdown,
} from './markdown.js';

const getFrameworkSchema = z.strictObject({
  id: z.string().min(1).max(64).describe('As a receipt or the list of resources names it, e.g. "team-topologies".'),
});
const nothingSchema = z.strictObject({});

export interface ToolParts {
  readonly answering: AskHandler;
  readonly frameworks: FrameworkCatalog;
  readonly monitor: PerformanceMonitor;
}

/** The tools of the endpoint, by name. */
export function directorTools({ answering, frameworks, monitor }: ToolParts): Map<string, EndpointTool> {
  const tools = [
    tool({
      name: 'ask',
      title: 'Ask ClaudeDirector',
      description:
        'Answers a strategic question of an engineering or product leader by the deadline of its class, in the voice of the persona who knows the field, with the frameworks that apply, the words that prove it, actions and a receipt.',
      input: patientAskSchema,
      output: answerSchema,
      // It may call the MCP servers of the operator.
      openWorldHint: true,
      run: (args, { request, signal, onStep }) => answering.ask(args, request, { signal, onStep }),
      markdown: answerMarkdown,
    }),
    tool({
      name: 'plan',
      title: 'Plan an answer',
      description: 'Says what would happen to a question, without answering it: class, personas, frameworks, servers.',
      input: askSchema,
      output: planSchema,
      run: (args, { request }) => answering.plan(args, request),
      markdown: planMarkdown,
    }),
    tool({
      name: 'detect_frameworks',
      title: 'Detect frameworks',
      description: 'Finds the strategic frameworks that apply to a text, with the exact words that say so.',
      input: detectSchema,
      output: detectionSchema,
      run: (args) => frameworks.current.detector.detect(validate(detectSchema, args).text),
      markdown: detectionMarkdown,
    }),
    tool({
      name: 'get_framework',
      title: 'Get a framework',
      description: 'One strategic framework, whole: when it fits, steps, questions, measures, pitfalls.',
      input: getFrameworkSchema,
      output: frameworkSchema,
      run: (args) => {
        const { id } = validate(getFrameworkSchema, args);
        const framework = frameworks.current.library.get(id);
        if (framework === undefined) throw new FrameworkNotFoundError(id);
        return framework;
      },
      markdown: frameworkMarkdown,
    }),
    tool({
      name: 'list_personas',
      title: 'List personas',
      description: 'Who can answer, and what they know best.',
      input: nothingSchema,
      output: personaListSchema,
      run: (args) => {
        validate(nothingSchema, args);
        return { personas: [...PERSONA_PROFILES] };
      },
      markdown: ({ personas }) => personasMarkdown(personas),
    }),
    tool({
      name: 'performance',
      title: 'Performance report',
      description: 'How well the service keeps the deadlines it promises.',
      input: nothingSchema,
      output: performanceSchema,
      run: (args) => {
        validate(nothingSchema, args);
        return monitor.report();
      },
      markdown: performanceMarkdown,
      isIdempotent: false,
    }),
  ];
  return new Map(tools);
}

interface ToolDefinition<Output extends z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodType;
  readonly output: Output;
  readonly openWorldHint?: boolean;
  readonly isIdempotent?: boolean;
  run(args: unknown, context: ToolCallContext): z.input<Output> | Promise<z.input<Output>>;
  markdown(result: z.input<Output>): string;
}

function tool<Output extends z.ZodType<object, object>>(definition: ToolDefinition<Output>): [string, EndpointTool] {
  let description: Tool | undefined;
  const endpointTool: EndpointTool = {
    // Only a list needs the JSON Schemas, and most connections over HTTP never list.
    describe: () => (description ??= describe(definition)),
    call: async (args, context): Promise<CallToolResult> => {
      const result = await definition.run(args, context);
      return {
        content: [{ type: 'text', text: definition.markdown(result) }],
        structuredContent: result,
      };
    },
  };
  return [definition.name, endpointTool];
}

function describe({ name, title, description, input, output, ...hints }: ToolDefinition<z.ZodType>): Tool {
  return {
    name,
    title,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }) as Tool['inputSchema'],
    outputSchema: z.toJSONSchema(output, { io: 'output' }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: hints.isIdempotent ?? true,
      openWorldHint: hints.openWorldHint ?? false,
    },
  };
}
