import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

import { isLoopback } from '../../config/index.js';
import { HeaderInvalidError } from '../../http/index.js';

import { HostNotAllowedError } from './api.errors.js';

/** What of a request tells under which name it was sent. */
export type AddressedRequest = Pick<IncomingMessage, 'headers' | 'httpVersion' | 'rawHeaders' | 'url'>;

/** Headers of which Node takes the first and hides the others: a proxy before this service may have read another one. */
const SINGLE_HEADERS: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type']);
const SINGLE_LENGTHS: ReadonlySet<number> = new Set([...SINGLE_HEADERS].map((name) => name.length));
/** A name or address and a port, as browsers write them. */
const HOST = /^[\w.:[\]-]+$/;
/** A request target with the name of a server in it, as a proxy is sent. */
const ABSOLUTE_TARGET = /^[a-z][a-z\d+.-]*:\/\//i;
/** Called by the operator's own machines, by whatever name those know; they disclose nothing of a tenant. */
const PROBES = /^\/health\//;

/**
 * Prevents DNS rebinding: a web page that points a name of its own at the address of this server.
 *
 * Such a page sends its own *name* in `Host` and its own site in `Origin`. So a `Host` is accepted if it is an address,
 * `localhost` or a listed name, and an `Origin` if it is this machine, a listed name or the site of the request. A
 * request without an `Origin` does not come from a page.
 *
 * Only the request itself counts: what a proxy says about another host (`X-Forwarded-Host`, `Forwarded`) is not read.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning
 */
export class HostAllowlist {
  readonly #names: ReadonlySet<string>;
  /** Clients seldom change the name they use. */
  #lastAllowed: string | undefined;

  constructor(names: readonly string[]) {
    this.#names = new Set(names.map((name) => name.toLowerCase()));
  }

  /**
   * The rule for every request, whatever it asks for; probes may come under any name.
   *
   * @throws {HostNotAllowedError} `HOST_NOT_ALLOWED`, if `Host` or the target names another site.
   * @throws {HeaderInvalidError} `HEADER_INVALID`, if `Host`, `Authorization` or `Content-Type` is given twice, or no `Host`.
   */
  checkRequest(request: AddressedRequest): void {
    const { headers, httpVersion, url = '' } = request;
    const repeated = repeatedHeaderOf(request);
    if (repeated !== undefined) throw new HeaderInvalidError(repeated, 'expected one', 'several');
    const { host } = headers;
    if (host === undefined && httpVersion !== '1.0') throw new HeaderInvalidError('Host', 'expected a name', 'nothing');
    if (PROBES.test(url)) return;
    if (host === undefined || host !== this.#lastAllowed) {
      this.#authorityOf(host);
      this.#lastAllowed = host;
    }
    // It takes precedence over `Host`. See RFC 9112, section 3.2.2.
    if (ABSOLUTE_TARGET.test(url)) this.#authorityOf(/^[^/]*\/\/([^/?#]*)/.exec(url)?.[1]);
  }

  /** Whether {@link checkRequest} lets a request through. */
  allows(request: AddressedRequest): boolean {
    try {
      this.checkRequest(request);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * For MCP, whose clients are programs: a page may call it only from this machine, a listed name or the same site.
   *
   * @throws {HostNotAllowedError} `HOST_NOT_ALLOWED`
   */
  checkOrigin(host: string | undefined, origin: string | undefined): void {
    if (origin === undefined) return;
    const site = urlOf(origin);
    if (site === undefined || !(isSameSite(site, host) || this.#isAllowed(site))) {
      throw new HostNotAllowedError('Origin', origin);
    }
  }

  /**
   * For WebSockets, which a browser opens for any page, without the preflight of CORS: allowed are pages of the site of
   * the request and those of `origins`, as with other requests.
   *
   * @throws {HostNotAllowedError} `HOST_NOT_ALLOWED`
   */
  checkPage(host: string | undefined, origin: string | undefined, origins: readonly string[]): void {
    if (origin === undefined || origins.includes(origin) || isSameSite(urlOf(origin), host)) return;
    throw new HostNotAllowedError('Origin', origin, 'http.corsOrigins');
  }

  #authorityOf(host: string | undefined): void {
    const authority = HOST.test(host ?? '') ? urlOf(`http://${host}`) : undefined;
    if (authority === undefined || !(isIP(bare(authority)) > 0 || this.#isAllowed(authority))) {
      throw new HostNotAllowedError('Host', host ?? '');
    }
  }

  #isAllowed(url: URL): boolean {
    const name = bare(url);
    return isLoopback(name) || this.#names.has(name);
  }
}

function repeatedHeaderOf({ rawHeaders }: AddressedRequest): string | undefined {
  const seen: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] ?? '';
    // Most headers have another length; folding every name of every request would cost more than the rule.
    if (!SINGLE_LENGTHS.has(given.length)) continue;
    const name = given.toLowerCase();
    if (!SINGLE_HEADERS.has(name)) continue;
    if (seen.includes(name)) return given;
    seen.push(name);
  }
  return undefined;
}

function isSameSite(site: URL | undefined, host: string | undefined): boolean {
  return site !== undefined && site.host === urlOf(`http://${host ?? ''}`)?.host;
}

/** The host name, IPv6 addresses without their brackets, fully qualified names without the dot at their end. */
function bare({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function urlOf(text: string): URL | undefined {
  const url = URL.parse(text);
  return url === null || url.hostname === '' || url.username !== '' || !/^https?:$/.test(url.protocol)
    ? undefined
    : url;
}
