import { describe, expect, it } from '@jest/globals';

import { HostAllowlist } from './host-allowlist.js';

const sites = new HostAllowlist(['director.example.com']);

/** As every request is checked, and then as one to `/mcp` is. */
function checkAll(host: string, origin: string | undefined, url = '/v1/conversations'): void {
  sites.checkRequest({ headers: { host }, httpVersion: '1.1', rawHeaders: ['Host', host], url });
  sites.checkOrigin(host, origin);
}

describe('HostAllowlist', () => {
  it.each([
    ['localhost:3000', undefined],
    ['127.0.0.1:3000', undefined],
    ['[::1]:3000', undefined],
    ['10.1.2.3:3000', undefined],
    ['DIRECTOR.example.com', undefined],
    ['director.example.com.:443', undefined],
    ['localhost.', undefined],
    ['localhost:3000', 'http://localhost:6274'],
    ['director.example.com', 'https://director.example.com'],
    ['10.1.2.3:3000', 'http://10.1.2.3:3000'],
  ])('accepts Host %s with Origin %s', (host, origin) => {
    expect(() => checkAll(host, origin)).not.toThrow();
  });

  it.each([
    ['evil.example.com', undefined],
    ['evil.example.com', 'http://evil.example.com'],
    ['localhost.evil.example.com', undefined],
    ['127.0.0.1.evil.example.com', undefined],
    ['director.example.com.evil.com', undefined],
    ['localhost@evil.com', undefined],
    ['', undefined],
    ['127.0.0.1/evil.example.com', undefined],
    ['127.0.0.1#evil.example.com', undefined],
    ['::1', undefined],
    ['localhost:3000', 'http://evil.example.com'],
    ['localhost:3000', 'http://10.9.9.9'],
    ['10.1.2.3:3000', 'http://10.1.2.3:8080'],
    ['localhost:3000', 'null'],
    ['localhost:3000', 'file:///etc/hosts'],
    ['localhost:3000', 'http://localhost@evil.com'],
  ])('refuses Host %s with Origin %s', (host, origin) => {
    expect(() => checkAll(host, origin)).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }));
  });

  const console = ['https://console.example.com'];

  it.each([
    ['localhost:3000', undefined],
    ['any.example.com', undefined],
    ['any.example.com', 'https://console.example.com'],
    ['localhost:3000', 'http://localhost:3000'],
    ['10.1.2.3', 'http://10.1.2.3'],
    ['director.example.com', 'https://director.example.com'],
  ])('accepts a WebSocket to Host %s from a page of %s', (host, origin) => {
    expect(() => sites.checkPage(host, origin, console)).not.toThrow();
  });

  it.each([
    ['localhost:3000', 'http://localhost:8080'],
    ['localhost:3000', 'http://evil.example.com'],
    ['director.example.com', 'https://console.example.com.evil.com'],
    ['localhost:3000', 'null'],
    [undefined, 'http://localhost:3000'],
  ])('refuses a WebSocket to Host %s from a page of %s', (host, origin) => {
    expect(() => sites.checkPage(host, origin, console)).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }));
  });

  it.each([
    ['http://localhost:3000/v1/conversations', true],
    ['http://director.example.com/v1/conversations', true],
    ['http://evil.example.com/v1/conversations', false],
    ['http://evil.example.com@localhost/v1/conversations', false],
    ['//evil.example.com/v1/conversations', true],
  ])('takes the name in a target over Host: %s', (url, isAllowed) => {
    const request = { headers: { host: 'localhost:3000' }, httpVersion: '1.1', rawHeaders: [], url };
    expect(sites.allows(request)).toBe(isAllowed);
  });

  it('refuses a request with several hosts, or none', () => {
    const allows = (...rawHeaders: string[]) =>
      sites.allows({ headers: { host: 'localhost' }, httpVersion: '1.1', rawHeaders, url: '/health/live' });
    expect(allows('Host', 'localhost', 'host', 'evil.example')).toBe(false);
    expect(allows('Authorization', 'Bearer a', 'AUTHORIZATION', 'Bearer b')).toBe(false);
    expect(allows('Host', 'localhost', 'Accept', 'a', 'Accept', 'b')).toBe(true);
    expect(sites.allows({ headers: {}, httpVersion: '1.1', rawHeaders: [], url: '/health/live' })).toBe(false);
    expect(sites.allows({ headers: {}, httpVersion: '1.0', rawHeaders: [], url: '/health/live' })).toBe(true);
    expect(sites.allows({ headers: {}, httpVersion: '1.0', rawHeaders: [], url: '/v1/personas' })).toBe(false);
  });

  it('lets probes through under any name, and nothing that only looks like one', () => {
    const request = (url: string) => ({ headers: { host: 'pod.svc' }, httpVersion: '1.1', rawHeaders: [], url });
    expect(sites.allows(request('/health/ready'))).toBe(true);
    expect(sites.allows(request('/healthy'))).toBe(false);
    expect(sites.allows(request('/v1/personas?/health/'))).toBe(false);
  });
});
