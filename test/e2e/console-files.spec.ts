import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { ConsoleFiles } from '../../src/api/console/console-files.js';
import { ROOT } from '../support/child.js';
import { rawRequest } from '../support/raw-request.js';
import { RunningApp, withService } from '../support/running-app.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const PAGES = ['/', '/a/ans_1', '/c', '/c/cnv_1', '/library', '/live', '/connect', '/keys', '/audit'];
const MANIFEST = join(ROOT, 'dist/console/manifest.json');

describe('the console of a service', () => {
  let service: RunningApp;
  let assets: string[];
  beforeAll(async () => {
    service = await RunningApp.start({ env: { DIRECTOR_AUTH: 'required' } });
    assets = JSON.parse(readFileSync(MANIFEST, 'utf8')).assets;
  });
  afterAll(() => service.stop());

  it.each(PAGES)('serves the same page without a key at %s, under a policy without exceptions', async (url) => {
    const { status, headers, text } = await service.get(url, HTML);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'text/html; charset=utf-8' });
    expect(text).toContain('<!doctype html>');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
  });

  it('sends the page again only when it has changed', async () => {
    const { headers } = await service.get('/', HTML);
    const again = await service.get('/live', { ...HTML, 'if-none-match': String(headers.etag) });
    expect({ status: again.status, text: again.text }).toEqual({ status: 304, text: '' });
  });

  it('serves each asset compressed as the caller accepts it, for good', async () => {
    expect(assets.length).toBeGreaterThan(0);
    for (const asset of assets) {
      // Fonts are compressed in themselves.
      const isCoded = !asset.endsWith('.woff2');
      const coded = await service.get(`/${asset}`, { 'accept-encoding': 'gzip, deflate, br' });
      expect(coded.headers['content-encoding']).toBe(isCoded ? 'br' : undefined);
      expect(coded.headers).toMatchObject({
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
      });
      const { headers, status } = await service.get(`/${asset}`, { 'accept-encoding': 'br;q=0, gzip' });
      expect([status, headers['content-encoding']]).toEqual([200, isCoded ? 'gzip' : undefined]);
      const { rawPayload, ...plain } = await service.app.inject({ method: 'GET', url: `/${asset}` });
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(Number(plain.headers['content-length'])).toBe(rawPayload.length);
    }
  });

  it('answers HEAD with the headers of GET and nothing else', async () => {
    for (const url of ['/', `/${assets[0] ?? ''}`]) {
      const got = await service.get(url, HTML);
      const { headers, payload, statusCode } = await service.app.inject({ method: 'HEAD', url, headers: HTML });
      expect([statusCode, payload]).toEqual([200, '']);
      expect(headers['content-length']).toBe(got.headers['content-length']);
      expect(headers['content-type']).toBe(got.headers['content-type']);
    }
  });

  it('is not there for a program that wants JSON', async () => {
    for (const url of PAGES) {
      const { body, status } = await service.get(url, { accept: 'application/json' });
      expect([status, body.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
    }
  });

  it('is under the rule for hosts, as everything is', async () => {
    const { body, status } = await service.get('/', { ...HTML, host: 'evil.example' });
    expect([status, body.code]).toEqual([403, 'HOST_NOT_ALLOWED']);
  });

  it('opens no file but those that were built', async () => {
    const base = await service.listen();
    for (const path of [
      '/assets/../index.html',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e%2fmanifest.json',
      '/assets/..%5c..%5cpackage.json',
      '/assets/manifest.json',
      '/assets/%00.js',
      '/assets//etc/passwd',
      '/assets/',
      '/manifest.json',
    ]) {
      const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
      const { body, status } = await rawRequest(base, request);
      expect([path, status]).toEqual([path, body.status]);
      expect([400, 404]).toContain(status);
    }
  });
});

describe('a service whose console is switched off', () => {
  it('has no page and no asset', () =>
    withService({ yaml: 'console: { enabled: false }' }, async (service) => {
      const { assets } = JSON.parse(readFileSync(MANIFEST, 'utf8'));
      for (const url of [...PAGES, `/${assets[0]}`]) {
        const { body, status } = await service.get(url, HTML);
        expect([status, body.code]).toEqual([404, 'ROUTE_NOT_FOUND']);
      }
    }));
});

describe('ConsoleFiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-files-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing before anything is built, then what was built', async () => {
    const files = new ConsoleFiles(folder);
    expect(await files.page(['br', 'identity'])).toBeUndefined();
    expect(await files.asset('app.js', ['identity'])).toBeUndefined();
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html>');
    writeFileSync(join(folder, 'assets/app.js'), 'x');
    writeFileSync(join(folder, 'assets/app.js.gz'), gzipSync('x'));
    writeFileSync(join(folder, 'assets/app.js.br'), brotliCompressSync('x'));
    expect(await files.page(['br', 'identity'])).toMatchObject({ coding: 'identity', bytes: 15 });
    expect(await files.asset('app.js', ['br', 'identity'])).toMatchObject({ coding: 'br' });
    expect(await files.asset('app.js', ['gzip', 'identity'])).toMatchObject({ coding: 'gzip' });
    expect(await files.asset('other.js', ['identity'])).toBeUndefined();
    expect(await files.asset('index.html', ['identity'])).toBeUndefined();
  });
});
