// Takes pictures of every view of the console, in both schemes and three widths, into docs/console/. Needs Chromium.
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { startService } from '../bench/support/service.mjs';

const OUT = join(import.meta.dirname, 'console');
const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const SCHEMES = ['light', 'dark'];
const SIZES = [
  { width: 360, height: 780 },
  { width: 1_024, height: 768 },
  { width: 1_920, height: 1_080 },
];
const QUESTIONS = [
  'The board wants the platform rewrite to pay back within a year. How do I make the case, or should I drop it?',
  'Two of my best engineers do not speak to each other any more, and the release is in six weeks. What do I do?',
  'We have a budget of $1.2M for next year. Option A: hire 6 engineers at $180k each. Option B: buy the vendor platform at $400k a year with 2 engineers. Which one should I choose?',
  'Our three squads keep waiting on the infra group for every deploy. What should we change?',
];

const only = process.argv.slice(2);
const KEY = 'key-of-the-pictures';
const sha256 = createHash('sha256').update(KEY).digest('hex');
const service = await startService({
  yaml: `access: { keys: [{ id: pictures, sha256: ${sha256}, entitlements: [ask, critical, auditor, admin] }] }\n`,
});
const post = async (path, body) => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };
  const reply = await fetch(service.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!reply.ok) throw new Error(`${path} was answered with ${reply.status}`);
  return reply.json();
};
const answers = [];
for (const question of QUESTIONS)
  answers.push(await post('/v1/answers', { question, role: 'Director of Engineering' }));
const [, , priced, waiting] = answers;
await post('/v1/answers', { question: 'How long will that take?', conversationId: waiting.conversationId });
for (const label of ['Planning assistant', 'Open WebUI', 'Office of the CTO']) {
  await post('/v1/keys', {
    label,
    entitlements: label.endsWith('CTO') ? ['ask', 'critical'] : ['ask'],
    expiresInDays: 90,
  });
}

/** Something to see on Live: questions that come while its pictures are taken. */
async function traffic(signal) {
  for (let i = 0; !signal.aborted; i++) {
    const question = `${QUESTIONS[i % 4]} ${i % 3 === 0 ? '' : `We are ${i % 40} people.`}`;
    await post('/v1/answers', { question, class: ['auto', 'critical', 'strategic', 'multi-persona'][i % 4] });
    await pause(40 + (i % 7) * 25);
  }
}

/** Each view: its address, and what makes it ready. */
const VIEWS = {
  ask: {
    path: '/',
    ready: async (page) => {
      await page.getByRole('textbox', { name: 'Your question' }).fill(QUESTIONS[3]);
      await page.locator('.plan').waitFor();
    },
  },
  answer: {
    path: `/a/${waiting.id}`,
    ready: async (page) => {
      await page.locator('.follow-up').waitFor();
      if (page.viewportSize().width >= 1_024) await page.getByRole('button', { name: 'Team Topologies' }).hover();
    },
  },
  options: { path: `/a/${priced.id}`, ready: (page) => page.locator('.follow-up').waitFor() },
  conversations: { path: '/c', ready: (page) => page.locator('.conversation').first().waitFor() },
  conversation: { path: `/c/${waiting.conversationId}`, ready: (page) => page.locator('article.sheet').waitFor() },
  library: { path: '/library' },
  connect: { path: '/connect' },
  live: { path: '/live' },
  keys: { path: '/keys' },
  audit: { path: '/audit' },
};

const browser = await chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
if (only.length === 0) rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
for (const [name, { path, ready }] of Object.entries(VIEWS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const colorScheme of SCHEMES) {
    for (const viewport of SIZES) {
      const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' });
      await context.addInitScript(`sessionStorage.setItem('director.key', ${JSON.stringify(KEY)})`);
      const page = await context.newPage();
      await page.goto(service.url + path);
      await page.locator('main h1').first().waitFor();
      await ready?.(page);
      await page.waitForLoadState('load');
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      // Long enough for plots to have a shape.
      const asking = new AbortController();
      const questions = name === 'live' ? traffic(asking.signal) : undefined;
      await page.waitForTimeout(name === 'live' ? 16_000 : 300);
      await page.screenshot({ path: join(OUT, `${name}-${colorScheme}-${viewport.width}.png`) });
      asking.abort();
      await questions;
      await context.close();
    }
  }
}
await browser.close();
await service.stop();
