import { MAX_TEXT_LENGTH } from '../../answers/index.js';
import type { ChatMessage, Content } from '../contract/openai.js';

import { enclosed, without } from './enclosed.js';

/** A conversation as a client sends it with every question. */
export interface Dialogue {
  /** The last message of a user; empty where there is none. */
  readonly question: string;
  /** What the user asked before, oldest first. */
  readonly earlier: readonly string[];
  /** Who asks, where a system message says so. */
  readonly role: string | undefined;
  /** The tool, in XML, as which a coding assistant wants to be answered; undefined for plain text. */
  readonly tool: AnswerTool | undefined;
  /** Of all messages, characters. */
  readonly length: number;
}

/** How Cline and its kin take an answer: they refuse one that is not in the XML of a tool. */
export interface AnswerTool {
  readonly name: 'attempt_completion' | 'plan_mode_respond';
  readonly parameter: 'response' | 'result';
}

/** Earlier questions that are read. */
const MAX_EARLIER = 12;
/** Prefix of a system message that is searched for who asks. */
const MAX_SYSTEM_LENGTH = 4_000;

const SYSTEM_ROLES: ReadonlySet<string> = new Set(['system', 'developer']);

/** Reads messages in any order of roles: what a user says is asked, what a system says is context. */
export function readDialogue(messages: readonly ChatMessage[]): Dialogue {
  const said: string[] = [];
  let role: string | undefined;
  let tool: AnswerTool | undefined;
  let length = 0;
  for (const message of messages) {
    const text = textOf(message.content);
    length += text.length;
    if (message.role === 'user') {
      const words = spokenIn(text);
      if (words !== '') said.push(words);
      if (tool !== undefined) tool = IN_PLAN_MODE.test(text) ? PLAN : COMPLETION;
    } else if (SYSTEM_ROLES.has(message.role)) {
      role ??= askerIn(text.slice(0, MAX_SYSTEM_LENGTH));
      if (text.includes('<attempt_completion>')) tool = COMPLETION;
    }
  }
  const question = said.pop() ?? '';
  const earlier = said.slice(-MAX_EARLIER).map((text) => text.slice(0, MAX_TEXT_LENGTH));
  return { question, earlier, role, tool, length };
}

/** The text of a message, from all of its parts that have one. */
export function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .map((part) => (typeof part === 'string' ? part : (part.text ?? '')))
    .filter((text) => text !== '')
    .join('\n\n');
}

/** How Open WebUI begins a message when it has looked up documents for the question, which stands behind them. */
const WITH_DOCUMENTS = '### Task:';
const DOCUMENTS = { open: '<context>', close: '</context>' } as const;
/** What coding assistants put around what was typed. */
const TYPED = /^(?:\[[^\]\n]{1,400}\] Result:[^<]{0,800})?<(task|user_message|feedback)>/;
const IN_PLAN_MODE = /# Current Mode\s+PLAN MODE/;
const COMPLETION: AnswerTool = { name: 'attempt_completion', parameter: 'result' };
const PLAN: AnswerTool = { name: 'plan_mode_respond', parameter: 'response' };

/** What a person wrote, without what the client has put around it. */
function spokenIn(text: string): string {
  const said = without(questionIn(text), '<environment_details>', '</environment_details>').trim();
  const [opening, name] = TYPED.exec(said) ?? [];
  const end = name === undefined ? -1 : said.lastIndexOf(`</${name}>`);
  return opening === undefined || end < 0 ? said : said.slice(opening.length, end).trim();
}

/** The question behind documents; all of a text without any. */
function questionIn(text: string): string {
  const { open, close } = DOCUMENTS;
  const end = text.lastIndexOf(close);
  if (end < 0 || !text.startsWith(WITH_DOCUMENTS) || !text.includes(open)) return text;
  const rest = text.slice(end + close.length);
  const question = enclosed(rest, '<user_query>', '</user_query>') ?? rest;
  return question.trim() === '' ? text : question;
}

const TITLE = String.raw`(?:(?:senior|vice|group|chief|deputy|interim|acting) )*(?:C[ETFIPODM]{1,2}O|CISO|VP|SVP|EVP|president|director|head|manager|lead(?:er)?|engineer|architect|founder|officer|owner|principal)\b`;
const ASKER = new RegExp(
  String.raw`\b(?:(?:the )?(?:user|asker|person)(?: you (?:talk to|help|advise|assist))?(?:'s role)? is|I am|I'm|my role is|you (?:advise|assist|help|support)) (?:an? |the |our )?((?:[\p{L}-]+ ){0,3}?${TITLE}(?: (?:of|for) (?:[\p{L}-]+ ?){1,3})?)`,
  'iu',
);

/** Who asks, as a system message says it: "The user is a VP of Engineering". */
function askerIn(text: string): string | undefined {
  return ASKER.exec(text)?.[1]?.trim().slice(0, 120);
}
