import {
  Client,
  ClientCredentialsProvider,
  discoverAuthorizationServerMetadata,
  discoverOAuthProtectedResourceMetadata,
  discoverOAuthServerInfo,
  extractWWWAuthenticateParams,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { AuthorizationServer, CLIENT } from '../support/authorization-server.js';
import { freePort } from '../support/free-port.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';

const PATH = '/.well-known/oauth-protected-resource';
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

const jwtYaml = ({ issuer }: Pick<AuthorizationServer, 'issuer'>, audience: string, claim = 'scope') =>
  `access: { jwt: { jwksUrl: "${issuer.startsWith('http') ? issuer : 'https://issuer.example'}/jwks", issuer: "${issuer}", audience: "${audience}", entitlementsClaim: ${claim} } }`;

let authorization: AuthorizationServer;
beforeAll(async () => {
  authorization = await AuthorizationServer.start();
});
afterAll(() => authorization.stop());

describe('a client that knows only the address', () => {
  let service: RunningApp;
  let url: string;
  let endpoint: URL;
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    endpoint = new URL(`${url}/mcp`);
    service = await RunningApp.start({ yaml: jwtYaml(authorization, endpoint.href) });
    await service.app.listen(port, '127.0.0.1');
  });
  afterAll(() => service.stop());

  const refused = (headers: Record<string, string> = {}) =>
    fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(LIST),
    });

  it('is told by the refusal where the metadata is, and with which scope it may ask', async () => {
    const response = await refused();
    expect(response.status).toBe(401);
    const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(response);
    expect([resourceMetadataUrl?.href, scope, error]).toEqual([`${url}${PATH}/mcp`, 'ask', undefined]);
    expect(
      await discoverOAuthProtectedResourceMetadata(endpoint, { resourceMetadataUrl: resourceMetadataUrl ?? '' }),
    ).toEqual({
      resource: endpoint.href,
      resource_name: 'ClaudeDirector',
      authorization_servers: [authorization.issuer],
      bearer_methods_supported: ['header'],
      scopes_supported: ['ask'],
    });
  });

  it('is told when the token that it has is the reason', async () => {
    const { error } = extractWWWAuthenticateParams(await refused({ authorization: 'Bearer a.b.c' }));
    expect(error).toBe('invalid_token');
  });

  it.each(['/mcp', '/mcp/', ''])('finds the server of tokens from the address alone (%s)', async (path) => {
    const info = await discoverOAuthServerInfo(`${url}${path}`);
    expect(info).toMatchObject({
      authorizationServerUrl: authorization.issuer,
      resourceMetadata: { resource: path === '' ? url : endpoint.href },
    });
    const metadata = await discoverAuthorizationServerMetadata(info.authorizationServerUrl);
    expect(metadata?.issuer).toBe(authorization.issuer);
  });

  it('signs in and asks, without a key or another setting', async () => {
    const authProvider = new ClientCredentialsProvider({ ...CLIENT, expectedIssuer: authorization.issuer });
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(endpoint, { authProvider }));
    const { structuredContent } = await client.callTool({ name: 'ask', arguments: { question: QUESTION } });
    expect(structuredContent).toMatchObject({ receipt: { met: true } });
    expect(authorization.tokenRequests).toEqual([{ resource: endpoint.href, scope: 'ask' }]);
    await client.close();
  });

  it('is told the resource of the whole service elsewhere', async () => {
    const response = await fetch(`${url}/v1/personas`);
    expect(response.headers.get('www-authenticate')).toBe(`Bearer scope="ask", resource_metadata="${url}${PATH}"`);
  });

  it('may be a page of any site: the metadata is public', async () => {
    const { headers } = await service.get(PATH, { origin: 'https://chat.example' });
    expect(headers['access-control-allow-origin']).toBe('*');
  });
});

