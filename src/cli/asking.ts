import type { Answerer } from './answerer.js';

/** Options of a question, as the command line has them. */
export interface AskValues {
  readonly role?: string | undefined;
  readonly class?: string | undefined;
  readonly 'deadline-ms'?: string | undefined;
  readonly persona?: string[] | undefined;
  readonly conversation?: string | undefined;
  readonly 'no-enhance'?: boolean | undefined;
  readonly 'no-cache'?: boolean | undefined;
}

/** Where to ask, as the command line has it. */
export interface WhereValues {
  readonly url?: string | undefined;
  readonly 'key-file'?: string | undefined;
}

/** A message of the contract; it is not validated yet. */
export function messageOf(question: string, values: AskValues): object {
  return {
    question,
    conversationId: values.conversation,
    role: values.role,
    class: values.class,
    deadlineMs: values['deadline-ms'] === undefined ? undefined : Number(values['deadline-ms']),
    personas: values.persona,
    enhance: values['no-enhance'] === true ? 'never' : 'auto',
    ...(values['no-cache'] === true ? { noCache: true } : {}),
  };
}

/** @param keeps `disk`: with the conversations of the service, whose database it then opens. */
export async function openAnswerer(where: WhereValues, keeps: 'disk' | 'memory' = 'memory'): Promise<Answerer> {
  if (where.url === undefined) return (await import('./local-answerer.js')).openLocalAnswerer(keeps);
  const { ServiceClient } = await import('./service-client.js');
  const client = new ServiceClient({ url: where.url, 'key-file': where['key-file'] });
  return {
    ask: (message, listener) => (listener === undefined ? client.ask(message) : client.stream(message, listener)),
    plan: (message) => client.plan(message),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The text of an operand; "-" stands for standard input. */
export async function textOf(operand: string): Promise<string> {
  if (operand !== '-') return operand;
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);
  return text.trim();
}
