import type { Answer, Degradation, Enhancement, Stage } from '../api/contract.js';

/** What came short, in words. */
const CAUSES: Readonly<Record<Degradation['cause'], string>> = {
  deadline: 'was not ready by the deadline',
  circuit_open: 'has been failing lately and was not asked',
  shed: 'was left out because too much was asked of it at once',
  failed: 'failed',
  invalid_response: 'sent something that cannot be used',
  overload: 'was left out because the service is busy',
  memory_pressure: 'was left out because the service is short of memory',
  language: 'could not be written in your language',
};

export const OUTCOMES: Readonly<Record<Enhancement['outcome'], string>> = {
  used: 'used',
  cached: 'used, from the cache',
  nothing: 'had nothing to add',
  late: 'was late',
  open: 'has been failing lately, not asked',
  shed: 'too busy',
  failed: 'failed',
  skipped: 'not asked',
};

export const STAGES: Readonly<Record<Stage['name'], string>> = {
  cache: 'Cache looked up',
  admission: 'Admitted',
  detect: 'Frameworks found',
  read: 'Question read',
  route: 'Personas chosen',
  enhance: 'Servers and models',
  compose: 'Letter written',
};

/** A loss as a sentence. */
export function lossOf({ component, cause, effect }: Degradation): string {
  return `${componentName(component)} ${CAUSES[cause]}: ${effect}.`;
}

function componentName(component: string): string {
  if (component === 'playbook') return 'The letter';
  const [kind = '', name] = component.split(':');
  if (name === undefined) return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return kind === 'mcp' ? `The MCP server ${name}` : `The ${kind} ${name}`;
}

/** Where the answer came from, as a sentence. */
export function originOf({ cache }: Answer['receipt']): string {
  const age = cache.ageMs === null ? '' : ` ${ageWords(cache.ageMs)} ago`;
  switch (cache.answer) {
    case 'hit':
      return `The same question was answered${age}; this is that answer.`;
    case 'stale':
      return `Answered${age}; a fresh answer is being made.`;
    case 'similar':
      return `A question worded differently was answered${age}; the evidence quotes that one.`;
    case 'bypass':
      return 'Written afresh, as you wanted.';
    default:
      return cache.collapsed ? 'Written once for several equal questions.' : 'Written for this question.';
  }
}

function ageWords(ms: number): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
