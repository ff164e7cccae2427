import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';

import { describeInBrowser, TestBrowser, type Visit, type VisitOptions } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { RunningService } from '../support/running-service.js';
import { stubEntry } from '../support/stub-server.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const YAML = `
access:
  keys:
    - { id: boss, sha256: ${sha256('boss')}, tenant: acme, entitlements: [ask, auditor, admin] }
    - { id: reader, sha256: ${sha256('reader')}, tenant: acme }
mcp:
  servers:
    - ${stubEntry('context7', { mode: 'toolError' }, 'capabilities: [library_passages]')}
`;
const HOSTILE = [
  '<script>window.ran = 1</script>',
  '<img src="https://tracker.invalid/x.gif" onerror="window.ran = 2">',
  '<svg onload="window.ran = 3"></svg>',
  '[a link](javascript:window.ran=4)',
  '"><style>body { display: none }</style>',
].join(' ');

describeInBrowser('the views of developers and operators', () => {
  let browser: TestBrowser;
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start({ yaml: YAML, slowness: 4 });
    browser = await TestBrowser.start();
    for (const question of [QUESTION, `${QUESTION} ${HOSTILE}`]) {
      const reply = await post('/v1/answers', { question });
      expect(reply.status).toBe(200);
    }
  });
  afterAll(async () => {
    await browser.stop();
    await service.stop();
  });

  const post = (path: string, body: object, key = 'boss') =>
    fetch(service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify(body),
    });
  const visit = (path: string, options: VisitOptions = {}) =>
    browser.visit(service.url, path, { key: 'boss', ...options });
  const expectHarmless = async ({ page, complaints, strangers, context }: Visit) => {
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(await page.evaluate<unknown>('window.ran')).toBeUndefined();
    await context.close();
  };
  const hide = (page: Visit['page'], isHidden: boolean) =>
    page.evaluate(`
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${isHidden ? 'hidden' : 'visible'}' });
      document.dispatchEvent(new Event('visibilitychange'));
    `);

  it('show on Live what comes over one stream, which ends while the page is hidden or paused', async () => {
    const seen = await visit('/live');
    const { page } = seen;
    await eventually(async () => {
      const drawn = await page.locator('.plot-box[data-state="drawn"]').count();
      return drawn === 6 ? true : undefined;
    });
    await page.getByText('Live', { exact: true }).and(page.locator('[role=status]')).waitFor();
    const streams = () => seen.requests.filter((request) => request.includes('/v1/performance')).length;
    const rows = page.getByRole('region', { name: 'Calls of MCP servers' }).getByRole('row');
    expect(await rows.filter({ hasText: 'context7' }).innerText()).toContain('reported a failure');
    // Reports come, and nothing is asked for again.
    const up = page.locator('.headline').getByText(/\d+ s$|\d+ min$/);
    const before = await up.first().innerText();
    await eventually(async () => ((await up.first().innerText()) === before ? undefined : true));
    expect(streams()).toBe(1);

    await hide(page, true);
    const atRest = seen.requests.length;
    await page.waitForTimeout(2_500);
    expect(seen.requests.length).toBe(atRest);
    await hide(page, false);
    await eventually(() => Promise.resolve(streams() === 2 ? true : undefined));

    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await page.getByText('Paused', { exact: true }).waitFor();
    await expectHarmless(seen);
  });

  it('show on Live what happened before the page was opened', async () => {
    await eventually(async () => {
      const reply = await fetch(`${service.url}/v1/performance/history`, { headers: { authorization: 'Bearer boss' } });
      const { samples } = (await reply.json()) as { samples: unknown[] };
      return samples.length > 0 ? true : undefined;
    });
    const recordedBy = Date.now();
    // Far enough behind that no figure of the page itself falls into the same second.
    await eventually(() => (Date.now() > recordedBy + 2_000 ? true : undefined));
    const seen = await visit('/live');
    const { page } = seen;
    await page.locator('.plot-box[data-state="drawn"]').first().waitFor();
    await page.getByText('As a table').first().click();
    const times = page.locator('.plot-table').first().getByRole('button');
    await times.first().waitFor();
    const [hours = 0, minutes = 0, seconds = 0] = (await times.last().innerText()).split(':').map(Number);
    const oldest = new Date(recordedBy).setHours(hours, minutes, seconds, 0);
    expect(oldest).toBeLessThanOrEqual(recordedBy);
    await expectHarmless(seen);
  });

  it('say on Live that the connection is lost, and keep what was seen', async () => {
    const other = await RunningService.start({ slowness: 4 });
    const seen = await browser.visit(other.url, '/live');
    const { page } = seen;
    await page.locator('.plot-box[data-state="drawn"]').first().waitFor();
    await other.stop();
    await page.getByText('Connection lost, trying again').waitFor();
    expect(await page.locator('.headline').innerText()).toContain('Memory');
    await seen.context.close();
  });

  it('lead on Live from a moment to the answers that were given then', async () => {
    const seen = await visit('/live');
    const { page } = seen;
    await post('/v1/answers', { question: 'Should we build or buy the billing system?' });
    await page.getByText('As a table').first().click();
    await page
      .getByRole('button', { name: /^\d\d:\d\d:\d\d$/ })
      .first()
      .click();
    await page
      .getByRole('region', { name: /Answers around/ })
      .or(page.locator('.moment'))
      .first()
      .waitFor();
    expect(new URL(page.url()).search).toMatch(/^\?at=\d+$/);
    const link = page.locator('.moment a', { hasText: 'build or buy' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toMatch(/^\/a\/ans_/);
    await page.keyboard.press('Escape');
    await expectHarmless(seen);
  });

  it('find in the Library by words and by category, and keep the place in the address', async () => {
    const seen = await visit('/library');
    const { page } = seen;
    await page.getByText('Frameworks 60').waitFor();
    expect(await page.locator('.shelf').last().getByRole('listitem').count()).toBe(12);
    await page.keyboard.press('/');
    await page.keyboard.type('goldratt');
    await page.getByText('Frameworks 1 of 60').waitFor();
    expect(new URL(page.url()).search).toBe('?q=goldratt');
    await page.getByRole('link', { name: 'Theory of Constraints' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.reload();
    await dialog.getByRole('heading', { name: 'Steps' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.search === '?q=goldratt');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'security' }).click();
    await page.getByText(/Frameworks \d of 60/).waitFor();
    await page.getByRole('searchbox').fill('zzzz');
    await page.getByText('No framework has these words').waitFor();
    await expectHarmless(seen);
  });

  it('mark in a text of the reader the words that point to frameworks, and run nothing of it', async () => {
    const seen = await visit('/library');
    const { page } = seen;
    await page.getByRole('textbox', { name: 'Text' }).fill(QUESTION);
    await page.locator('mark.evidence').first().waitFor();
    const marked = await page.locator('mark.evidence').allInnerTexts();
    expect(marked.join(' ')).toContain('squads keep waiting');
    const name = page.locator('.framework-name').first();
    await name.focus();
    await page.locator('mark.evidence.lit').first().waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill(`${QUESTION} ${HOSTILE}`);
    await page.locator('.try-read', { hasText: '<script>' }).waitFor();
    expect(await page.locator('main :is(script, img, svg, style)').count()).toBe(0);
    await expectHarmless(seen);
  });

  it('give set-ups with the address of this service, and never the key itself', async () => {
    const seen = await visit('/connect');
    const { page } = seen;
    await page.getByText('Reached').waitFor();
    for (const name of [
      'Claude Code',
      'Claude Desktop',
      'Cursor',
      'VS Code',
      'Codex',
      'Open WebUI',
      'LibreChat',
      'openai for Python',
      'openai for Node.js',
      'curl',
      'GraphQL',
    ]) {
      const part = page.getByRole('region', { name, exact: true });
      expect(await part.locator('pre').first().innerText()).toContain(service.url);
    }
    const text = await page.locator('main').innerText();
    expect(text).toContain('DIRECTOR_KEY');
    expect(text).not.toContain('Bearer boss');
    await page.getByRole('checkbox').uncheck();
    expect(await page.locator('.connect-setups').innerText()).not.toContain('DIRECTOR_KEY');
    await expectHarmless(seen);
  });

  it('give a set-up for curl that works as it is', async () => {
    const seen = await visit('/connect');
    const { page } = seen;
    const line = await page.getByRole('region', { name: 'curl', exact: true }).locator('pre').first().innerText();
    const body = /-d '(.*)'$/s.exec(line)?.[1] ?? '';
    const url = /curl -s (\S+)/.exec(line)?.[1] ?? '';
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer boss' },
      body,
    });
    expect(reply.status).toBe(200);
    await expectHarmless(seen);
  });

  it('make, show once, rotate and revoke a key, by keyboard alone', async () => {
    const seen = await visit('/keys');
    const { page } = seen;
    await page.getByRole('button', { name: 'Create' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(`Open WebUI ${HOSTILE}`.slice(0, 110));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Copy it now.').waitFor();
    const key = await dialog.locator('pre').innerText();
    expect(key).toMatch(/^cdk_/);
    expect((await post('/v1/plan', { question: QUESTION }, key.trim())).status).toBe(200);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('main').innerText()).not.toContain(key.trim());

    await page.getByRole('button', { name: /^Rotate Open WebUI/ }).press('Enter');
    await dialog.getByRole('button', { name: 'Rotate' }).press('Enter');
    await dialog.getByText('Copy it now.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^valid until \d/).waitFor();

    await page
      .getByRole('button', { name: /^Revoke Open WebUI/ })
      .first()
      .press('Enter');
    await dialog.getByRole('button', { name: 'Revoke' }).press('Enter');
    await page
      .getByText(/^revoked/)
      .first()
      .waitFor();
    await expectHarmless(seen);
  });

  it('show the audit trail from its end, and whether it is whole', async () => {
    const seen = await visit('/audit');
    const { page } = seen;
    const rows = page.getByRole('region', { name: 'Events, latest first' }).getByRole('row');
    await rows.filter({ hasText: 'answered' }).first().waitFor();
    await page.getByRole('button', { name: 'Verify' }).press('Enter');
    await page.getByText('Whole', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'From the beginning' }).press('Enter');
    await page.getByRole('region', { name: 'Events, oldest first' }).waitFor();
    expect(new URL(page.url()).search).toBe('?order=oldest');
    await expectHarmless(seen);
  });

  it('say what is missing to a key that is not entitled', async () => {
    for (const path of ['/keys', '/audit']) {
      const seen = await visit(path, { key: 'reader' });
      await seen.page.getByText('NOT_ENTITLED').waitFor();
      await expectHarmless(seen);
    }
    const seen = await visit('/live', { key: 'wrong' });
    await seen.page.getByRole('dialog').getByText('does not accept the key').waitFor();
    await expectHarmless(seen);
  });

  const SCHEMES = ['light', 'dark'] as const;
  const VIEWS = ['/live', '/library', '/library?f=wrap', '/connect', '/keys', '/audit'];
  it.each(VIEWS.flatMap((view) => SCHEMES.map((scheme) => [view, scheme] as const)))(
    'have no violation that axe-core finds, with everything open: %s, %s',
    async (view, scheme) => {
      const seen = await visit(view, { scheme });
      const { page } = seen;
      await page.locator('main h1').waitFor();
      if (view === '/live') await page.locator('.plot-box[data-state="drawn"]').first().waitFor();
      if (view === '/library') {
        await page.getByRole('button', { name: 'Try the example' }).click();
        await page.locator('mark.evidence').first().waitFor();
      }
      if (view === '/audit') await page.getByRole('button', { name: 'Verify' }).click();
      if (view.includes('?f=')) await page.getByRole('heading', { name: 'Steps' }).waitFor();
      else await page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })");
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
      );
      expect(found).toEqual([]);
      await expectHarmless(seen);
    },
  );

  it.each([360, 1_024, 2_560])('fit a window of %d pixels', async (width) => {
    for (const view of VIEWS) {
      const { page, context } = await visit(view, { width });
      await page.locator('main h1').waitFor();
      if (view === '/live') await page.locator('.plot-box[data-state="drawn"]').first().waitFor();
      await page.waitForTimeout(300);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect({ view, overflow: Math.max(0, overflow) }).toEqual({ view, overflow: 0 });
      await context.close();
    }
  });
});
