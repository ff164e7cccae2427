import type { Ask } from '../api/contract.js';

/** A question that was asked in this tab: the service tells it only once it has been answered. */
export interface Remembered {
  readonly ask: Ask;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
}

const NAME = 'director.asked';
const DRAFT_NAME = 'director.draft';
const MAX_REMEMBERED = 20;

export function remember(id: string, entry: Remembered): void {
  const entries = Object.entries(read()).filter(([other]) => other !== id);
  write(NAME, Object.fromEntries([...entries.slice(1 - MAX_REMEMBERED), [id, entry]]));
}

export function recall(id: string): Remembered | undefined {
  return read()[id];
}

/** What was written and not sent yet survives a reload. */
export function keepDraft(text: string): void {
  write(DRAFT_NAME, text);
}

export function keptDraft(): string {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(DRAFT_NAME) ?? '""');
    return typeof draft === 'string' ? draft : '';
  } catch {
    return '';
  }
}

function read(): Readonly<Record<string, Remembered>> {
  try {
    return JSON.parse(sessionStorage.getItem(NAME) ?? '{}') as Record<string, Remembered>;
  } catch {
    return {};
  }
}

function write(name: string, value: unknown): void {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Full, or not allowed: it is not remembered then.
  }
}
