import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { LiveConfig } from '../../src/config/index.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { StubHttpServer } from '../support/stub-http-server.js';

const keyed = (...names: string[]) =>
  `[${names.map((name) => `{ id: ${name}, sha256: ${createHash('sha256').update(name).digest('hex')} }`).join(', ')}]`;
const as = (name: string) => ({ authorization: `Bearer ${name}` });
const ask = (service: RunningApp, headers = {}, more = {}) =>
  service.post('/v1/answers', { question: QUESTION, noCache: true, ...more }, headers);

async function change(service: RunningApp, yaml: string): Promise<LiveConfig> {
  const live = service.app.get(LiveConfig, { strict: false });
  service.reconfigure(yaml);
  await live.reload();
  return live;
}

describe('a configuration file that changes', () => {
  it('leads to the same version of the cache key on a replica that follows it and on one that starts with it', async () => {
    const stub = await StubHttpServer.start();
    try {
      const yaml = `access: { keys: ${keyed('one')} }\nmcp:\n  servers:\n${stub.entry('jira')}`;
      let [started, followed] = ['', ''];
      await withService({ yaml }, async (service) => {
        started = service.app.get(LiveConfig, { strict: false }).current.version;
      });
      await withService({ yaml: `access: { keys: ${keyed('one', 'two')} }` }, async (service) => {
        const live = service.app.get(LiveConfig, { strict: false });
        expect(live.current.version).not.toBe(started);
        followed = (await change(service, yaml)).current.version;
      });
      expect(followed).toBe(started);
    } finally {
      await stub.stop();
    }
  });

  it('admits a key that was added, and refuses one that was removed', async () => {
    await withService({ yaml: `access: { keys: ${keyed('old')} }` }, async (service) => {
      expect((await ask(service, as('new'))).status).toBe(401);
      await change(service, `access: { keys: ${keyed('new')} }`);
      expect((await ask(service, as('new'))).status).toBe(200);
      expect((await ask(service, as('old'))).status).toBe(401);
    });
  });

  it('changes limits and classes for the next request', async () => {
    await withService({}, async (service) => {
      expect((await ask(service, {}, { class: 'strategic' })).body.receipt.deadlineMs).toBe(500);
      await change(
        service,
        'access: { limits: { key: { requests: 2 } } }\nclasses: { strategic: { deadlineMs: 700 } }',
      );
      expect((await ask(service, {}, { class: 'strategic' })).body.receipt.deadlineMs).toBe(700);
      expect((await ask(service)).status).toBe(200);
      expect((await ask(service)).status).toBe(429);
      await change(service, '');
      expect((await ask(service)).status).toBe(200);
    });
  });

  it('sends the next question to another model', async () => {
    const behavior = { kind: 'writes', text: WRITTEN_BRIEF } as const;
    const [one, other] = [
      await ModelServer.start('anthropic', behavior),
      await ModelServer.start('anthropic', behavior),
    ];
    try {
      await withService({ yaml: modelYaml('anthropic', [one.url]), env: MODEL_ENV }, async (service) => {
        await ask(service);
        const before = one.calls.length;
        expect(before).toBeGreaterThan(0);
        await change(service, modelYaml('anthropic', [other.url]));
        await ask(service);
        expect([one.calls.length, other.calls.length > 0]).toEqual([before, true]);
      });
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
  });

  it('names what needs a restart, until the file says what is in force', async () => {
    await withService({}, async (service) => {
      const live = await change(service, 'http: { maxConnections: 50 }\ndrain: { maxMs: 1000 }');
      const named = live.needRestart.filter((setting) => !setting.startsWith('eventLoop'));
      expect(named.toSorted()).toEqual(['drain.maxMs', 'http.maxConnections']);
      expect((await service.get('/metrics')).text).toMatch(/config_restart_needed [23]$/m);
      await change(service, '');
      expect(live.needRestart.filter((setting) => !setting.startsWith('eventLoop'))).toEqual([]);
    });
  });

  it('stays without effect while it has a mistake, whatever else it says', async () => {
    await withService({ yaml: `access: { keys: ${keyed('old')} }` }, async (service) => {
      await change(service, `access: { keys: ${keyed('new')} }\nmodels: { personas: { astrologer: playbook } }`);
      expect((await ask(service, as('old'))).status).toBe(200);
      expect((await ask(service, as('new'))).status).toBe(401);
    });
  });
});
