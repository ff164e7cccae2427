import type { JsonTemplate } from '../config/index.js';

import type { ToolRequest } from './enhancement.js';

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const PLACEHOLDER = /\{\{\s*(question|frameworks|persona)\s*\}\}/g;

/**
 * Fills the placeholders of a tool call's arguments.
 *
 * `{{question}}`, `{{persona}}` and `{{frameworks}}` (comma-separated) are replaced inside strings; a string that is
 * nothing but `{{frameworks}}` becomes the list itself. Text put in is never looked at again, so a question cannot
 * smuggle in a placeholder.
 */
export function fillTemplate(template: JsonTemplate, request: ToolRequest): JsonValue {
  if (typeof template === 'string') {
    if (/^\{\{\s*frameworks\s*\}\}$/.test(template)) return [...request.frameworks];
    return template.replaceAll(PLACEHOLDER, (_match, name: keyof ToolRequest) => {
      const value = request[name];
      return typeof value === 'string' ? value : value.join(', ');
    });
  }
  if (typeof template !== 'object' || template === null) return template;
  if (isList(template)) return template.map((item) => fillTemplate(item, request));
  return fillArguments(template, request);
}

/** The same for the arguments as a whole. */
export function fillArguments(
  template: Readonly<Record<string, JsonTemplate>>,
  request: ToolRequest,
): { [key: string]: JsonValue } {
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fillTemplate(value, request)]));
}

function isList(template: JsonTemplate): template is readonly JsonTemplate[] {
  return Array.isArray(template);
}
