import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';

/** Issues tokens, and publishes its key on a real socket. */
export class TokenIssuer {
  private constructor(
    private readonly server: Server,
    private readonly key: CryptoKey,
  ) {}

  static async start(): Promise<TokenIssuer> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' };
    const server = createServer((_, reply) =>
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TokenIssuer(server, privateKey);
  }

  /** How a verifier of its tokens is configured. */
  get options() {
    const { port } = this.server.address() as AddressInfo;
    return {
      jwksUrl: `http://127.0.0.1:${port}/jwks`,
      issuer: 'https://issuer.example',
      audience: 'director',
      algorithms: ['RS256'],
      tenantClaim: 'tenant',
      entitlementsClaim: 'entitlements',
    };
  }

  sign(claims: JWTPayload): Promise<string> {
    const usual = { sub: 'user', tenant: 'acme', entitlements: 'ask', iss: 'https://issuer.example', aud: 'director' };
    return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(this.key);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
