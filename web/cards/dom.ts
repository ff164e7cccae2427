import { fieldsOf, type Fields } from './host.js';

/** More of a list is not shown. */
const MAX_ITEMS = 50;
/** More of a text is not shown. */
const MAX_TEXT_LENGTH = 20_000;

/** An element. Texts become text and nothing else, whatever is in them. */
export function el(
  tag: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly (Node | string)[]
): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A list that is only there if it has items. */
export function section(title: string, items: readonly Node[], tag: 'ol' | 'ul' = 'ul'): readonly Node[] {
  return items.length === 0 ? [] : [el('h2', {}, title), el(tag, {}, ...items)];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT_LENGTH) : '';
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_ITEMS) : [];
}

export function rowsOf(value: unknown): readonly Fields[] {
  return listOf(value).map(fieldsOf);
}

/** Milliseconds as a reader says them. */
export function duration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${Number((ms / 1_000).toFixed(1))} s`;
}

/** The text of a tool result, where there is nothing better to show. */
export function plainText({ content }: Fields): Node {
  const texts = rowsOf(content).map(({ text }) => textOf(text));
  return el('pre', {}, texts.filter((text) => text !== '').join('\n\n'));
}
