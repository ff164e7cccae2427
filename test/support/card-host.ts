import type { Client } from '@modelcontextprotocol/client';
import { build } from 'esbuild';
import type { FrameLocator } from 'playwright-core';

import type { TestBrowser, Visit } from './browser.js';
import { ROOT } from './child.js';

/** The official host side of MCP Apps, for a page. */
const HOST_PAGE = `
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

window.sizes = [];
window.show = async ({ html, hostContext, callsTools }) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.style.cssText = 'border: 0; width: 100%; height: 100px';
  document.body.replaceChildren(frame);
  const capabilities = callsTools ? { serverTools: {} } : {};
  const bridge = new AppBridge(null, { name: 'test-host', version: '1.0.0' }, capabilities, { hostContext });
  window.bridge = bridge;
  bridge.oncalltool = (params) => window.callTool(params);
  bridge.onsizechange = ({ width, height }) => {
    window.sizes.push({ width, height });
    frame.style.height = height + 'px';
  };
  const initialized = new Promise((resolve) => (bridge.oninitialized = resolve));
  await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
  frame.srcdoc = html;
  await initialized;
  return bridge.getAppVersion();
};
`;

/** How the page around a card looks and what it allows. */
export interface CardHostOptions {
  readonly theme?: 'dark' | 'light';
  readonly variables?: Readonly<Record<string, string>>;
  /** Calls the tools that a card asks for; without it, it may ask for none. */
  readonly client?: Client;
  readonly width?: number;
}

let script: Promise<string> | undefined;

async function hostScript(): Promise<string> {
  script ??= build({
    stdin: { contents: HOST_PAGE, resolveDir: ROOT },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  return script;
}

/** A page that shows a card as a chat program does: in a frame with an origin of its own. */
export class CardHost {
  private constructor(
    readonly visit: Visit,
    /** What the card says of itself. */
    readonly card: { readonly name: string; readonly version: string },
  ) {}

  /** @param html The card, as the server returned it. */
  static async show(
    browser: TestBrowser,
    html: string,
    { theme, variables, client, width = 640 }: CardHostOptions = {},
  ): Promise<CardHost> {
    const visit = await browser.visit('about:blank', '', { width });
    const { page } = visit;
    await page.exposeFunction('callTool', async (params: { name: string; arguments: Record<string, unknown> }) =>
      client?.callTool(params),
    );
    await page.addScriptTag({ content: await hostScript() });
    const hostContext = { theme, styles: { variables } };
    const options = JSON.stringify({ html, hostContext, callsTools: client !== undefined }).replaceAll('<', '\\u003c');
    const card = await page.evaluate<CardHost['card']>(`window.show(${options})`);
    return new CardHost(visit, card);
  }

  get frame(): FrameLocator {
    return this.visit.page.frameLocator('iframe');
  }

  /** Calls a method of the official bridge, such as `sendToolResult`. */
  async send(method: string, params: object): Promise<unknown> {
    const text = JSON.stringify(params).replaceAll('<', '\\u003c');
    return this.visit.page.evaluate(`window.bridge.${method}(${text})`);
  }

  /** Evaluates an expression inside of the card. */
  async inside<T>(expression: string): Promise<T> {
    const card = this.visit.page.frames().find((frame) => frame.parentFrame() !== null);
    if (card === undefined) throw new Error('there is no card');
    return card.evaluate<T>(expression);
  }

  async sizes(): Promise<readonly { readonly width: number; readonly height: number }[]> {
    return this.visit.page.evaluate('window.sizes');
  }

  async close(): Promise<void> {
    await this.visit.context.close();
  }
}
