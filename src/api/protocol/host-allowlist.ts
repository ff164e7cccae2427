import { isIP } from 'node:net';

import { isLoopback } from '../../config/index.js';
import { HostNotAllowedError } from './api.errors.js';

/**
 * Prevents DNS rebinding: a web page that points a name of its own at the address of this server.
 *
 * Such a page sends its own *name* in `Host` and its own site in `Origin`. So a `Host` is accepted if it is an address,
 * `localhost` or a listed name, and an `Origin` if it is this machine, a listed name or the site of the request. A
 * request without an `Origin` does not come from a page.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
 */
export class HostAllowlist {
  readonly #names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.#names = new Set(names);
  }

  /** @throws {HostNotAllowedError} `HOST_NOT_ALLOWED`, if either header names another site. */
  check(host: string | undefined, origin: string | undefined): void {
    const authority = this.#authorityOf(host);
    if (origin === undefined) return;
    const site = urlOf(origin);
    const isSameSite = site?.host === authority.host;
    if (site === undefined || !(isSameSite || this.#isAllowed(site))) throw new HostNotAllowedError('Origin', origin);
  }

  /**
   * For WebSockets, which a browser opens for any page, without the preflight of CORS: allowed are pages of the site of
   * the request and those of `origins`, as with other requests.
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
    if (authority === undefined || !(isIP(bare(authority)) > 0 || this.#isAllowed(authority))) {
      throw new HostNotAllowedError('Host', host ?? '');
    }
    return authority;
  }

  #isAllowed(url: URL): boolean {
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
