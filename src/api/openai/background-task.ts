import type { Detection } from '../../frameworks/index.js';
import { topicsIn } from '../../conversations/index.js';

import { enclosed } from './enclosed.js';

/** What a chat client wants done beside the conversation. */
export type TaskKind = 'title' | 'tags' | 'follow-ups' | 'queries' | 'completion' | 'emoji' | 'image' | 'tools';

/** A task, and the text it is about. */
export interface BackgroundTask {
  readonly kind: TaskKind;
  readonly subject: string;
  /** Whether the client parses the reply as JSON. */
  readonly wantsJson: boolean;
}

/** Longest text that is read for it, characters. */
const MAX_SUBJECT_LENGTH = 2_000;

/** By the value of `X-OpenWebUI-Task`, which an operator adds to the connection. */
const BY_HEADER: ReadonlyMap<string | undefined, TaskKind> = new Map([
  ['title_generation', 'title'],
  ['tags_generation', 'tags'],
  ['follow_up_generation', 'follow-ups'],
  ['query_generation', 'queries'],
  ['autocomplete_generation', 'completion'],
  ['emoji_generation', 'emoji'],
  ['image_prompt_generation', 'image'],
  ['function_calling', 'tools'],
]);

/** How the prompts of clients begin: each is a whole scaffold, not words that a leader would write. */
const BY_PROMPT: readonly (readonly [RegExp, TaskKind])[] = [
  [/^### Task:\s*Generate (?:a concise|1-3 broad)[^\n]*\btitle\b/, 'title'],
  [/^### Task:\s*Generate 1-3 broad tags/, 'tags'],
  [/^### Task:\s*Suggest 3-5 relevant follow-up/, 'follow-ups'],
  [/^### Task:\s*Analyze the chat history to determine the necessity of generating search queries/, 'queries'],
  [/^### Task:\s*You are an autocompletion system/, 'completion'],
  [/^### Task:\s*Generate a detailed prompt for a[nm]? image/i, 'image'],
  [/^Your task is to reflect the speaker's likely facial expression through a fitting emoji/, 'emoji'],
  [/^Query: History:\n/, 'tools'],
  // LibreChat
  [/^Provide a concise, 5-word-or-less title for the conversation/, 'title'],
  [/^Analyze this conversation and provide:\s*1\. The detected language/, 'title'],
  [/^Please generate a concise title \(max 40 characters\) for a conversation/, 'title'],
  // Continue
  [/^Given the following\.\.\. please reply with a title for the chat/, 'title'],
];
/** Of a scaffold that an operator has worded anew. */
const SCAFFOLD = '### Task:';
const HISTORY = { open: '<chat_history>', close: '</chat_history>' } as const;
/** How a transcript within a prompt begins. */
const FIRST_TURN =
  /(?:^|\n)[ \t]*(?:USER|User|Human|user|human):[ \t]*([^]+?)(?=\n[ \t]*(?:ASSISTANT|Assistant|AI|assistant|ai):|$)/;

/** @param header Of `X-OpenWebUI-Task`. */
export function taskIn(prompt: string, header: string | undefined): BackgroundTask | undefined {
  const text = prompt.trimStart();
  const kind =
    BY_HEADER.get(header) ??
    BY_PROMPT.find(([pattern]) => pattern.test(text))?.[1] ??
    (text.startsWith(SCAFFOLD) && text.includes(HISTORY.open) ? kindNamedIn(text) : undefined);
  return kind === undefined
    ? undefined
    : { kind, subject: subjectOf(text), wantsJson: /JSON format:|JSON object/.test(text) };
}

function kindNamedIn(text: string): TaskKind {
  if (/"follow_ups"/.test(text)) return 'follow-ups';
  return /"tags"/.test(text) ? 'tags' : 'title';
}

/** The first question of the conversation that a prompt quotes. */
function subjectOf(prompt: string): string {
  const quoted = enclosed(prompt, HISTORY.open, HISTORY.close) ?? prompt.slice(prompt.indexOf('\n\n') + 1);
  const history = quoted.slice(0, MAX_SUBJECT_LENGTH);
  return (FIRST_TURN.exec(history)?.[1] ?? history).trim();
}

/** Short questions that any advice can be asked next; all of them refer to the answer before. */
const FOLLOW_UPS = ['Where do we start?', 'What are the risks?', 'How do we measure that?'];

const EMOJI = '🎯';
const MAX_TAGS = 3;
const MAX_TITLE_WORDS = 5;

type Detect = (text: string) => Detection;

/** What each kind of task gets: as the client parses it, and in words. */
const PERFORMED: Readonly<
  Record<TaskKind, (subject: string, detect: Detect) => readonly [json: object, text?: string]>
> = {
  title: (subject, detect) => {
    const title = titleOf(subject, detect);
    return [{ title }, title];
  },
  tags: (subject, detect) => {
    const tags = ['Leadership', ...detect(subject).frameworks.map(({ name }) => name)].slice(0, MAX_TAGS);
    return [{ tags }, tags.join(', ')];
  },
  'follow-ups': () => [{ follow_ups: FOLLOW_UPS }, FOLLOW_UPS.join('\n')],
  queries: () => [{ queries: [] }],
  completion: () => [{ text: '' }],
  image: () => [{ prompt: '' }],
  tools: () => [{ tool_calls: [] }],
  emoji: () => [{ emoji: EMOJI }, EMOJI],
};

/** The reply to a task, from what is known at once. @param detect Finds frameworks in a text. */
export function performTask({ kind, subject, wantsJson }: BackgroundTask, detect: Detect): string {
  const [json, text] = PERFORMED[kind](subject, detect);
  return wantsJson || text === undefined ? JSON.stringify(json) : text;
}

/** What it is about and which framework applies; else its first words. */
function titleOf(subject: string, detect: Detect): string {
  // One word says too little: "team".
  const topic = topicsIn(subject).find((one) => one.includes(' '));
  const name = detect(subject).frameworks[0]?.name;
  const words = subject
    .replaceAll(/[^\p{L}\p{N}'’ -]+/gu, ' ')
    .trim()
    .split(/\s+/)
    .slice(0, MAX_TITLE_WORDS)
    .join(' ');
  const parts = name === undefined ? [topic ?? words] : [topic, name];
  const title = parts.filter((part) => part !== undefined && part !== '').join(': ');
  return title === '' ? 'Question to the director' : title.charAt(0).toUpperCase() + title.slice(1);
}
