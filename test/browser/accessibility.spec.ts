import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AxeResults } from 'axe-core';

import { describeInBrowser, TestBrowser } from '../support/browser.js';
import { RunningService } from '../support/running-service.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describeInBrowser('every view of the console', () => {
  let browser: TestBrowser;
  let service: RunningService;
  let answer: { readonly id: string; readonly conversationId: string };
  beforeAll(async () => {
    service = await RunningService.start({ slowness: 4 });
    browser = await TestBrowser.start();
    const reply = await fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION }),
    });
    answer = (await reply.json()) as typeof answer;
  });
  afterAll(async () => {
    await browser.stop();
    await service.stop();
  });

  const SCHEMES = ['light', 'dark'] as const;
  const VIEWS = ['/', '/a/:id', '/a/none', '/c', '/c/:id', '/library', '/connect', '/live', '/keys', '/audit'];
  const cases = VIEWS.flatMap((view) => SCHEMES.map((scheme) => [view, scheme] as const));

  it.each(cases)('%s has no violation that axe-core finds, in the %s scheme', async (view, scheme) => {
    const path = view.replace(':id', view.startsWith('/a') ? answer.id : answer.conversationId);
    const { page, complaints, context } = await browser.visit(service.url, path, { scheme });
    await page.locator('main h1, main h2').first().waitFor();
    if (view === '/a/:id') await page.locator('article.sheet').waitFor();
    if (view === '/c/:id') await page.locator('article.sheet').waitFor();
    await page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))");
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    );
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([360, 1_024, 2_560])('fits a window of %d pixels', async (width) => {
    for (const view of VIEWS) {
      const path = view.replace(':id', view.startsWith('/a') ? answer.id : answer.conversationId);
      const { page, context } = await browser.visit(service.url, path, { width });
      await page.locator('main h1, main h2').first().waitFor();
      if (view.endsWith(':id')) await page.locator('article.sheet').waitFor();
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect({ view, overflow: Math.max(0, overflow) }).toEqual({ view, overflow: 0 });
      await context.close();
    }
  });
});
