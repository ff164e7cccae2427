import * as z from 'zod';

import type { StdioServerConfig } from '../../config/index.js';
import type { Finding } from '../../core/index.js';

import type { QuotableItem } from '../builtin/local-tool.js';

import { bestPassages } from './best-passages.js';
import { isAbsent, isRecord } from '../transport/json.js';
import { ToolResultInvalidError } from '../transport/mcp.errors.js';
import type { ToolReply } from '../transport/peer-tools.js';

/** How a tool's result becomes findings. */
export type ResultMapping = Partial<StdioServerConfig['result']>;

/** A structured item may have its own heading and source; any other is quoted field by field. */
const itemSchema = z.looseObject({
  title: z.string().optional(),
  text: z.string().min(1),
  source: z.string().optional(),
});

const MAX_FINDINGS = 12;
/** Control and formatting characters, except line breaks and tabs. */
const INVISIBLE = /[[\p{Cc}\p{Cf}]--[\t\n]]/gv;
/** Items and characters, of each and of all, that passages are selected from. */
const MAX_ITEMS = 1_000;
const MAX_READ_LENGTH = 200_000;
const MAX_TEXT_LENGTH = 4_000;
const MAX_TITLE_LENGTH = 160;
/** Levels of a structure that are quoted. */
const MAX_LEVELS = 4;

/**
 * The findings in a tool's reply; none, if the tool has nothing to say. The reply is data: truncated, stripped of control
 * characters, never interpreted.
 *
 * @throws {ToolResultInvalidError} `MCP_RESULT_INVALID`, if what the mapping points at is not there.
 */
export function findingsFrom(
  server: string,
  reply: ToolReply,
  { pointer, title = server, passages, failures = [], ignore = false }: ResultMapping,
  question: string,
): Finding[] {
  const { text, structured } = reply;
  if (failures.some((beginning) => text.startsWith(beginning))) {
    throw new ToolResultInvalidError(server, 'with a text that stands for a failure');
  }
  if (ignore) return [];
  const isText = pointer === undefined && text.trim() !== '';
  if (isText && passages === undefined) {
    // Texts, quoted as they are: nearly every reply.
    return toFinding(server, title, text, MAX_TEXT_LENGTH);
  }
  const found = isText ? text : pointer === undefined ? unwrapped(structured) : at(server, reply, pointer);
  const items = Array.isArray(found) ? found : [found];
  if (passages === undefined) {
    return items.slice(0, MAX_FINDINGS).flatMap((item) => toFinding(server, title, item, MAX_TEXT_LENGTH));
  }
  let toRead = MAX_READ_LENGTH;
  const read = items.slice(0, MAX_ITEMS).flatMap((item) => {
    const findings = toFinding(server, title, item, toRead);
    for (const finding of findings) toRead -= finding.text.length;
    return findings;
  });
  return bestPassages(read, question, passages, MAX_TEXT_LENGTH);
}

/** Libraries wrap what a tool returns into an object with one property. */
function unwrapped(structured: unknown): unknown {
  const [only, ...others] = isRecord(structured) ? Object.values(structured) : [];
  return only === undefined || others.length > 0 ? structured : only;
}

/** What a pointer leads to; undefined in a reply that says nothing. */
function at(server: string, reply: ToolReply, pointer: string): unknown {
  let found = structureOf(server, reply);
  if (isAbsent(found)) return undefined;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (found === null) return undefined;
    if (typeof found !== 'object' || !Object.hasOwn(found, key)) {
      throw new ToolResultInvalidError(server, `with nothing at ${pointer}`);
    }
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** Servers without structured content put their JSON into a text block. */
function structureOf(server: string, { text, structured }: ToolReply): unknown {
  if (structured !== undefined || text.trim() === '') return structured;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ToolResultInvalidError(server, 'not with JSON', { cause: error });
  }
}

function toFinding(server: string, title: string, item: unknown, maxLength: number): Finding[] {
  const { data } = itemSchema.safeParse(item);
  const text = clean(data?.text ?? textOf(item, maxLength), maxLength);
  if (text === '') return [];
  const heading = data === undefined ? title : clean(data.title ?? title, MAX_TITLE_LENGTH);
  return [findingOf(server, heading, text, data?.source)];
}

/** The finding in an item that is known to be one; none, if it says nothing. */
export function quoted(server: string, item: QuotableItem): Finding[] {
  const text = clean(item.text, MAX_TEXT_LENGTH);
  return text === '' ? [] : [findingOf(server, clean(item.title, MAX_TITLE_LENGTH), text, item.source)];
}

function findingOf(server: string, title: string, text: string, origin = ''): Finding {
  const source = clean(origin, MAX_TITLE_LENGTH);
  return source === '' ? { server, title, text } : { server, title, text, source };
}

/** `name: Checkout; observations: owns payments, waits for infra`; what is deeper or longer than bounded is left out. */
function textOf(value: unknown, maxLength: number, level = 0): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || level > MAX_LEVELS) return '';
  const isList = Array.isArray(value);
  const parts: string[] = [];
  let length = 0;
  for (const [name, inner] of Object.entries(value)) {
    if (length > maxLength) break;
    const text = textOf(inner, maxLength - length, level + 1);
    if (text === '') continue;
    const part = isList ? text : `${name}: ${text}`;
    parts.push(part);
    length += part.length;
  }
  return parts.join(isList ? ', ' : '; ');
}

function clean(text: string, maxLength: number): string {
  // Not all of a long text is searched for characters to drop.
  const trimmed = text
    .trimStart()
    .slice(0, 2 * maxLength)
    .replaceAll(INVISIBLE, '')
    .trim()
    .toWellFormed();
  return trimmed.length > maxLength ? `${trimmed.slice(0, maxLength - 1).toWellFormed()}…` : trimmed;
}
