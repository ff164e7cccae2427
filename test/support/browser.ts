import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core';

import { stopLater } from './leftovers.js';
import { chromium, describeWith } from './services.js';

/** How long the page may take to show something on a busy machine, milliseconds. */
const PATIENCE_MS = 30_000;

/** A suite with a real browser; without one it says that it is skipped, and why. */
export function describeInBrowser(name: string, suite: () => void): void {
  describeWith(chromium, `${name}, in Chromium`, suite);
}

export interface VisitOptions {
  readonly scheme?: 'dark' | 'light';
  readonly width?: number;
  readonly height?: number;
  /** What its session storage holds for the address before the page loads. */
  readonly key?: string;
}

/** A page of the console, and everything that it complained about. */
export class Visit {
  /** Console errors and warnings, uncaught exceptions, violations of the policy. */
  readonly complaints: string[] = [];
  /** Addresses beyond the service that were asked for. */
  readonly strangers: string[] = [];
  /** Paths of requests, in order. */
  readonly requests: string[] = [];

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly url: string,
  ) {
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => {
      // A reply that is an error is logged by the browser itself, whatever the page does with it.
      const isOfNetwork = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !isOfNetwork) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      this.complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { origin, pathname, protocol } = new URL(request.url());
      if (protocol === 'data:' || protocol === 'blob:') return;
      if (origin === new URL(url).origin) this.requests.push(`${request.method()} ${pathname}`);
      else this.strangers.push(request.url());
    });
  }

  /** Asks the question as a person would, with the keyboard. */
  async ask(question: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Your question' });
    await box.fill(question);
    await box.press('Control+Enter');
  }

  /** What the letter says, once it is drawn whole. */
  async letter(): Promise<string> {
    await this.page.locator('article.sheet .letter-actions').waitFor();
    return this.page.locator('article.sheet').innerText();
  }
}

/** A real browser without a profile. */
export class TestBrowser {
  readonly #stopped: () => void;

  private constructor(private readonly browser: Browser) {
    this.#stopped = stopLater(() => this.stop());
  }

  static async start(): Promise<TestBrowser> {
    const browser = await playwright.launch({
      executablePath: chromium ?? 'chromium',
      // In a container it has no sandbox of its own, and /dev/shm is small.
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    return new TestBrowser(browser);
  }

  /** Opens a page with nothing stored, at a path of the service. */
  async visit(url: string, path = '/', { scheme = 'light', width = 1_280, height = 900, key }: VisitOptions = {}) {
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      locale: 'en-GB',
      reducedMotion: 'reduce',
    });
    // Heard among the complaints.
    await context.addInitScript(
      "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))",
    );
    if (key !== undefined) {
      await context.addInitScript(`sessionStorage.setItem('director.key', ${JSON.stringify(key)})`);
    }
    const visit = new Visit(await context.newPage(), context, url);
    await visit.page.goto(url + path);
    return visit;
  }

  async stop(): Promise<void> {
    this.#stopped();
    await this.browser.close();
  }
}
