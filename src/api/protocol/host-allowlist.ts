import { isIP } from 'node:net';

import { isLoopback } from '../../config/index.js';
import { HostNotAllowedError } from './api.errors.js';

/**
 * Keeps web pages from reaching this server through a name of theirs that they point at our address.
 *
 * Such a page can only ever show a *name* of its own in `Host`, and its own site in `Origin`. So a `Host` is accepted
 * when it is an address, `localhost` or a listed name, and an `Origin` when it is this machine, a listed name or the
 * very site the request is for. A request without an `Origin` does not come from a page.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
 */
export class HostAllowlist {
  readonly #names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  /** @throws {HostNotAllowedError} `HOST_NOT_ALLOWED`, if either header names a site that is not ours. */
  check(host: string | undefined, origin: string | undefined): void {
    const authority = this.#authorityOf(host);
    if (origin === undefined) return;
    const site = urlOf(origin);
    const isSameSite = site?.host === authority.host;
    if (site === undefined || !(isSameSite || this.#isOurs(site))) throw new HostNotAllowedError('Origin', origin);
  }

  /**
   * For what a browser opens whichever page asks, without the questions that CORS would make it ask: only pages of the
   * very site the request is for may, and those of `origins`, as with everything else over HTTP.
   *
   * @throws {HostNotAllowedError} `HOST_NOT_ALLOWED`
   */
  checkPage(host: string | undefined, origin: string | undefined, origins: readonly string[]): void {
    if (origin === undefined || origins.includes(origin)) return;
    const authority = this.#authorityOf(host);
    if (urlOf(origin)?.host !== authority.host) throw new HostNotAllowedError('Origin', origin, 'http.corsOrigins');
  }

  #authorityOf(host: string | undefined): URL {
    const authority = urlOf(`http://${host ?? ''}`);
    if (authority === undefined || !(isIP(bare(authority)) > 0 || this.#isOurs(authority))) {
      throw new HostNotAllowedError('Host', host ?? '');
    }
    return authority;
  }

  #isOurs(url: URL): boolean {
    const name = bare(url);
    return isLoopback(name) || this.#names.has(name);
  }
}

/** The host name, IPv6 addresses without their brackets. */
function bare({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function urlOf(text: string): URL | undefined {
  const url = URL.parse(text);
  return url === null || url.hostname === '' || url.username !== '' || !/^https?:$/.test(url.protocol)
    ? undefined
    : url;
}
