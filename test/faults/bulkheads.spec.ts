import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { answerSchema } from '../../src/answers/index.js';
import { Admission } from '../../src/optimizer/index.js';
import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV as env } from '../support/model-yaml.js';
import { withService } from '../support/running-app.js';
import { stubEntry } from '../support/stub-server.js';

/** Wants help from both built-in servers. */
const QUESTION =
  'Our three squads keep waiting on the infra group for deploys, and every quarter the plan slips again. Two directors ' +
  'disagree about ownership, the board asks for a date, and the teams are tired of escalations. What should we change first?';
/** The method and the library, as servers of other processes and as built in. */
const SERVERS = { sequential: 'builtin:analysis', context7: 'builtin:library' } as const;
const ASKED = 40;

const keyYaml = (id: string) =>
  `{ id: ${id}, tenant: ${id}, sha256: ${createHash('sha256').update(`key-of-${id}`).digest('hex')} }`;

describe('a stall stays within its bulkhead', () => {
  it.each(['sequential', 'context7'] as const)('when the server %s hangs', async (stalled) => {
    const other = SERVERS[stalled === 'sequential' ? 'context7' : 'sequential'];
    const servers = [stubEntry(stalled, { mode: 'silent' }), `{ id: "${other}", transport: builtin }`];
    await withService({ yaml: `mcp: { servers: [${servers.join(', ')}] }` }, async (service) => {
      const ask = (i: number) =>
        service.post('/v1/answers', {
          question: `${QUESTION} (${i})`,
          class: 'enhanced',
          deadlineMs: 1_500,
          noCache: true,
        });
      const replies = await Promise.all(Array.from({ length: ASKED }, (_, i) => ask(i)));
      expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
      const outcomesOf = (server: string) =>
        replies.flatMap(({ body }) =>
          answerSchema
            .parse(body)
            .receipt.enhancements.filter((enhancement) => enhancement.server === server)
            .map(({ outcome }) => outcome),
        );
      expect(outcomesOf(other)).toEqual(Array(ASKED).fill('used'));
      expect(outcomesOf(stalled)).toHaveLength(ASKED);
      expect(outcomesOf(stalled).filter((outcome) => outcome === 'used' || outcome === 'cached')).toEqual([]);
    });
  });

  it('when a model backend hangs', async () => {
    const [hung, well] = await Promise.all([
      ModelServer.start('anthropic', { kind: 'hangs' }),
      ModelServer.start('anthropic', { kind: 'writes', text: WRITTEN_BRIEF }),
    ]);
    const backend = (id: string, { url }: ModelServer) =>
      `{ id: ${id}, api: anthropic, model: stub-model, endpoints: [{ url: "${url}", apiKey: "\${STUB_KEY}" }] }`;
    const yaml = `
models:
  default: well
  personas: { martin: hung }
  findingsWaitMs: 100
  backends: [${backend('hung', hung)}, ${backend('well', well)}]
`;
    try {
      await withService({ yaml, env }, async (service) => {
        const ask = (persona: string, i: number) =>
          service.post('/v1/answers', {
            question: `${QUESTION} (${i})`,
            class: 'enhanced',
            deadlineMs: 1_500,
            personas: [persona],
            noCache: true,
          });
        const stalled = Array.from({ length: ASKED }, (_, i) => ask('martin', i));
        await eventually(() => (hung.calls.length > 0 ? true : undefined));
        const others = await Promise.all(Array.from({ length: 4 }, (_, i) => ask('diego', ASKED + i)));
        for (const { body } of others) {
          const { personas, enhancements } = answerSchema.parse(body).receipt;
          expect(personas.map(({ backend: by }) => by)).toEqual(['well']);
          expect(enhancements.map(({ outcome }) => outcome)).toEqual(Object.values(SERVERS).map(() => 'used'));
        }
        // Who had the stalled one gets the help of servers all the same, and what the playbook writes.
        for (const { body, status } of await Promise.all(stalled)) {
          expect(status).toBe(200);
          const { personas, enhancements } = answerSchema.parse(body).receipt;
          expect(personas.map(({ backend: by }) => by)).toEqual(['playbook']);
          expect(enhancements.map(({ outcome }) => outcome)).toEqual(Object.values(SERVERS).map(() => 'used'));
        }
      });
    } finally {
      await Promise.all([hung.stop(), well.stop()]);
    }
  });

  it('when every question of a tenant waits for a server', async () => {
    const yaml = `
access: { keys: [${keyYaml('one')}, ${keyYaml('two')}] }
admission: { capacity: 8, tenantRatio: 0.5 }
mcp: { servers: [${stubEntry('context7', { mode: 'silent' }, 'timeoutMs: 1500')}] }
`;
    await withService({ yaml }, async (service) => {
      const ask = (tenant: string, enhance: 'auto' | 'never') =>
        service.post(
          '/v1/answers',
          { question: QUESTION, class: 'enhanced', enhance, noCache: true },
          { authorization: `Bearer key-of-${tenant}` },
        );
      const stalled = Array.from({ length: 12 }, () => ask('one', 'auto'));
      const admission = service.app.get(Admission, { strict: false });
      await eventually(() => (admission.state.open === 4 ? true : undefined), 1_000);
      // Half of the slots are all that one tenant can hold, however many it asks for.
      const others = await Promise.all(Array.from({ length: 4 }, () => ask('two', 'never')));
      expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const statuses = (await Promise.all(stalled)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4);
      expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
      expect(statuses).toContain(503);
    });
  });
});
