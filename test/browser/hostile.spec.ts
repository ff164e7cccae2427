import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { describeInBrowser, TestBrowser, type Visit } from '../support/browser.js';
import { ModelServer } from '../support/model-server.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { RunningService } from '../support/running-service.js';
import { StubServer } from '../support/stub-server.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';

/** What runs, loads, submits or leads away where Markdown or HTML is shown as it comes. */
const HOSTILE = [
  '<script>window.ran = 1; alert(1)</script>',
  '<img src="https://tracker.invalid/pixel.gif" onerror="window.ran = 2">',
  '![a picture](https://tracker.invalid/picture.png)',
  '<svg onload="window.ran = 3"><use href="https://tracker.invalid/x.svg#x"/></svg>',
  '<iframe srcdoc="<script>parent.ran = 4</script>"></iframe>',
  '<form action="https://tracker.invalid/"><input name="q"><button>Go</button></form>',
  '<a href="javascript:window.ran=5">a link</a> [another](javascript:window.ran=6) [a third](data:text/html,<script>1</script>)',
  '<style>body { display: none } @import url(https://tracker.invalid/x.css);</style>',
  '<div style="position:fixed;inset:0;background:url(https://tracker.invalid/y.png)" id="app" name="body">over all</div>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.ran=7&gt;">',
  '<video src="https://tracker.invalid/v.mp4" autoplay></video><link rel="stylesheet" href="https://tracker.invalid/z.css">',
  '<meta http-equiv="refresh" content="0;url=https://tracker.invalid/">',
  '<button is="x" popovertarget="app" onclick="window.ran = 8">press</button>',
].join('\n\n');

describeInBrowser('hostile content in the console', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await TestBrowser.start();
  });
  afterAll(() => browser.stop());

  const expectHarmless = async ({ page, complaints, strangers, url }: Visit) => {
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(new URL(page.url()).origin).toBe(new URL(url).origin);
    expect(await page.evaluate<unknown>('window.ran')).toBeUndefined();
    const within = 'main :is(script, img, svg, iframe, video, style, link, meta, math, object, embed)';
    expect(await page.locator(within).count()).toBe(0);
    const links = await page.locator('main .markdown a[href]').evaluateAll((all) => all.map((link) => String(link)));
    expect(links.filter((link) => !/^https?:/.test(link))).toEqual([]);
    expect(await page.evaluate<number>("document.querySelectorAll('#app').length")).toBe(1);
    expect(
      await page.evaluate<number>(
        "document.querySelectorAll('main .markdown [style], main .markdown [onclick]').length",
      ),
    ).toBe(0);
  };

  it('neither runs nor loads anything from what a model writes, while it is written and afterwards', async () => {
    const text = WRITTEN_BRIEF.replace('## Options', `${HOSTILE}\n\n## Options`);
    const model = await ModelServer.start('anthropic', { kind: 'writes', text, pieceMs: 5 });
    const service = await RunningService.start({
      yaml: modelYaml('anthropic', [model.url], 60_000),
      env: MODEL_ENV,
      slowness: 4,
    });
    const visit = await browser.visit(service.url);
    await visit.ask(QUESTION);
    await visit.page.locator('.letter-growing').getByText('The squads do not wait').waitFor();
    await visit.page.locator('article.sheet').waitFor();
    await expectHarmless(visit);
    await visit.context.close();
    await service.stop();
    await model.stop();
  });

  it('neither runs nor loads anything from a question or the result of a tool', async () => {
    const stub = new StubServer({ text: `Teams that own their pipeline deploy more often. ${HOSTILE}` });
    const service = await RunningService.start({
      yaml: `mcp:\n  servers:\n${stub.entry('context7', 'capabilities: [library_passages]')}`,
      slowness: 4,
    });
    const visit = await browser.visit(service.url);
    await visit.ask(`${QUESTION}\n\n${HOSTILE}`);
    await visit.letter();
    await expectHarmless(visit);
    await visit.page.goto(`${service.url}/c`);
    await visit.page.locator('.conversation').first().waitFor();
    await expectHarmless(visit);
    await visit.page.locator('.conversation-title').first().click();
    await visit.page.locator('article.sheet').waitFor();
    await expectHarmless(visit);
    await visit.context.close();
    await service.stop();
    stub.remove();
  });
});