describe('the resource', () => {
  const resourceUnder = async (service: RunningApp, headers: Record<string, string>) => {
    const { status, body } = await service.get(`${PATH}/mcp`, headers);
    return status === 200 ? (body.resource as string) : status;
  };

  it('is under the host of the request only if that host is allowed, and beyond this machine https', () =>
    withService(
      { yaml: `http: { allowedHosts: [director.example.com] }\n${jwtYaml(authorization, 'director')}` },
      async (service) => {
        expect(await resourceUnder(service, { host: 'director.example.com' })).toBe('https://director.example.com/mcp');
        expect(await resourceUnder(service, { host: 'director.example.com:8443' })).toBe(
          'https://director.example.com:8443/mcp',
        );
        expect(await resourceUnder(service, { host: '[::1]:3000' })).toBe('http://[::1]:3000/mcp');
        expect(await resourceUnder(service, { host: 'evil.example' })).toBe(403);
        expect(
          await resourceUnder(service, {
            host: 'director.example.com',
            'x-forwarded-host': 'evil.example',
            'x-forwarded-proto': 'http',
            forwarded: 'host=evil.example;proto=http',
          }),
        ).toBe('https://director.example.com/mcp');
        const refused = await service.post('/mcp', LIST, { host: 'evil.example' });
        expect([refused.status, refused.headers['www-authenticate']]).toEqual([403, undefined]);
      },
    ));

  it('is under the public address, whatever name a request came by', () =>
    withService(
      { yaml: `http: { publicUrl: "https://advice.example" }\n${jwtYaml(authorization, 'director')}` },
      async (service) => {
        expect(await resourceUnder(service, { host: '10.0.0.7:3000' })).toBe('https://advice.example/mcp');
        expect(await resourceUnder(service, { host: 'advice.example' })).toBe('https://advice.example/mcp');
        const refused = await service.post('/mcp', LIST, { host: '10.0.0.7:3000' });
        expect(refused.headers['www-authenticate']).toBe(
          `Bearer scope="ask", resource_metadata="https://advice.example${PATH}/mcp"`,
        );
      },
    ));

  it('is what the server names as its site', () =>
    withService({ yaml: 'http: { publicUrl: "https://advice.example" }' }, async (service) => {
      const client = new Client({ name: 'test', version: '1.0.0' });
      await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', await service.listen())));
      expect(client.getServerVersion()).toMatchObject({
        name: 'claude-director',
        title: 'ClaudeDirector',
        description: expect.stringMatching(/^Strategic guidance /),
        websiteUrl: 'https://advice.example',
        icons: [{ src: expect.stringMatching(/^data:image\/svg\+xml,/), mimeType: 'image/svg+xml' }],
      });
      await client.close();
    }));

  it.each([
    ['without tokens', 'http: { allowedHosts: [] }'],
    ['whose issuer has no address', jwtYaml({ issuer: 'the-company' }, 'director')],
  ])('is no matter of a service %s', (_which, yaml) =>
    withService({ yaml, env: { DIRECTOR_AUTH: 'required' } }, async (service) => {
      expect((await service.get(PATH)).status).toBe(404);
      expect((await service.get(`${PATH}/mcp`)).status).toBe(404);
      expect((await service.post('/mcp', LIST)).headers['www-authenticate']).toBe('Bearer');
    }),
  );

  it('names no scope where the issuer states entitlements in a claim of its own', () =>
    withService({ yaml: jwtYaml(authorization, 'director', 'roles') }, async (service) => {
      const { body } = await service.get(PATH, { host: '127.0.0.1:3000' });
      expect(body).not.toHaveProperty('scopes_supported');
      expect((await service.post('/mcp', LIST, { host: 'localhost' })).headers['www-authenticate']).toBe(
        `Bearer resource_metadata="http://localhost${PATH}/mcp"`,
      );
    }));
});

describe('http.publicUrl', () => {
  it.each([
    'http://director.example.com',
    'https://director.example.com/base',
    'https://u:p@director.example.com',
    'director.example.com',
  ])('refuses %s', async (address) => {
    await expect(RunningApp.start({ yaml: `http: { publicUrl: "${address}" }` })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('http.publicUrl'),
    });
  });
});
