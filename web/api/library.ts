import { signal } from '@preact/signals';

import { api } from './client.js';
import type { FrameworkList, PersonaList } from './contract.js';

/** Frameworks and personas by id, once they are loaded. */
const frameworks = signal<ReadonlyMap<string, FrameworkList['frameworks'][number]>>(new Map());
export const personas = signal<PersonaList['personas']>([]);
let loading: Promise<void> | undefined;

/** Loads the names of the library once; without them ids are shown as words. */
export function loadLibrary(): void {
  loading ??= load().catch(() => {
    loading = undefined;
  });
}

async function load(): Promise<void> {
  const [list, people] = await Promise.all([
    api.get<FrameworkList>('/v1/frameworks'),
    api.get<PersonaList>('/v1/personas'),
  ]);
  frameworks.value = new Map(list.frameworks.map((one) => [one.id, one]));
  personas.value = people.personas;
}

export function frameworkName(id: string): string {
  return frameworks.value.get(id)?.name ?? words(id);
}

export function personaName(id: string): string {
  return personas.value.find((one) => one.id === id)?.name ?? `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
}

/** "platform-team-overloaded" as words. */
export function words(id: string): string {
  const text = id.replaceAll(/[-_]/g, ' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
