import * as z from 'zod';

import { readSpeech } from '../../text/index.js';

import { turnSchema, type NewTurn } from './turn.js';

/** Something a conversation was about, and its latest turn. */
const topicSchema = z.strictObject({
  topic: z.string().describe('As the question words it, for example "infra group".'),
  question: z.string().describe('The beginning of the question.'),
  answerId: z.string(),
  lead: z.string().nullable(),
  frameworks: z.array(z.string()),
});
export type Topic = Readonly<z.infer<typeof topicSchema>>;

/** How often something came up. */
const talliedSchema = z.strictObject({ id: z.string(), turns: z.int().min(1) });

/** What a conversation was about, however long it has become. */
export const conversationSummarySchema = z.strictObject({
  topics: z.array(topicSchema).describe('Latest first.'),
  frameworks: z.array(talliedSchema).describe('Most often used first.'),
  leads: z.array(talliedSchema).describe('Personas, most often in the lead first.'),
});
export type ConversationSummary = Readonly<z.infer<typeof conversationSummarySchema>>;

export const EMPTY_SUMMARY: ConversationSummary = { topics: [], frameworks: [], leads: [] };

/** Bounds of a summary, which stays below 8 KB. */
const MAX_TOPICS = 24;
const MAX_TALLIED = 12;
const MAX_QUOTE_LENGTH = 160;
/** Prefix of a question that is searched for topics. */
const MAX_READ_LENGTH = 4_000;
const MAX_TOPICS_PER_TURN = 4;

/** What leaders talk about, as the last word of its name. */
const HEADS =
  'group|team|squad|crew|chapter|guild|tribe|department|organi[sz]ation|org|board|committee|office|vendor|supplier|' +
  'customer|client|platform|system|service|product|app|application|portal|monolith|database|warehouse|pipeline|' +
  'infrastructure|architecture|stack|api|library|framework|tool|design|component|migration|rewrite|rollout|launch|' +
  'release|transformation|reorg|merger|acquisition|programme|program|project|initiative|roadmap|backlog|strategy|' +
  'budget|contract|deal|review|audit|outage|incident|deploy|deployment|deadline|quarter|process|policy|standard';
const NAMED = new RegExp(
  `\\b(?:the|our|my|your|their|his|her|its|this|that|a|an|every|each)\\s+((?:[\\p{L}\\p{N}][\\p{L}\\p{N}'-]*\\s+){0,2}?(?:${HEADS})s?)\\b`,
  'giu',
);
/** Between an article and a head these words separate the two. */
const NOT_A_NAME = /\b(?:and|or|of|for|to|in|on|at|with|by|from|is|are|was|were|has|have|keeps?|not|which|who|when)\b/i;

/** The things a text names with an article or a possessive: "our infra group", "the billing migration". */
export function topicsIn(text: string): string[] {
  const found = new Map<string, string>();
  for (const [, name = ''] of text.slice(0, MAX_READ_LENGTH).matchAll(NAMED)) {
    if (!NOT_A_NAME.test(name) && !found.has(topicKey(name))) found.set(topicKey(name), name.replaceAll(/\s+/g, ' '));
  }
  return [...found.values()];
}

/** A summary as it is stored. */
export interface SummaryRow {
  /** JSON, or {@link FOLDED_FROM_FIRST_TURN}. */
  readonly summary: string;
  /** JSON. */
  readonly first_turn: string | null;
}

/**
 * Stored for a conversation of one turn, whose summary is derived from it: most conversations never get another, above
 * all those that begin with a cached answer.
 */
export const FOLDED_FROM_FIRST_TURN = '';

/** A summary that was stored. */
export function summaryIn({ summary, first_turn }: SummaryRow): ConversationSummary {
  if (summary !== FOLDED_FROM_FIRST_TURN) return conversationSummarySchema.parse(JSON.parse(summary));
  return first_turn === null ? EMPTY_SUMMARY : foldTurn(EMPTY_SUMMARY, turnSchema.parse(JSON.parse(first_turn)));
}

/** The summary with one more turn. */
export function foldTurn(summary: ConversationSummary, turn: NewTurn): ConversationSummary {
  const { answerId, lead, frameworks } = turn;
  const question = readSpeech(turn.question).text;
  const said = { question: question.slice(0, MAX_QUOTE_LENGTH), answerId, lead, frameworks: frameworks.slice(0, 3) };
  const topics = topicsIn(question)
    .slice(0, MAX_TOPICS_PER_TURN)
    .map((topic) => ({ topic, ...said }));
  const fresh = new Set(topics.map(({ topic }) => topicKey(topic)));
  return {
    topics: [...topics, ...summary.topics.filter(({ topic }) => !fresh.has(topicKey(topic)))].slice(0, MAX_TOPICS),
    frameworks: tally(summary.frameworks, frameworks),
    leads: tally(summary.leads, lead === null ? [] : [lead]),
  };
}

/** The latest topic that the question names again. */
export function recall(summary: ConversationSummary, question: string): Topic | undefined {
  if (summary.topics.length === 0) return undefined;
  const named = new Set(topicsIn(question).map(topicKey));
  return summary.topics.find(({ topic }) => named.has(topicKey(topic)));
}

/** Topics that differ only in number or case are the same. */
export function topicKey(topic: string): string {
  return topic.toLowerCase().replaceAll(/\s+/g, ' ').replace(/s$/, '');
}

function tally(before: ConversationSummary['leads'], ids: readonly string[]): ConversationSummary['leads'] {
  const turns = new Map(before.map(({ id, turns }) => [id, turns]));
  for (const id of ids) turns.set(id, (turns.get(id) ?? 0) + 1);
  return [...turns]
    .map(([id, turns]) => ({ id, turns }))
    .sort((a, b) => b.turns - a.turns)
    .slice(0, MAX_TALLIED);
}
