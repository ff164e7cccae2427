import { describe, expect, it } from '@jest/globals';

import { HostAllowlist } from './host-allowlist.js';

const sites = new HostAllowlist(['director.example.com']);

describe('AllowedSites', () => {
  it.each([
    ['localhost:3000', undefined],
    ['127.0.0.1:3000', undefined],
    ['[::1]:3000', undefined],
    ['10.1.2.3:3000', undefined],
    ['DIRECTOR.example.com', undefined],
    ['localhost:3000', 'http://localhost:6274'],
    ['director.example.com', 'https://director.example.com'],
    ['10.1.2.3:3000', 'http://10.1.2.3:3000'],
  ])('lets Host %s with Origin %s through', (host, origin) => {
    expect(() => sites.check(host, origin)).not.toThrow();
  });

  it.each([
    ['evil.example.com', undefined],
    ['evil.example.com', 'http://evil.example.com'],
    ['localhost.evil.example.com', undefined],
    ['127.0.0.1.evil.example.com', undefined],
    ['director.example.com.evil.com', undefined],
    ['localhost@evil.com', undefined],
    ['', undefined],
    [undefined, undefined],
    ['localhost:3000', 'http://evil.example.com'],
    ['localhost:3000', 'http://10.9.9.9'],
    ['10.1.2.3:3000', 'http://10.1.2.3:8080'],
    ['localhost:3000', 'null'],
    ['localhost:3000', 'file:///etc/hosts'],
    ['localhost:3000', 'http://localhost@evil.com'],
  ])('refuses Host %s with Origin %s', (host, origin) => {
    expect(() => sites.check(host, origin)).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }));
  });

  const console = ['https://console.example.com'];

  it.each([
    ['localhost:3000', undefined],
    ['any.example.com', undefined],
    ['any.example.com', 'https://console.example.com'],
    ['localhost:3000', 'http://localhost:3000'],
    ['10.1.2.3', 'http://10.1.2.3'],
    ['director.example.com', 'https://director.example.com'],
  ])('lets a socket to Host %s of a page of %s through', (host, origin) => {
    expect(() => sites.checkPage(host, origin, console)).not.toThrow();
  });

  it.each([
    ['localhost:3000', 'http://localhost:8080'],
    ['localhost:3000', 'http://evil.example.com'],
    ['evil.example.com', 'http://evil.example.com'],
    ['director.example.com', 'https://console.example.com.evil.com'],
    ['localhost:3000', 'null'],
    [undefined, 'http://localhost:3000'],
  ])('refuses a socket to Host %s of a page of %s', (host, origin) => {
    expect(() => sites.checkPage(host, origin, console)).toThrow(expect.objectContaining({ code: 'HOST_NOT_ALLOWED' }));
  });
});
