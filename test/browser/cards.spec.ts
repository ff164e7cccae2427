import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Client } from '@modelcontextprotocol/client';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { describeInBrowser, TestBrowser } from '../support/browser.js';
import { CardHost, type CardHostOptions } from '../support/card-host.js';
import { eventually } from '../support/eventually.js';
import { connectOverHttp } from '../support/mcp-client.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { StubServer } from '../support/stub-server.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Runs, loads or leads away where it is taken for markup. */
const HOSTILE =
  '<img src="https://tracker.invalid/x.gif" onerror="window.ran=1"></script><script>window.ran=2</script><a href="javascript:window.ran=3">x</a><style>main{display:none}</style>';

describeInBrowser('the cards of MCP Apps', () => {
  let browser: TestBrowser;
  let service: RunningApp;
  let client: Client;
  const cards = new Map<string, string>();
  beforeAll(async () => {
    const stub = new StubServer({ text: 'Teams that own their pipeline deploy more often.', delayMs: 4_000 });
    service = await RunningApp.start({
      yaml: `mcp:\n  servers:\n${stub.entry('slow', 'capabilities: [library_passages]')}`,
    });
    [browser, client] = await Promise.all([TestBrowser.start(), service.listen().then((url) => connectOverHttp(url))]);
    for (const { name, _meta } of (await client.listTools()).tools) {
      const uri = (_meta?.['ui'] as { resourceUri?: string } | undefined)?.resourceUri;
      if (uri === undefined) continue;
      expect(_meta?.['ui/resourceUri']).toBe(uri);
      const { contents } = await client.readResource({ uri });
      const [page] = contents as unknown as [{ text: string; mimeType: string; _meta: object }];
      expect(page).toMatchObject({
        uri,
        mimeType: 'text/html;profile=mcp-app',
        _meta: { ui: { csp: { connectDomains: [], resourceDomains: [] } } },
      });
      cards.set(name, page.text);
    }
    expect([...cards.keys()]).toEqual(['ask', 'get_answer', 'performance']);
  });
  afterAll(async () => {
    await client.close();
    await Promise.all([browser.stop(), service.stop()]);
  });

  const shown = (tool: string, options?: CardHostOptions) => CardHost.show(browser, cards.get(tool) ?? '', options);
  const ask = (args: object) => client.callTool({ name: 'ask', arguments: { question: QUESTION, ...args } });

  async function showsNothingElse(host: CardHost): Promise<void> {
    expect(host.visit.complaints).toEqual([]);
    expect(host.visit.strangers).toEqual([]);
    expect(host.visit.requests).toEqual([]);
  }

  it('show the receipt of an answer, from the question on', async () => {
    const host = await shown('ask');
    expect(host.card).toMatchObject({ name: 'claude-director-receipt', version: '0.1.0' });
    const status = host.frame.getByRole('status');
    await host.send('sendToolInput', { arguments: { question: QUESTION } });
    await status.getByText(QUESTION.slice(0, 40)).waitFor();
    const result = await ask({ enhance: 'never' });
    await host.send('sendToolResult', result);
    await host.frame.getByText('In time', { exact: true }).waitFor();
    const text = await host.frame.locator('main').innerText();
    const { actions, receipt } = result.structuredContent as {
      actions: { what: string; measure: string }[];
      receipt: { class: string; frameworks: { quote: string }[] };
    };
    expect(actions.length).toBeGreaterThan(0);
    for (const { what, measure } of actions) for (const part of [what, measure]) expect(text).toContain(part);
    for (const { quote } of receipt.frameworks) expect(text).toContain(quote);
    expect(text).toContain(`${receipt.class} · answered after`);
    expect(await host.frame.getByRole('button').count()).toBe(0);
    await showsNothingElse(host);
    await host.close();
  });

  it('get the finished version of a partial answer, by keyboard alone', async () => {
    const partial = await ask({ class: 'strategic', noCache: true });
    expect(partial.structuredContent).toMatchObject({ status: 'partial', version: 1 });
    const host = await shown('ask', { client });
    await host.send('sendToolInput', { arguments: { question: QUESTION } });
    await host.send('sendToolResult', partial);
    await host.frame.getByText('Partial', { exact: true }).waitFor();
    await host.frame.getByRole('heading', { name: 'Missing' }).waitFor();
    await host.visit.page.keyboard.press('Tab');
    expect(await host.inside('document.activeElement.textContent')).toBe('Get the finished version');
    await host.visit.page.keyboard.press('Enter');
    await host.frame.getByText('version 2').waitFor();
    await host.frame.getByRole('status').getByText('Up to date.').waitFor();
    expect(await host.frame.getByText('Partial', { exact: true }).count()).toBe(0);
    await showsNothingElse(host);
    await host.close();
  });

  it('show how deadlines are kept, and again on demand', async () => {
    const host = await shown('performance', { client });
    await host.send('sendToolInput', { arguments: {} });
    await host.send('sendToolResult', await client.callTool({ name: 'performance', arguments: {} }));
    const row = host.frame.getByRole('row', { name: /^strategic/ });
    await row.waitFor();
    expect(await host.frame.getByRole('columnheader').allInnerTexts()).toContain('Deadline');
    const before = await row.innerText();
    await ask({ class: 'strategic', enhance: 'never' });
    await host.frame.getByRole('button', { name: 'Refresh' }).click();
    await eventually(async () => ((await row.innerText()) === before ? undefined : true));
    await showsNothingElse(host);
    await host.close();
  });

  it('say what a failed, a cancelled and an unreadable call came to', async () => {
    const host = await shown('ask');
    await host.send('sendToolCancelled', { reason: 'user action' });
    await host.frame.getByRole('status').getByText('Cancelled.').waitFor();
    await host.send('sendToolResult', await ask({ question: '' }));
    await host.frame.getByText(/^INPUT_INVALID: /).waitFor();
    await host.send('sendToolResult', { content: [{ type: 'text', text: 'Only text.' }] });
    await host.frame.getByText('Only text.').waitFor();
    expect(await host.send('teardownResource', {})).toEqual({});
    await showsNothingElse(host);
    await host.close();
  });

  it.each(['ask', 'performance'])('neither run nor load anything from what %s returns', async (tool) => {
    const host = await shown(tool, { variables: { '--color-text-primary': 'url(https://tracker.invalid/y)' } });
    const texts = Array.from({ length: 60 }, () => HOSTILE);
    await host.send('sendToolInput', { arguments: { question: HOSTILE } });
    await host.send('sendToolResult', {
      content: [{ type: 'text', text: HOSTILE }],
      structuredContent: {
        answer: HOSTILE,
        version: HOSTILE,
        status: HOSTILE,
        actions: [...texts.map((text) => ({ when: text, what: text, measure: text })), null, 7, { when: {} }],
        missing: [...texts, { toString: 'no' }],
        receipt: {
          met: HOSTILE,
          elapsedMs: 1e308 * 10,
          class: HOSTILE,
          frameworks: [{ id: HOSTILE, confidence: 9, quote: HOSTILE }],
        },
        classes: [{ class: HOSTILE, deadlineMs: null, count: HOSTILE, inTime: -1, refused: {}, p95Ms: 'soon' }],
        mcpServers: [{ server: HOSTILE, breaker: HOSTILE }],
        admission: 'none',
        answerCache: null,
        memory: HOSTILE,
        recommendations: texts,
      },
    });
    await host.frame.getByText('<img src=').first().waitFor();
    expect(await host.inside('window.ran')).toBeUndefined();
    expect(
      await host.inside(
        "document.querySelectorAll('main :is(img, script, a, style, iframe, [style], [onerror])').length",
      ),
    ).toBe(0);
    expect(await host.inside("document.querySelectorAll('li').length <= 150")).toBe(true);
    await showsNothingElse(host);
    await host.close();
  });

  it('have a policy of their own under which nothing else runs or is fetched', async () => {
    const host = await shown('ask');
    const script = "Object.assign(document.createElement('script'), { textContent: 'window.ran = 9' })";
    await host.inside(`document.body.append(${script})`);
    expect(await host.inside('window.ran')).toBeUndefined();
    expect(await host.inside("fetch('https://tracker.invalid/').then(() => 'fetched', () => 'refused')")).toBe(
      'refused',
    );
    expect(
      await host.inside(
        "new Promise((tell) => { const img = new Image(); img.onload = () => tell('loaded'); img.onerror = () => tell('refused'); img.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; })",
      ),
    ).toBe('refused');
    expect(
      host.visit.complaints.filter((line) => line.startsWith('policy: ')).map((line) => line.split(' ')[1]),
    ).toEqual(expect.arrayContaining(['script-src-elem', 'connect-src', 'img-src']));
    expect(host.visit.strangers).toEqual([]);
    await host.close();
  });

  it('do not listen to anyone but the window around them', async () => {
    const host = await shown('ask');
    const forged = {
      jsonrpc: '2.0',
      method: 'ui/notifications/tool-result',
      params: { content: [{ type: 'text', text: 'Forged.' }] },
    };
    await host.inside(`window.postMessage(${JSON.stringify(forged)}, '*')`);
    await host.send('sendToolResult', { content: [{ type: 'text', text: 'Genuine.' }] });
    await host.frame.getByText('Genuine.').waitFor();
    expect(await host.frame.locator('main').innerText()).not.toContain('Forged.');
    await host.close();
  });

  it('follow the scheme and the colours of the host', async () => {
    const host = await shown('performance', {
      theme: 'light',
      variables: { '--color-background-primary': 'rgb(1, 2, 3)' },
    });
    const background = () => host.inside<string>('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(1, 2, 3)');
    expect(await host.inside('getComputedStyle(document.documentElement).colorScheme')).toBe('light');
    await host.send('setHostContext', {
      theme: 'dark',
      styles: { variables: { '--color-background-primary': 'rgb(9, 9, 9)' } },
    });
    await eventually(async () => ((await background()) === 'rgb(9, 9, 9)' ? true : undefined));
    expect(await host.inside('getComputedStyle(document.documentElement).colorScheme')).toBe('dark');
    await host.close();
  });

  it('report their size as it changes, so that the host shows all of them', async () => {
    const host = await shown('ask', { width: 400 });
    await host.send('sendToolResult', await ask({ enhance: 'never' }));
    await host.frame.getByText('In time', { exact: true }).waitFor();
    const height = await host.inside<number>('document.documentElement.getBoundingClientRect().height');
    await eventually(async () => ((await host.sizes()).at(-1)?.height === Math.ceil(height) ? true : undefined));
    expect(await host.inside('document.documentElement.scrollHeight <= innerHeight')).toBe(true);
    expect(await host.inside('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await host.close();
  });

  it.each([
    ['ask', 'light'],
    ['ask', 'dark'],
    ['performance', 'light'],
    ['performance', 'dark'],
  ] as const)('have no violation that axe-core finds, for %s in the %s scheme', async (tool, theme) => {
    const host = await shown(tool, { theme, client });
    const args = tool === 'ask' ? { question: QUESTION, class: 'strategic', noCache: true } : {};
    await host.send('sendToolResult', await client.callTool({ name: tool, arguments: args }));
    await host.frame.getByRole('button').waitFor();
    // The policy of a card allows no script of a test; the debugger runs it.
    await host.inside(AXE);
    const { violations } = await host.inside<AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await host.close();
  });
});
