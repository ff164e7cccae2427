import { describe, expect, it } from '@jest/globals';

import { FrameworkDetector, loadFrameworkLibrary } from '../frameworks/index.js';
import { PERSONAS } from './catalog.js';
import { PersonaRouter, type RouteRequest } from './router.js';

const detector = new FrameworkDetector(loadFrameworkLibrary());
const router = new PersonaRouter(PERSONAS);
const route = (text: string, more: Omit<RouteRequest, 'text' | 'detection'> = {}) =>
  router.route({ text, detection: detector.detect(text), ...more });

describe('PersonaRouter', () => {
  it.each([
    ['Our squads wait on the infra group for every deploy. How should I reorganize the teams?', 'diego'],
    ['Should our architecture move from a monolith to microservices, and where do we cut the domains?', 'martin'],
    ['Our cloud bill doubled in a year and finance wants forecasts. Who should own the spend?', 'david'],
    ['Designers and developers each build their own buttons; how do we get one component library adopted?', 'rachel'],
    ['How could an attacker abuse our partner API, and how do we model the threats before launch?', 'security'],
  ])('lets the right persona lead: %s', (text, lead) => {
    expect(route(text).lead?.id).toBe(lead);
  });

  it('chooses no lead for a text that is not strategic and names no persona', () => {
    expect(route('How do I undo the last git commit?')).toEqual({ lead: null, support: [] });
  });

  it('prefers requested personas to addressed ones as the lead', () => {
    const { lead, support } = route('@martin should we split the platform team?', { requested: ['rachel'] });
    expect(lead).toMatchObject({ id: 'rachel', score: 1 });
    expect(lead?.reasons[0]).toBe('requested');
    expect(support[0]?.id).toBe('martin');
  });

  it.each([
    '@camille how do we present this to the board?',
    'As Camille, what would you tell the board about the platform team?',
    'Camille, what would you tell the board about the platform team?',
    'Using the camille persona: what would you tell the board?',
  ])('recognizes the addressed persona: %s', (text) => {
    expect(route(text).lead?.id).toBe('camille');
  });

  it.each([
    'Mail david@example.com about our teams and the deployment queue',
    'Martinique is where our teams wait on the platform group for deploys',
    'My teams wait on Rachel for every deploy, how should I reorganize?',
    'Marcus, our CFO, wants our teams reorganized around deployment. How?',
  ])('takes no mere mention for an address: %s', (text) => {
    const reasons = [route(text).lead, ...route(text).support].flatMap((it) => it?.reasons ?? []);
    expect(reasons).not.toContain('addressed by name');
  });

  it('ignores a requested persona that does not exist', () => {
    expect(route('How should I reorganize our teams?', { requested: ['nobody'] }).lead?.id).not.toBe('nobody');
  });

  it('names the mediator when interests clash', () => {
    const { mediator } = route('How should we split the engineering budget?', { requested: ['sofia', 'david'] });
    expect(mediator).toBe('camille');
  });

  it('supports with at most three and never repeats the lead', () => {
    const { lead, support } = route('How should our platform architecture, budget and teams change after the merger?');
    expect(support.length).toBeLessThanOrEqual(3);
    expect(support.map((it) => it.id)).not.toContain(lead?.id);
  });

  it('favors the lead of the last turn', () => {
    const text = 'How should our platform architecture, budget and teams change after the merger?';
    const before = route(text);
    const next = before.support[0]?.id ?? '';
    const after = route(text, { history: [{ lead: next, frameworks: [] }] });
    const scoreOf = (of: typeof before): number => (of.lead?.id === next ? of.lead.score : 0);
    expect(scoreOf(after)).toBeGreaterThanOrEqual(scoreOf(before));
  });
});
