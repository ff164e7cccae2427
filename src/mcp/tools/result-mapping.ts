import type { CallToolResult } from '@modelcontextprotocol/client';
import * as z from 'zod';

import type { StdioServerConfig } from '../../config/index.js';
import type { Finding } from '../../core/index.js';

import { bestPassages } from './best-passages.js';
import { ToolResultInvalidError } from '../transport/mcp.errors.js';

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
/** Items and characters that passages are selected from. */
const MAX_ITEMS = 1_000;
const MAX_READ_LENGTH = 1_000_000;
const MAX_TEXT_LENGTH = 4_000;
const MAX_TITLE_LENGTH = 160;

/**
 * The findings in a tool's result. The result is data: truncated, stripped of control characters, never interpreted.
 *
 * @throws {ToolResultInvalidError} `MCP_RESULT_INVALID`, if the mapping finds nothing usable.
 */
export function findingsFrom(
  server: string,
  result: CallToolResult,
  { pointer, title = server, passages, failures = [], ignore = false }: ResultMapping,
  question: string,
): Finding[] {
  if (failures.length > 0) {
    const text = textOf(result);
    if (failures.some((beginning) => text.startsWith(beginning))) {
      throw new ToolResultInvalidError(server, 'with a text that stands for a failure');
    }
  }
  if (ignore) return [];
  if (pointer === undefined && passages === undefined) {
    // Texts, quoted as they are: nearly every result.
    const text = clean(textOf(result), MAX_TEXT_LENGTH);
    if (text === '') throw new ToolResultInvalidError(server, 'with no text');
    return [{ server, title, text }];
  }
  const found = pointer === undefined ? textOf(result) : at(structureOf(server, result), pointer);
  const items = (Array.isArray(found) ? found : [found]).slice(0, passages === undefined ? MAX_FINDINGS : MAX_ITEMS);
  const maxLength = passages === undefined ? MAX_TEXT_LENGTH : MAX_READ_LENGTH;
  const findings = items.flatMap((item) => toFinding(server, title, item, maxLength));
  if (findings.length > 0 && passages !== undefined) return bestPassages(findings, question, passages, MAX_TEXT_LENGTH);
  if (findings.length === 0) {
    throw new ToolResultInvalidError(
      server,
      pointer === undefined ? 'with no text' : `with nothing at ${pointer || '""'}`,
    );
  }
  return findings;
}

function textOf(result: CallToolResult): string {
  const { content } = result;
  const [first] = content;
  // Nearly every result is a single text.
  if (content.length === 1 && first?.type === 'text') return first.text;
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

/** Servers without structured content put their JSON into a text block. */
function structureOf(server: string, result: CallToolResult): unknown {
  if (result.structuredContent !== undefined) return result.structuredContent;
  try {
    return JSON.parse(textOf(result));
  } catch (error) {
    throw new ToolResultInvalidError(server, 'not with JSON', { cause: error });
  }
}

function at(value: unknown, pointer: string): unknown {
  let current = value;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(current) || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

function toFinding(server: string, title: string, item: unknown, maxLength: number): Finding[] {
  const { data } = itemSchema.safeParse(item);
  const text = clean(data?.text ?? (isObject(item) ? fieldsOf(item) : textOfValue(item)), maxLength);
  if (text === '') return [];
  const heading = data === undefined ? title : clean(data.title ?? title, MAX_TITLE_LENGTH);
  const source = clean(data?.source ?? '', MAX_TITLE_LENGTH);
  return [{ server, title: heading, text, ...(source === '' ? {} : { source }) }];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `name: Checkout; observations: owns payments, waits for infra`. */
function fieldsOf(item: object): string {
  return Object.entries(item)
    .map(([name, value]: [string, unknown]) => [name, Array.isArray(value) ? value : [value]] as const)
    .map(([name, values]) => [name, values.map(textOfValue).filter((text) => text !== '')] as const)
    .flatMap(([name, texts]) => (texts.length === 0 ? [] : [`${name}: ${texts.join(', ')}`]))
    .join('; ');
}

function textOfValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function clean(text: string, maxLength: number): string {
  const trimmed = text.replaceAll(INVISIBLE, '').trim().toWellFormed();
  return trimmed.length > maxLength ? `${trimmed.slice(0, maxLength - 1).toWellFormed()}…` : trimmed;
}
