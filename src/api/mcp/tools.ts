import type { CallToolResult, ResourceLink, Tool } from '@modelcontextprotocol/server';
import * as z from 'zod';

import type { FrameworkCatalog } from '../../frameworks/index.js';
import { askSchema, detectSchema, validate } from '../../answers/index.js';
import type { PerformanceMonitor } from '../../monitoring/index.js';
import { PERSONA_PROFILES } from '../../personas/index.js';
import { FrameworkNotFoundError } from '../protocol/api.errors.js';
import { personaListSchema } from '../contract/library.js';

import { getAnswerSchema, patientAskSchema, type AnswerInDetail, type AskHandler } from './ask-handler.js';
import { cardMeta, type CardName } from './cards.js';
import type { EndpointTool, ToolCallContext } from './endpoint-catalog.js';
import {
  answerMarkdown,
  detectionMarkdown,
  frameworkMarkdown,
  performanceMarkdown,
  personasMarkdown,
  planMarkdown,
} from './markdown.js';
import { answerLink } from './resources.js';
import {
  guide,
  guideSchema,
  leanAnswer,
  leanAnswerSchema,
  leanDetection,
  leanDetectionSchema,
  leanPlan,
  leanPlanSchema,
  performanceSummary,
  summarySchema,
} from './results.js';

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
      ...answerResult,
      // It may call the MCP servers of the operator.
      openWorldHint: true,
      run: (args, { request, signal, onStep }) => answering.ask(args, request, { signal, onStep }),
    }),
    tool({
      name: 'get_answer',
      title: 'Get an answer',
      description: 'The latest version of an earlier answer: late work lands as version 2.',
      input: getAnswerSchema,
      ...answerResult,
      run: (args, { request, signal, onStep }) => answering.get(args, request, { signal, onStep }),
    }),
    tool({
      name: 'plan',
      title: 'Plan an answer',
      description: 'Says what would happen to a question, without answering it: class, personas, frameworks, servers.',
      input: askSchema,
      output: leanPlanSchema,
      run: (args, { request }) => answering.plan(args, request),
      structured: leanPlan,
      markdown: planMarkdown,
    }),
    tool({
      name: 'detect_frameworks',
      title: 'Detect frameworks',
      description: 'Finds the strategic frameworks that apply to a text, with the exact words that say so.',
      input: detectSchema,
      output: leanDetectionSchema,
      run: (args) => frameworks.current.detector.detect(validate(detectSchema, args).text),
      structured: leanDetection,
      markdown: detectionMarkdown,
    }),
    tool({
      name: 'get_framework',
      title: 'Get a framework',
      description: 'One strategic framework, whole: when it fits, steps, questions, measures, pitfalls.',
      input: getFrameworkSchema,
      output: guideSchema,
      run: (args) => {
        const { id } = validate(getFrameworkSchema, args);
        const framework = frameworks.current.library.get(id);
        if (framework === undefined) throw new FrameworkNotFoundError(id);
        return framework;
      },
      structured: guide,
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
      structured: (list) => list,
      markdown: ({ personas }) => personasMarkdown(personas),
    }),
    tool({
      name: 'performance',
      title: 'Performance report',
      description: 'How well the service keeps the deadlines it promises.',
      input: nothingSchema,
      output: summarySchema,
      run: (args) => {
        validate(nothingSchema, args);
        return monitor.report();
      },
      structured: performanceSummary,
      markdown: performanceMarkdown,
      isIdempotent: false,
      card: 'board',
    }),
  ];
  return new Map(tools);
}

interface ToolDefinition<Result, Output extends z.ZodType> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodType;
  readonly output: Output;
  readonly openWorldHint?: boolean;
  readonly isIdempotent?: boolean;
  /** What a client may show beside the result. */
  readonly card?: CardName;
  run(args: unknown, context: ToolCallContext): Result | Promise<Result>;
  /** For a model: lean. */
  structured(result: Result): z.input<Output>;
  /** For a reader. */
  markdown(result: Result): string;
  /** Where the rest is. */
  link?(result: Result): ResourceLink;
}

/** How an answer is returned, whichever tool returns it. */
const answerResult = {
  output: leanAnswerSchema,
  card: 'receipt',
  structured: ({ answer, detail }: AnswerInDetail) => leanAnswer(answer, detail),
  markdown: ({ answer }: AnswerInDetail) => answerMarkdown(answer),
  link: ({ answer }: AnswerInDetail) => answerLink(answer),
} as const;

function tool<Result, Output extends z.ZodType<object, object>>(
  definition: ToolDefinition<Result, Output>,
): [string, EndpointTool] {
  let description: Tool | undefined;
  const endpointTool: EndpointTool = {
    // Only a list needs the JSON Schemas, and most connections over HTTP never list.
    describe: () => (description ??= describe(definition)),
    call: async (args, context): Promise<CallToolResult> => {
      const result = await definition.run(args, context);
      const link = definition.link?.(result);
      return {
        content: [{ type: 'text', text: definition.markdown(result) }, ...(link === undefined ? [] : [link])],
        structuredContent: definition.structured(result),
      };
    },
  };
  return [definition.name, endpointTool];
}

type Described = Pick<
  ToolDefinition<unknown, z.ZodType>,
  'name' | 'title' | 'description' | 'input' | 'output' | 'openWorldHint' | 'isIdempotent' | 'card'
>;

function describe({ name, title, description, input, output, card, ...hints }: Described): Tool {
  return {
    name,
    title,
    description,
    inputSchema: listedSchema(input, 'input') as Tool['inputSchema'],
    outputSchema: listedSchema(output, 'output') as NonNullable<Tool['outputSchema']>,
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: hints.isIdempotent ?? true,
      openWorldHint: hints.openWorldHint ?? false,
    },
    ...(card === undefined ? {} : { _meta: cardMeta(card) }),
  };
}

/** Of a result, a client needs to know the shape; bounds are ours to keep, and some clients hand every word to a model. */
const BOUNDS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'pattern'] as const;

function listedSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...listed } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema, path }) => {
      if (io === 'input') return;
      for (const bound of BOUNDS) delete jsonSchema[bound];
      delete jsonSchema.additionalProperties;
      if (path.length > 0) delete jsonSchema.required;
    },
  });
  return listed;
}
