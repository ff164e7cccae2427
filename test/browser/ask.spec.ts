import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { describeInBrowser, TestBrowser, Visit } from '../support/browser.js';
import { RunningService } from '../support/running-service.js';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const SLOWNESS = 4;

describeInBrowser('the console', () => {
  let browser: TestBrowser;
  let service: RunningService;
  let visit: Visit;
  beforeAll(async () => {
    service = await RunningService.start({ slowness: SLOWNESS });
    browser = await TestBrowser.start();
  });
  afterAll(async () => {
    await browser.stop();
    await service.stop();
  });
  const open = async (path = '/') => {
    visit = await browser.visit(service.url, path);
    return visit.page;
  };
  const close = async () => {
    expect(visit.complaints).toEqual([]);
    expect(visit.strangers).toEqual([]);
    await visit.context.close();
  };

  it('is asked and read by keyboard alone', async () => {
    const page = await open();
    const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''");
    // The box has the focus from the start.
    await page.getByRole('heading', { name: 'What do you have to decide?' }).waitFor();
    await page.keyboard.type(QUESTION);
    await page.getByText('Reads as').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/a/ans_*');
    expect(await visit.letter()).toContain('Actions');
    // The question is the title of the page, and has the focus.
    expect(await focused()).toBe(QUESTION);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    const reached: string[] = [];
    for (let step = 0; step < 30; step++) {
      reached.push(await page.evaluate<string>("document.activeElement?.getAttribute('type') ?? ''"));
      if (reached.at(-1) === 'checkbox') break;
      await page.keyboard.press('Tab');
    }
    expect(reached).toContain('checkbox');
    await page.keyboard.press('Space');
    expect(await page.locator('.checklist li.is-done').count()).toBe(1);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('How long will that take?');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'How long will that take?' }).waitFor();
    await page.getByRole('navigation', { name: 'This conversation' }).waitFor();
    await page.getByRole('heading', { name: 'How long will that take?' }).focus();
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { name: 'Conversations' }).waitFor();
    await close();
  });

  it('lights the words of a framework when it is pointed at, and reversed', async () => {
    const page = await open();
    await visit.ask(QUESTION);
    await visit.letter();
    await page.getByRole('button', { name: 'Team Topologies' }).hover();
    // In pieces where the words of another framework begin.
    const lit = await page.locator('mark.lit').allInnerTexts();
    expect(lit.join('')).toBe('Our three squads keep waiting on the infra group for every deploy');
    await page.getByText('squads keep waiting on the').first().hover();
    expect(await page.locator('.framework.lit .framework-name').allInnerTexts()).toEqual(['Team Topologies']);
    await close();
  });

  it('shows the same answer again at its address, with the ticks of its actions', async () => {
    const page = await open();
    await visit.ask(QUESTION);
    const letter = await visit.letter();
    await page.getByRole('checkbox').first().check();
    await page.reload();
    expect(await visit.letter()).toBe(letter);
    expect(await page.getByRole('checkbox').first().isChecked()).toBe(true);
    // Another tab has not asked it, and reads the question from the conversation.
    const other = new Visit(await visit.context.newPage(), visit.context, service.url);
    await other.page.goto(page.url());
    await other.page.getByRole('heading', { name: QUESTION }).waitFor();
    expect(await other.letter()).toBe(letter);
    expect(other.complaints).toEqual([]);
    await close();
  });

  it('answers in two tabs at once, each its own question', async () => {
    const page = await open();
    const other = await browser.visit(service.url);
    const another = 'The board wants the platform rewrite to pay back within a year. Should I drop it?';
    await Promise.all([visit.ask(QUESTION), other.ask(another)]);
    await Promise.all([visit.letter(), other.letter()]);
    await page.getByRole('heading', { name: QUESTION }).waitFor();
    await other.page.getByRole('heading', { name: another }).waitFor();
    expect(other.complaints).toEqual([]);
    await other.context.close();
    await close();
  });

  it('takes 32,000 pasted characters, and says when it is too much', async () => {
    const page = await open();
    const line = 'Our squads wait on the infra group for every deploy, and the release slips each quarter again. ';
    const paste = line.repeat(400).slice(0, 32_000);
    const box = page.getByRole('textbox', { name: 'Your question' });
    await box.fill(`${paste}${'x'.repeat(1_000)}`);
    await page.getByText('232 characters too long').waitFor();
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    await box.fill(paste);
    await page.getByText('768 characters left').waitFor();
    await box.press('Control+Enter');
    await visit.letter();
    await page.getByRole('button', { name: 'Show all 32,000 characters' }).waitFor();
    await close();
  });

  it('answers a declined question anyway when told to', async () => {
    const page = await open();
    await visit.ask('What is the capital of Peru?');
    await visit.letter();
    await page.getByRole('button', { name: 'Answer anyway' }).click();
    await page.getByRole('button', { name: 'Was this useful?' }).or(page.getByText('Was this useful?')).waitFor();
    await close();
  });

  it('stores whether the answer was useful, and what came of it', async () => {
    const page = await open();
    await visit.ask(QUESTION);
    await visit.letter();
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByText('Thank you, noted.').first().waitFor();
    await page.getByLabel('What came of it?').selectOption('worked');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('It counts in the report').first().waitFor();
    await close();
  });

  it('finds, renames and deletes conversations, and takes a deletion back', async () => {
    const page = await open();
    await visit.ask('Should we merge the two data teams before the summer?');
    await visit.letter();
    await page.goto(`${service.url}/c`);
    await page.getByRole('searchbox').fill('data teams');
    await page.waitForURL('**/c?search=data+teams').catch(() => page.waitForURL('**/c?search=data%20teams'));
    await page.getByRole('button', { name: 'Rename' }).first().click();
    await page.getByRole('textbox', { name: 'New title' }).fill('Merging the data teams');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Merging the data teams' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).first().click();
    await page.getByRole('link', { name: 'Merging the data teams' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Merging the data teams' }).click();
    await page.getByRole('heading', { name: 'Merging the data teams' }).waitFor();
    await close();
  });
});
