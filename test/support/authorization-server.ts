import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

/** The client that it knows. */
export const CLIENT = { clientId: 'desk', clientSecret: 'secret-of-desk' } as const;

/** A request for a token, as a client sent it. */
export interface TokenRequest {
  readonly resource: string | null;
  readonly scope: string | null;
}

/** An OAuth server on a real socket: metadata, keys, and tokens by the client credentials grant. */
export class AuthorizationServer {
  readonly tokenRequests: TokenRequest[] = [];

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(): Promise<AuthorizationServer> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
    const http = createServer((request, reply) => {
      void bodyOf(request).then(({ status, body }) =>
        reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const server = new AuthorizationServer(http, issuer);

    async function bodyOf(request: IncomingMessage): Promise<{ status: number; body: object }> {
      switch (request.url) {
        case '/.well-known/oauth-authorization-server':
          return { status: 200, body: metadataOf(issuer) };
        case '/jwks':
          return { status: 200, body: { keys: [jwk] } };
        case '/token':
          return tokenFor(request, new URLSearchParams(await text(request)));
        default:
          return { status: 404, body: {} };
      }
    }

    async function tokenFor(request: IncomingMessage, form: URLSearchParams) {
      const credentials = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64');
      if (request.headers.authorization !== `Basic ${credentials}`)
        return { status: 401, body: { error: 'invalid_client' } };
      const [resource, scope] = [form.get('resource'), form.get('scope')];
      server.tokenRequests.push({ resource, scope });
      const token = await new SignJWT({ tenant: 'acme', scope: scope ?? '' })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(issuer)
        .setAudience(resource ?? 'none')
        .setSubject(CLIENT.clientId)
        .setExpirationTime('5m')
        .sign(privateKey);
      return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: 300 } };
    }
    return server;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** @see RFC 8414 */
function metadataOf(issuer: string): object {
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    authorization_endpoint: `${issuer}/authorize`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
  };
}
