import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { describeInBrowser, TestBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { Relay } from '../support/relay.js';
import { RunningService } from '../support/running-service.js';
import { StubServer } from '../support/stub-server.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const SLOWNESS = 4;

describeInBrowser('the console in trouble', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser.stop());

  /** A service whose answers are written by a model, piece by piece. */
  const withModel = async (pieceMs: number, run: (service: RunningService) => Promise<void>) => {
    const model = await ModelServer.start('anthropic', { kind: 'writes', text: WRITTEN_BRIEF, pieceMs });
    const service = await RunningService.start({
      yaml: modelYaml('anthropic', [model.url], 60_000),
      env: MODEL_ENV,
      slowness: SLOWNESS,
    });
    try {
      await run(service);
    } finally {
      await service.stop();
      await model.stop();
    }
  };

  it('sees an answer end that was reloaded in the middle', () =>
    withModel(60, async (service) => {
      const { page, complaints, ...visit } = await browser.visit(service.url);
      await page.getByRole('textbox', { name: 'Your question' }).fill(QUESTION);
      await page.keyboard.press('Control+Enter');
      await page.locator('.letter-growing').getByText('The squads do not wait').waitFor();
      await page.reload();
      await page.getByRole('heading', { name: QUESTION }).waitFor();
      await page.locator('article.sheet').getByText('paved road').first().waitFor();
      expect(complaints).toEqual([]);
      await visit.context.close();
    }));

  it('goes on where it was when the connection is lost and comes back', () =>
    withModel(60, async (service) => {
      const relay = await Relay.to(service.url);
      const { page, complaints, ...visit } = await browser.visit(relay.url);
      await page.getByRole('textbox', { name: 'Your question' }).fill(QUESTION);
      await page.keyboard.press('Control+Enter');
      await page.locator('.letter-growing').getByText('The squads do not wait').waitFor();
      relay.cut();
      await page.getByText('The connection is lost').waitFor();
      relay.restore();
      await page.locator('article.sheet').getByText('paved road').first().waitFor();
      expect(await page.getByText('The connection is lost').count()).toBe(0);
      expect(complaints).toEqual([]);
      await visit.context.close();
      await relay.stop();
    }));

  it('stops on request, and still finds the answer afterwards', () =>
    withModel(60, async (service) => {
      const { page, complaints, ...visit } = await browser.visit(service.url);
      await page.getByRole('textbox', { name: 'Your question' }).fill(QUESTION);
      await page.keyboard.press('Control+Enter');
      await page.locator('.letter-growing').getByText('The squads do not wait').waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('Stopped.').waitFor();
      await page.getByRole('button', { name: 'Read it after all' }).click();
      await page.locator('article.sheet').getByText('paved road').first().waitFor();
      expect(complaints).toEqual([]);
      await visit.context.close();
    }));

  it('leaves on time without a hung MCP server, says so in plain words, and shows what version 2 changed', async () => {
    const late = new StubServer({ delayMs: 3_000, text: 'Teams that own their pipeline deploy four times as often.' });
    const service = await RunningService.start({
      yaml: `mcp:\n  servers:\n${late.entry('context7', 'timeoutMs: 900, capabilities: [library_passages]')}`,
      slowness: SLOWNESS,
    });
    const visit = await browser.visit(service.url);
    await visit.page.getByText('Who asks, who answers, how fast').click();
    await visit.page.getByLabel('Class').selectOption('strategic');
    await visit.ask(QUESTION);
    await visit.page.getByText('This first version left on time.').waitFor();
    await visit.page.getByText('The MCP server context7 was not ready by the deadline').waitFor();
    await visit.page.getByText('Version 2.').waitFor();
    await visit.page.getByRole('button', { name: 'Show what changed' }).click();
    await visit.page.locator('.difference').waitFor();
    expect(visit.complaints).toEqual([]);
    await visit.context.close();
    await service.stop();
    late.remove();
  });

  it('says when the service is too busy, and asks again when told to', async () => {
    const hung = new StubServer({ mode: 'silent' });
    const service = await RunningService.start({
      yaml: `admission: { capacity: 1, queueCapacity: 0, tenantRatio: 1 }
mcp:
  servers:
${hung.entry('context7', 'timeoutMs: 1500, capabilities: [library_passages]')}`,
      slowness: SLOWNESS,
    });
    const visit = await browser.visit(service.url);
    const { page } = visit;
    const box = page.getByRole('textbox', { name: 'Your question' });
    await box.fill(QUESTION);
    // One question fills the service, until its deadline.
    const filling = fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION, class: 'enhanced', noCache: true }),
    });
    await eventually(() => (hung.calls === 1 ? true : undefined));
    await box.press('Control+Enter');
    await page.getByText('OVERLOADED', { exact: true }).waitFor();
    expect((await filling).status).toBe(200);
    await page.getByRole('button', { name: 'Try again', exact: true }).click();
    await visit.letter();
    expect(visit.complaints).toEqual([]);
    await visit.context.close();
    await service.stop();
    hung.remove();
  });

  it('says why it was refused, and counts down', async () => {
    const service = await RunningService.start({
      yaml: 'access: { limits: { key: { requests: 12 } } }\n',
      slowness: SLOWNESS,
    });
    const visit = await browser.visit(service.url);
    const { page } = visit;
    const refused = page.getByRole('heading', { name: 'Rate limit exceeded' });
    for (let at = 0; at < 12 && (await refused.count()) === 0; at++) {
      await page.goto(service.url);
      await visit.ask(`${QUESTION} Number ${at}.`);
      await page.locator('article.sheet').or(refused).waitFor();
    }
    await refused.waitFor();
    await page.getByText('RATE_LIMITED', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Try again in \d+ s$/ }).waitFor();
    // What was written is still there.
    expect(await page.getByRole('textbox', { name: 'Your question' }).inputValue()).toContain(QUESTION);
    expect(visit.complaints).toEqual([]);
    await visit.context.close();
    await service.stop();
  });

  it('asks for a key where one is needed, and again when it is revoked', async () => {
    const admin = 'administrator-of-this-test';
    const sha256 = createHash('sha256').update(admin).digest('hex');
    const service = await RunningService.start({
      yaml: `access: { keys: [{ id: a, sha256: ${sha256}, entitlements: [ask, admin] }] }\n`,
      slowness: SLOWNESS,
    });
    const asAdmin = (method: string, path: string, body?: object) =>
      fetch(service.url + path, {
        method,
        headers: {
          authorization: `Bearer ${admin}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const created = await asAdmin('POST', '/v1/keys', { label: 'a director', entitlements: ['ask'] });
    const { id, key } = (await created.json()) as { id: string; key: string };
    const visit = await browser.visit(service.url);
    const { page } = visit;
    const dialog = page.getByRole('dialog', { name: 'Your key' });
    await dialog.getByLabel('Key or token').fill(key);
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    await visit.ask(QUESTION);
    await visit.letter();
    // It is kept for this tab only.
    expect(await page.evaluate("[sessionStorage.getItem('director.key'), JSON.stringify(localStorage)]")).toEqual([
      key,
      '{}',
    ]);
    expect((await asAdmin('DELETE', `/v1/keys/${id}`)).status).toBe(200);
    // A replica knows a valid key for a few seconds.
    await eventually(async () => {
      const { status } = await fetch(`${service.url}/v1/personas`, { headers: { authorization: `Bearer ${key}` } });
      return status === 401 ? true : undefined;
    });
    await page.getByRole('button', { name: 'Ask again, afresh' }).click();
    await dialog.getByText('does not accept the key').waitFor();
    expect(visit.complaints).toEqual([]);
    await visit.context.close();
    await service.stop();
  });
});
