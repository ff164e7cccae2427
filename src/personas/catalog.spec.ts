import { describe, expect, it } from '@jest/globals';

import { findPersona, headerLine, mediatorOf, PERSONAS } from './catalog.js';
import { speechOf } from '../playbook/content/content.js';

describe('persona catalog', () => {
  it('lists the twelve personas with their header lines', () => {
    expect(PERSONAS.map(({ id }) => id)).toEqual([
      'diego',
      'camille',
      'rachel',
      'alvaro',
      'martin',
      'marcus',
      'david',
      'sofia',
      'elena',
      'berny',
      'delbert',
      'security',
    ]);
    expect(PERSONAS.map(headerLine)).toContain('💼 Alvaro | Platform Investment Strategy');
  });

  it('gives each persona its own words', () => {
    const sentences = PERSONAS.flatMap((persona) => Object.values(speechOf(persona)));
    expect(sentences).toHaveLength(12 * 4);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it('names the mediator of a conflicting pair in either order', () => {
    expect(mediatorOf('diego', 'alvaro')?.id).toBe('camille');
    expect(mediatorOf('alvaro', 'diego')?.id).toBe('camille');
    expect(mediatorOf('berny', 'martin')?.id).toBe('diego');
    expect(mediatorOf('rachel', 'martin')).toBeUndefined();
  });

  it('finds a persona by its id only', () => {
    expect(findPersona('martin')?.name).toBe('Martin');
    expect(findPersona('Martin')).toBeUndefined();
  });
});
