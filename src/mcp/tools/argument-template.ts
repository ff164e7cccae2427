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
const NAMES = Object.keys(FIELDS)
  .join('|')
  .replaceAll('.', String.raw`\.`);
const PLACEHOLDER = new RegExp(String.raw`\{\{\s*(${NAMES})\s*\}\}`, 'g');
const ONLY_PLACEHOLDER = new RegExp(String.raw`^\{\{\s*(${NAMES})\s*\}\}$`);

/** Fills a compiled template. */
export type Filling = (request: ToolRequest) => JsonValue;

/**
 * Compiles a template for the arguments of a tool call.
 *
 * Placeholders such as `{{question}}` are replaced inside strings, lists joined by commas; a string that consists of the
 * placeholder of a list becomes the list itself. Inserted text is never expanded again, so that a question cannot inject
 * a placeholder.
 */
export function compileTemplate(template: JsonTemplate): Filling {
  if (typeof template === 'string') return compileText(template);
  if (typeof template !== 'object' || template === null) return () => template;
  if (isList(template)) {
    const items = template.map(compileTemplate);
    return (request) => items.map((fill) => fill(request));
  }
  return compileArguments(template);
}

/** {@link compileTemplate} for the arguments as a whole. */
export function compileArguments(
  template: Readonly<Record<string, JsonTemplate>>,
): (request: ToolRequest) => Record<string, JsonValue> {
  const entries = Object.entries(template).map(([name, value]) => [name, compileTemplate(value)] as const);
  return (request) => {
    const filled: Record<string, JsonValue> = {};
    for (const [name, fill] of entries) filled[name] = fill(request);
    return filled;
  };
}

function compileText(template: string): Filling {
  const whole = FIELDS[ONLY_PLACEHOLDER.exec(template)?.[1] ?? ''];
  if (whole !== undefined) {
    return (request) => {
      const value = whole(request);
      return typeof value === 'string' ? value : [...value];
    };
  }
  // Text and names of placeholders alternate.
  const parts = template.split(PLACEHOLDER);
  if (parts.length === 1) return () => template;
  return (request) => parts.map((part, i) => (i % 2 === 0 ? part : asText(FIELDS[part]?.(request) ?? ''))).join('');
}

function asText(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : value.join(', ');
}

function isList(template: JsonTemplate): template is readonly JsonTemplate[] {
  return Array.isArray(template);
}
