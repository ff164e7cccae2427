import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Derived } from '../answers/arithmetic.js';
import { nodesOf } from '../answers/markdown.js';

export interface MarkdownTextProps {
  readonly raw: string;
  /** Numbers that are shown with their arithmetic. */
  readonly derived?: readonly Derived[];
  readonly class?: string;
}

/** Sanitised Markdown. It is parsed when it changes, and not when its surroundings do. */
export function MarkdownText({ raw, derived, class: className = '' }: MarkdownTextProps) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const nodes = nodesOf(raw);
    if (derived !== undefined && derived.length > 0) explainNumbers(nodes, derived);
    host.current?.replaceChildren(nodes);
  }, [raw, derived]);
  return <div ref={host} class={`markdown ${className}`} />;
}

/** Makes each derived number tell its arithmetic when it is pointed at or focused. */
function explainNumbers(root: DocumentFragment, derived: readonly Derived[]): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node as Text);
  for (const text of texts) {
    if (text.parentElement?.closest('a, code, pre') !== null && text.parentElement !== null) continue;
    explainWithin(text, derived);
  }
}

function explainWithin(text: Text, derived: readonly Derived[]): void {
  let rest = text;
  for (;;) {
    const hit = firstOf(rest.data, derived);
    if (hit === undefined) return;
    const number = rest.splitText(hit.at);
    rest = number.splitText(hit.result.length);
    const mark = /^[.,;:!?)]+/.exec(rest.data)?.[0] ?? '';
    rest.deleteData(0, mark.length);
    number.replaceWith(explained(hit.result, hit.working, mark));
  }
}

function firstOf(data: string, derived: readonly Derived[]): (Derived & { readonly at: number }) | undefined {
  const hits = derived
    .map((one) => ({ ...one, at: placeOf(data, one.result) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at || b.result.length - a.result.length);
  return hits[0];
}

/** Of a whole number, not of digits within a longer one. */
function placeOf(data: string, result: string): number {
  for (let at = data.indexOf(result); at !== -1; at = data.indexOf(result, at + 1)) {
    const before = data[at - 1] ?? ' ';
    const after = data[at + result.length] ?? ' ';
    if (!/[\d.,$€£]/.test(before) && !/[\dkM%]/.test(after)) return at;
  }
  return -1;
}

/** @param mark Punctuation that must not begin a line without its number. */
function explained(result: string, working: string, mark: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'derived';
  button.textContent = result;
  const tip = document.createElement('span');
  tip.className = 'derived-working';
  tip.textContent = working;
  button.append(tip);
  const whole = document.createElement('span');
  whole.className = 'unbroken';
  whole.append(button, mark);
  return whole;
}
