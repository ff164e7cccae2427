import type { JsonTemplate } from '../config/index.js';

import type { ToolRequest } from './enhancement.js';

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** What each placeholder stands for; there is no other. */
const FIELDS: Readonly<Record<string, (request: ToolRequest) => string | readonly string[]>> = {
  question: ({ question }) => question,
  role: ({ role }) => role,
  persona: ({ persona }) => persona,
  frameworks: ({ frameworks }) => frameworks,
  'earlier.questions': ({ earlier }) => earlier.questions,
  'earlier.frameworks': ({ earlier }) => earlier.frameworks,
};
const NAMES = Object.keys(FIELDS)
  .join('|')
  .replaceAll('.', String.raw`\.`);
const PLACEHOLDER = new RegExp(String.raw`\{\{\s*(${NAMES})\s*\}\}`, 'g');
const ONLY_PLACEHOLDER = new RegExp(String.raw`^\{\{\s*(${NAMES})\s*\}\}$`);

/**
 * Fills the placeholders of a tool call's arguments.
 *
 * `{{question}}`, `{{frameworks}}` and the like are replaced inside strings, lists joined by commas; a string that is
 * nothing but the placeholder of a list becomes the list itself. Text put in is never looked at again, so a question
 * cannot smuggle in a placeholder.
 */
export function fillTemplate(template: JsonTemplate, request: ToolRequest): JsonValue {
  if (typeof template === 'string') {
    const whole = FIELDS[ONLY_PLACEHOLDER.exec(template)?.[1] ?? '']?.(request);
    if (typeof whole === 'object') return [...whole];
    return template.replaceAll(PLACEHOLDER, (_match, name: string) => {
      const value = FIELDS[name]?.(request) ?? '';
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
