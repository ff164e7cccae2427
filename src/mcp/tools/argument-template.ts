import type { JsonTemplate } from '../../config/index.js';

import type { ToolRequest } from './enhancement.js';

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** The placeholders, and their values. */
const FIELDS: Readonly<Record<string, (request: ToolRequest) => string | readonly string[]>> = {
  question: ({ question }) => question,
  role: ({ role }) => role,
  persona: ({ persona }) => persona,
  frameworks: ({ frameworks }) => frameworks,
  'earlier.questions': ({ earlier }) => earlier.questions,
  'earlier.frameworks': ({ earlier }) => earlier.frameworks,
};
const PLACEHOLDER = /\{\{\s*([a-z.]+)\s*\}\}/g;
const ONLY_PLACEHOLDER = /^\{\{\s*([a-z.]+)\s*\}\}$/;

/**
 * Fills the template of a tool call's arguments.
 *
 * Placeholders such as `{{question}}` are replaced inside strings, lists joined by commas; a string that consists of the
 * placeholder of a list becomes the list itself. Unknown placeholders stay. Inserted text is never expanded again, so
 * that a question cannot inject a placeholder.
 */
export function fillArguments(
  template: Readonly<Record<string, JsonTemplate>>,
  request: ToolRequest,
): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, request)]));
}

function fill(template: JsonTemplate, request: ToolRequest): JsonValue {
  if (typeof template === 'string') return fillText(template, request);
  if (typeof template !== 'object' || template === null) return template;
  if (isList(template)) return template.map((item) => fill(item, request));
  return fillArguments(template, request);
}

function fillText(template: string, request: ToolRequest): JsonValue {
  const only = valueOf(ONLY_PLACEHOLDER.exec(template)?.[1] ?? '', request);
  if (only !== undefined) return typeof only === 'string' ? only : [...only];
  return template.replaceAll(PLACEHOLDER, (placeholder: string, name: string) => {
    const value = valueOf(name, request);
    return value === undefined ? placeholder : typeof value === 'string' ? value : value.join(', ');
  });
}

function valueOf(name: string, request: ToolRequest): string | readonly string[] | undefined {
  return Object.hasOwn(FIELDS, name) ? FIELDS[name]?.(request) : undefined;
}

function isList(template: JsonTemplate): template is readonly JsonTemplate[] {
  return Array.isArray(template);
}
