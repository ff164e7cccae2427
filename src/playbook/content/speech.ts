import type { Persona } from '../../personas/index.js';

import type { PersonaSpeech } from './persona-speech.js';
import { LEADERSHIP_SPEECH } from './speech-leadership.js';
import { SPECIALIST_SPEECH } from './speech-specialists.js';

const SPEECHES: ReadonlyMap<string, PersonaSpeech> = new Map([
  ...Object.entries(LEADERSHIP_SPEECH),
  ...Object.entries(SPECIALIST_SPEECH),
]);

/** How the persona speaks; an unknown one borrows Diego's plain manner. */
export function speechOf(persona: Persona): PersonaSpeech {
  const speech = SPEECHES.get(persona.id) ?? LEADERSHIP_SPEECH['diego'];
  if (speech === undefined) throw new RangeError(`no speech for persona "${persona.id}"`);
  return speech;
}
