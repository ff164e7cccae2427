import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Client, Prompt, Resource } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { connectOverHttp, connectOverStdio, type ClientOptions, type Era } from '../support/mcp-client.js';
import { writeOwnFramework } from '../support/own-framework.js';
import { RunningApp } from '../support/running-app.js';

const OWN = 'director://frameworks/lighthouse-ladder';
const ERAS: Era[] = ['auto', 'legacy'];

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'director-lists-'));
  folder = join(home, 'frameworks');
  mkdirSync(folder);
});
afterEach(() => rmSync(home, { recursive: true }));

/** A client that lists again what the server says has changed. */
class Listener {
  resources: readonly Resource[] = [];
  prompts: readonly Prompt[] = [];
  readonly errors: Error[] = [];

  readonly options: Pick<ClientOptions, 'listChanged'> = {
    listChanged: {
      resources: {
        debounceMs: 0,
        onChanged: (error, items) => this.#take(error, () => (this.resources = items ?? [])),
      },
      prompts: { debounceMs: 0, onChanged: (error, items) => this.#take(error, () => (this.prompts = items ?? [])) },
    },
  };

  #take(error: Error | null, take: () => void): void {
    if (error === null) take();
    else this.errors.push(error);
  }

  /** Until both lists have come without being asked for. */
  async hears(has: boolean): Promise<void> {
    await eventually(() =>
      this.prompts.length > 0 && this.resources.length > 0 && this.resources.some(({ uri }) => uri === OWN) === has
        ? true
        : undefined,
    );
    const count = has ? 61 : 60;
    await eventually(() => (JSON.stringify(this.prompts).includes(`by its id: one of ${count}.`) ? true : undefined));
    expect(this.errors).toEqual([]);
  }
}

const yaml = () => `frameworks: { folder: ${JSON.stringify(folder)} }`;

async function followsTheFolder(client: Client, listener: Listener): Promise<void> {
  expect(client.getServerCapabilities()).toMatchObject({
    resources: { listChanged: true },
    prompts: { listChanged: true },
  });
  expect(client.getServerCapabilities()?.tools?.listChanged ?? false).toBe(false);
  writeOwnFramework(folder);
  await listener.hears(true);
  expect((await client.readResource({ uri: OWN })).contents).toMatchObject([
    { text: expect.stringContaining('# Lighthouse Ladder') },
  ]);
  rmSync(join(folder, 'lighthouse-ladder.json'));
  await listener.hears(false);
  await client.close();
}

describe('a client that listens for changes of lists', () => {
  it.each(ERAS)('hears over HTTP of a framework that comes and goes (%s)', async (era) => {
    const service = await RunningApp.start({ yaml: yaml() });
    try {
      const listener = new Listener();
      const client = await connectOverHttp(await service.listen(), { era, ...listener.options });
      await followsTheFolder(client, listener);
    } finally {
      await service.stop();
    }
  });

  it.each(ERAS)('hears over standard input and output of a framework that comes and goes (%s)', async (era) => {
    writeFileSync(join(home, 'director.yaml'), yaml());
    const listener = new Listener();
    const client = await connectOverStdio(home, { era, ...listener.options });
    // The library is watched once the process has loaded.
    await client.listTools();
    await followsTheFolder(client, listener);
  });

  it('in a session may listen again after its connection broke', async () => {
    const service = await RunningApp.start({ yaml: yaml() });
    try {
      const url = `${await service.listen()}/mcp`;
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const opened = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
        }),
      });
      const session = { ...headers, 'mcp-session-id': String(opened.headers.get('mcp-session-id')) };
      const listen = (signal: AbortSignal | null = null) => fetch(url, { headers: session, signal });
      const leaving = new AbortController();
      expect((await listen(leaving.signal)).status).toBe(200);
      expect((await listen()).status).toBe(409);
      leaving.abort();
      const again = await eventually(async () => {
        const response = await listen();
        return response.status === 200 ? response : undefined;
      });
      writeOwnFramework(folder);
      const reader = again.body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      while (!heard.includes('prompts/list_changed')) heard += (await reader?.read())?.value ?? '';
      expect(heard).toContain('notifications/resources/list_changed');
      await reader?.cancel();
    } finally {
      await service.stop();
    }
  });
});
