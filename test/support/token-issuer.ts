import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** Issues tokens, and publishes its key on a real socket. */
export class TokenIssuer {
  private constructor(
    private readonly server: Server,
    private key: SigningKey,
  ) {}

  static async start(): Promise<TokenIssuer> {
    const server = createServer((_, reply) =>
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [issuer.key.jwk] })),
    );
    const issuer = new TokenIssuer(server, await newKey('one'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  /** Signs with a new key from now on, and publishes only that one. */
  async rotate(): Promise<void> {
    this.key = await newKey('two');
  }

  /** How a verifier of its tokens is configured. */
  get options() {
    const { port } = this.server.address() as AddressInfo;
    return {
      jwksUrl: `http://127.0.0.1:${port}/jwks`,
      issuer: 'https://issuer.example',
      audience: 'director',
      algorithms: ['RS256' as const],
      tenantClaim: 'tenant',
      entitlementsClaim: 'entitlements',
    };
  }

  sign(claims: JWTPayload): Promise<string> {
    const usual = { sub: 'user', tenant: 'acme', entitlements: 'ask', iss: 'https://issuer.example', aud: 'director' };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: this.key.jwk.kid })
      .sign(this.key.privateKey);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK & { readonly kid: string };
}

async function newKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256' } };
}
