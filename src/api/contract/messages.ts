import { ttlDecisionSchema } from '../../cache/index.js';
import * as z from 'zod';

import { apiKeySchema, keyRequestSchema, newKeySchema } from '../../access/index.js';
import { degradationSchema, stageSchema } from '../../core/index.js';
import {
  auditedAnswerSchema,
  auditEventSchema,
  auditRecordSchema,
  conversationSchema,
  conversationSummarySchema,
  feedbackRequestSchema,
  feedbackSchema,
  pageSchema,
  recentAnswerSchema,
  turnSchema,
} from '../../conversations/index.js';
import {
  detectedFrameworkSchema,
  detectionSchema,
  evidenceSchema,
  frameworkSchema,
  runnerUpSchema,
} from '../../frameworks/index.js';
import {
  answerSchema,
  askSchema,
  cacheUseSchema,
  continuationSchema,
  contributorSchema,
  detectSchema,
  exportedTurnSchema,
  plannedPersonaSchema,
  planSchema,
  prefetchStateSchema,
  receiptSchema,
  transcriptSchema,
} from '../../answers/index.js';
import { enhancementSchema } from '../../mcp/index.js';
import {
  classAttainmentSchema,
  modelEndpointSchema,
  performanceHistorySchema,
  performanceSampleSchema,
  performanceSchema,
  serverPerformanceSchema,
} from '../../monitoring/index.js';
import { actionSchema, briefSchema, contributionSchema } from '../../playbook/index.js';
import { personaProfileSchema } from '../../personas/index.js';
import { frameworkSummarySchema } from './library.js';
import { personaListSchema } from '../contract/library.js';
import {
  chatCompletionSchema,
  chatRequestSchema,
  openAiErrorSchema,
  openAiModelListSchema,
  openAiModelSchema,
  responseReplySchema,
  responsesRequestSchema,
} from './openai.js';
import { auditVerificationSchema } from './trust.js';
import { conversationChangeSchema } from '../protocol/page-query.js';
import { fieldProblemSchema, problemSchema } from '../protocol/problem.js';

/** A message as JSON Schema 2020-12; references look like `#/components/schemas/Answer`. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

export const REFERENCE_PREFIX = '#/components/schemas/';

/** Every message of the public contract, by the name it has in OpenAPI and GraphQL. */
const MESSAGES = {
  Ask: askSchema,
  Detect: detectSchema,
  Answer: answerSchema,
  Brief: briefSchema,
  Contribution: contributionSchema,
  Action: actionSchema,
  Receipt: receiptSchema,
  Contributor: contributorSchema,
  Enhancement: enhancementSchema,
  CacheUse: cacheUseSchema,
  Continuation: continuationSchema,
  Degradation: degradationSchema,
  Stage: stageSchema,
  Plan: planSchema,
  PlannedPersona: plannedPersonaSchema,
  Detection: detectionSchema,
  DetectedFramework: detectedFrameworkSchema,
  Evidence: evidenceSchema,
  RunnerUp: runnerUpSchema,
  Framework: frameworkSchema,
  FrameworkSummary: frameworkSummarySchema,
  FrameworkList: z.strictObject({ frameworks: z.array(frameworkSummarySchema) }),
  Persona: personaProfileSchema,
  PersonaList: personaListSchema,
  Performance: performanceSchema,
  PerformanceHistory: performanceHistorySchema,
  PerformanceSample: performanceSampleSchema,
  ClassAttainment: classAttainmentSchema,
  ServerPerformance: serverPerformanceSchema,
  ModelEndpoint: modelEndpointSchema,
  TtlDecision: ttlDecisionSchema,
  PrefetchState: prefetchStateSchema,
  Conversation: conversationSchema,
  ConversationSummary: conversationSummarySchema,
  ConversationPage: pageSchema(conversationSchema),
  ConversationChange: conversationChangeSchema,
  RecentAnswer: recentAnswerSchema,
  RecentAnswerPage: pageSchema(recentAnswerSchema),
  FeedbackRequest: feedbackRequestSchema,
  Feedback: feedbackSchema,
  Turn: turnSchema,
  TurnPage: pageSchema(turnSchema),
  ExportedTurn: exportedTurnSchema,
  Transcript: transcriptSchema,
  AuditEvent: auditEventSchema,
  AuditedAnswer: auditedAnswerSchema,
  AuditRecord: auditRecordSchema,
  AuditPage: pageSchema(auditRecordSchema),
  AuditVerification: auditVerificationSchema,
  ApiKey: apiKeySchema,
  ApiKeyList: z.strictObject({ keys: z.array(apiKeySchema) }),
  KeyRequest: keyRequestSchema,
  NewKey: newKeySchema,
  ChatRequest: chatRequestSchema,
  ChatCompletion: chatCompletionSchema,
  ResponsesRequest: responsesRequestSchema,
  ResponseReply: responseReplySchema,
  OpenAiModel: openAiModelSchema,
  OpenAiModelList: openAiModelListSchema,
  OpenAiError: openAiErrorSchema,
  Problem: problemSchema,
  FieldProblem: fieldProblemSchema,
} as const;
export type MessageName = keyof typeof MESSAGES;

/** The messages as JSON Schema, generated from the schemas that validate them. */
export function messageSchemas(): Record<MessageName, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(MESSAGES)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `${REFERENCE_PREFIX}${id}`, io: 'output' });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _schema, $id: _id, ...rest } = schema as JsonSchema;
      return [name, rest];
    }),
  ) as Record<MessageName, JsonSchema>;
}
