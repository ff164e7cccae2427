import { isLoopback } from '../../config/index.js';
import type { Entitlement } from '../../core/index.js';

import { MCP_PATH, PROTECTED_RESOURCE_PATH } from './paths.js';

export interface ProtectedResourceOptions {
  /** Claim `iss` of accepted tokens; undefined where tokens are not accepted. */
  readonly issuer: string | undefined;
  /** Claim with the entitlements of a token. */
  readonly entitlementsClaim: string | undefined;
  /** `http.publicUrl`. */
  readonly publicUrl: string | undefined;
}

/** Tells a client where to get a token for this service. @see RFC 9728, section 2 */
export interface ProtectedResourceMetadata {
  readonly resource: string;
  readonly resource_name: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly ['header'];
  readonly scopes_supported?: readonly Entitlement[];
}

/** What a client that only asks needs; more is for its user to want. */
const SCOPES: readonly Entitlement[] = ['ask'];
/** Claims in which an issuer states what OAuth calls scopes. */
const SCOPE_CLAIMS: ReadonlySet<string | undefined> = new Set(['scope', 'scp']);
/** A name or address, and a port. */
const HOST = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/**
 * This service as OAuth knows it, a protected resource: of MCP clients a user then needs only the address.
 *
 * The resource is `http.publicUrl`, or the host that the request names once `HostAllowlist` has let it through. What a
 * proxy says about host and scheme is not read; beyond this machine the scheme is https, as RFC 9728 has it.
 *
 * @see https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization
 */
export class ProtectedResource {
  readonly #server: string | undefined;
  readonly #origin: string | undefined;
  readonly #scopes: readonly Entitlement[] | undefined;

  constructor({ issuer, entitlementsClaim, publicUrl }: ProtectedResourceOptions) {
    // An issuer that is only a name tells no client where to go.
    this.#server = issuer !== undefined && /^https?:$/.test(URL.parse(issuer)?.protocol ?? '') ? issuer : undefined;
    this.#origin = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
    this.#scopes = SCOPE_CLAIMS.has(entitlementsClaim) ? SCOPES : undefined;
  }

  /** Whether there is something to tell. */
  get isPublished(): boolean {
    return this.#server !== undefined;
  }

  /**
   * @param host Of the request, which the rule for hosts has let through.
   * @param path Of the endpoint; empty for the whole service.
   * @returns undefined if clients cannot sign in, or the request names no host.
   */
  metadata(host: string | undefined, path: string): ProtectedResourceMetadata | undefined {
    const origin = this.#originOf(host);
    if (this.#server === undefined || origin === undefined) return undefined;
    return {
      resource: origin + path,
      resource_name: 'ClaudeDirector',
      authorization_servers: [this.#server],
      bearer_methods_supported: ['header'],
      ...(this.#scopes === undefined ? {} : { scopes_supported: this.#scopes }),
    };
  }

  /**
   * `WWW-Authenticate` of a request that is refused.
   *
   * @param url   Target of the request: each endpoint is a resource of its own.
   * @param token Whether the request had one.
   * @see RFC 6750, section 3, and RFC 9728, section 5.1
   */
  challenge(host: string | undefined, url: string, token: boolean): string {
    const origin = this.#originOf(host);
    const path = /^[^?]*/.exec(url)?.[0] === MCP_PATH ? MCP_PATH : '';
    const parameters = [
      ...(token ? ['error="invalid_token"'] : []),
      ...(this.#scopes === undefined ? [] : [`scope="${this.#scopes.join(' ')}"`]),
      ...(origin === undefined ? [] : [`resource_metadata="${origin}${PROTECTED_RESOURCE_PATH}${path}"`]),
    ];
    return ['Bearer', parameters.join(', ')].filter((part) => part !== '').join(' ');
  }

  #originOf(host: string | undefined): string | undefined {
    if (this.#origin !== undefined) return this.#origin;
    const name = HOST.exec(host ?? '')?.[1];
    if (name === undefined) return undefined;
    const scheme = isLoopback(name.replace(/^\[|\]$/g, '').toLowerCase()) ? 'http' : 'https';
    return URL.parse(`${scheme}://${host}`)?.origin;
  }
}
