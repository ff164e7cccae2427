import type { Answer } from '../../answers/index.js';
import type { DirectorNote } from '../contract/openai.js';

// The receipt, in the forms that clients of OpenAI's protocol can show.

/** In short, as `director` beside what the protocol knows. */
export function directorNote({ id, conversationId, receipt, status, version }: Answer): DirectorNote {
  const { class: level, deadlineMs, elapsedMs, met, cache, continuation } = receipt;
  return {
    answer: id,
    conversation: conversationId,
    status,
    version,
    class: level,
    deadlineMs,
    elapsedMs,
    met,
    frameworks: receipt.frameworks.map(({ id: framework, name, confidence, evidence }) => ({
      id: framework,
      name,
      confidence,
      quote: evidence[0]?.quote ?? '',
    })),
    personas: receipt.personas.map(({ id: persona, role, backend }) => ({ id: persona, role, backend })),
    cache: cache.answer,
    missing: receipt.degradations.map(({ effect, cause }) => `${effect} (${cause})`),
    continuation: continuation?.href ?? null,
    usage: 'estimated',
  };
}

/** For people: five lines below the answer. */
export function receiptFooter({ id, receipt, status }: Answer): string {
  const { frameworks, personas, cache, degradations } = receipt;
  const timing = `${receipt.elapsedMs.toFixed(1)} of ${receipt.deadlineMs} ms, ${receipt.met ? 'in time' : 'late'}`;
  const lines = [
    `Receipt \`${id}\`: ${receipt.class}, ${status}, ${timing}`,
    `Frameworks: ${listed(frameworks.map(({ name, confidence }) => `${name} ${Math.round(confidence * 100)} %`))}`,
    `Personas: ${listed(personas.map(({ id: persona, role, backend }) => `${persona} (${role}, ${backend})`))}`,
    `Cache: ${cache.answer}`,
    `Missing: ${listed(degradations.map(({ effect }) => effect))}`,
  ];
  return `\n\n---\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}

/** An event of Open WebUI, which it shows beside a message. */
export interface WebUiEvent {
  readonly type: 'status' | 'source';
  readonly data: object;
}

/** What is being done. @param isDone Whether it was the last. */
export function statusEvent(description: string, isDone = false): WebUiEvent {
  return { type: 'status', data: { description, done: isDone } };
}

/** One source for each framework: the words of the question that speak for it. */
export function sourceEvents({ receipt }: Answer): WebUiEvent[] {
  return receipt.frameworks.map(({ name, evidence, source }) => ({
    type: 'source',
    data: {
      source: { name },
      document: evidence.map(({ quote }) => quote),
      metadata: evidence.map(() => ({ source: name, publication: source })),
    },
  }));
}

/** What is done for a question, a line for each step. */
export function progressLine(type: string, data: object): string | undefined {
  const field = (name: string) => (name in data ? String((data as Record<string, unknown>)[name]) : '');
  switch (type) {
    case 'accepted':
      return `Class ${field('class')}: answered within ${field('deadlineMs')} ms.`;
    case 'framework':
      return `Framework: ${field('name')}.`;
    case 'persona':
      return `Persona: ${field('id')} (${field('role')}).`;
    default:
      return undefined;
  }
}

/** The same for an answer that is ready, with what helped. */
export function progressLines({ receipt }: Answer): string[] {
  return [
    progressLine('accepted', receipt),
    ...receipt.frameworks.map((framework) => progressLine('framework', framework)),
    ...receipt.personas.map((persona) => progressLine('persona', persona)),
    ...receipt.enhancements.map(({ server, tool, outcome }) => `MCP ${server}/${tool}: ${outcome}.`),
  ].filter((line) => line !== undefined);
}
