import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { ConfigInvalidError } from './config.errors.js';
import { loadConfig } from './load-config.js';
import { redactConfig } from './redact.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'director-config-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function load(yaml: string | undefined, env: Record<string, string> = {}) {
  if (yaml !== undefined) writeFileSync(join(folder, 'director.yaml'), yaml);
  return loadConfig({ env, cwd: folder });
}

function mistakesOf(yaml: string | undefined, env: Record<string, string> = {}): readonly string[] {
  try {
    load(yaml, env);
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('needs neither a file nor a variable', () => {
    const config = load(undefined);
    expect(config).toMatchObject({ host: '127.0.0.1', port: 3_000, auth: 'anonymous' });
    expect(config.mcp.servers.map(({ id }) => id)).toEqual(['builtin:analysis', 'builtin:library']);
  });

  it('reads service addresses and keys from the environment, and redacts them', () => {
    const env = { REDIS_URL: 'redis://:canary@127.0.0.1:6379', ANTHROPIC_API_KEY: 'canary' };
    const config = load(undefined, { ...env, DATA_DIR: 'kept' });
    expect(config.services).toEqual({ redisUrl: env.REDIS_URL, anthropicApiKey: 'canary' });
    expect(config.dataDir).toBe(join(folder, 'kept'));
    expect(JSON.stringify(redactConfig(config))).not.toContain('canary');
    expect(mistakesOf(undefined, { DATABASE_URL: 'mysql://root:canary@127.0.0.1' })).toEqual([
      'environment variable DATABASE_URL: expected postgres://user@host:port/database, found something else',
    ]);
  });

  it('freezes everything', () => {
    const config = load(undefined);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.classes.critical)).toBe(true);
    expect(Object.isFrozen(config.mcp.servers[0])).toBe(true);
  });

  it.each([
    [
      'store: { postgres: { minConnections: 20 } }',
      'director.yaml:1:38 store.postgres.minConnections: expected at most store.postgres.maxConnections (7), found 20',
    ],
    [
      'drain:\n  readinessDelayMs: 20000',
      'director.yaml:2:3 drain.maxMs: expected at most drain.graceMs less readinessDelayMs and a second (14000), or it is killed before, found 20000',
    ],
    [
      'memory: { limitMb: 1000000 }',
      'director.yaml:1:20 memory.limitMb: expected at most the memory of this machine (',
    ],
    [
      'memory:\n  elevatedRatio: 0.95',
      'director.yaml:2:18 memory.elevatedRatio: expected less than memory.criticalRatio (0.92), found 0.95',
    ],
    ['mcp: &loop\n  servers: [*loop]', 'director.yaml:2:13 an alias refers to what it is a part of'],
  ])('refuses %j with its place', (yaml, mistake) => {
    expect(mistakesOf(yaml)).toEqual([expect.stringContaining(mistake)]);
  });

  it('reports all mistakes at once, with variable, or file, line and column', () => {
    const yaml = [
      'classes:',
      '  critical:',
      '    deadlineMs: fast',
      'answrs: {}',
      'mcp:',
      '  servers:',
      '    - id: Jira',
      '      transport: stdio',
      '',
    ].join('\n');
    expect(mistakesOf(yaml, { PORT: '70000', DIRECTOR_AUTH: 'maybe' })).toEqual([
      'environment variable PORT: expected a number of at most 65535, found "70000"',
      'environment variable DIRECTOR_AUTH: expected "auto" or "none" or "required", found "maybe"',
      'director.yaml:3:17 classes.critical.deadlineMs: expected a number, found "fast"',
      'director.yaml:7:11 mcp.servers[0].id: expected lower-case letters, digits and hyphens, at most 40, found "Jira"',
      'director.yaml:7:7 mcp.servers[0].tool: expected a string, found nothing',
      'director.yaml:7:7 mcp.servers[0].command: expected a string, found nothing',
      'director.yaml:4:9 answrs: no such field, found {}',
    ]);
  });

  it.each([
    'models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ apiKey: SECRET }] }] }',
    'models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ apiKey: hunter }] }] }',
    'models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ apiKey: 4711 }] }] }',
    'models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ apiKey: "${SECRET}" }] }] }',
    'models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ url: "ftp://u:SECRET@x" }] }] }',
    'models: { backends: [{ id: a, api: anthropic, endpoints: { apiKey: SECRET } }] }',
    'models: { default: SECRET }',
    'models: { personas: { diego: SECRET } }',
    'apiKey: SECRET',
    'openai: { key: SECRET }',
    'SECRET: 1',
    'password: hunter',
    'classes: { critical: { deadlineMs: SECRET } }',
    'classes: { critical: SECRET }',
    'access: { keys: [{ id: a, sha256: SECRET }] }',
    'access: { keys: [{ id: "SECRET x", sha256: a }] }',
    'access: { jwt: { jwksUrl: "http://u:SECRET@example.com/?k=SECRET", issuer: a, audience: b } }',
    'http: { corsOrigins: ["ftp://u:SECRET@x"], allowedHosts: ["SECRET/"] }',
    'mcp: { servers: [{ id: a, transport: http, tool: t, url: "ws://u:SECRET@x" }] }',
    'mcp: { servers: [{ id: a, transport: http, tool: t, url: "http://x", headers: [SECRET] }] }',
    'mcp: { servers: [{ id: a, transport: http, tool: t, url: "http://x", headers: { "A: SECRET": b } }] }',
    'mcp: { servers: [{ id: a, transport: stdio, tool: t, command: c, env: ["TOKEN=SECRET"] }] }',
    'mcp: { servers: [{ id: a, transport: stdio, tool: t, command: c, env: { "TOKEN=SECRET": b } }] }',
    'mcp: { servers: [{ id: a, transport: stdio, tool: t, command: c, args: { token: SECRET } }] }',
    'mcp: { servers: [{ id: SECRET_, transport: stdio, tool: t, command: c }] }',
    'a: *SECRET',
    'a: [SECRET',
    'a: |SECRET\n x',
    '- SECRET\nb: SECRET',
    '"SECRET',
  ])('names a mistake without the value that may be a secret: %s', (yaml) => {
    for (const secret of ['sk-live-c4nary0123456789', 'c4nary0123456789abcdef0123456789']) {
      const said = mistakesOf(yaml.replaceAll('SECRET', secret)).join('\n');
      expect(said).toMatch(/^director\.yaml/);
      expect(said).not.toMatch(/c4nary|hunter|4711/);
    }
  });

  it.each(['PORT', 'HOST', 'LOG_LEVEL', 'DIRECTOR_AUTH', 'REDIS_URL', 'DATABASE_URL', 'OPENAI_BASE_URL'])(
    'does not repeat a secret in the wrong variable: %s',
    (name) => {
      const said = mistakesOf(undefined, { [name]: 'sk-live-c4nary0123456789' }).join();
      expect(said).toContain(name);
      expect(said).not.toContain('c4nary');
    },
  );

  it('refuses a key that cannot stand in a header, without repeating it', () => {
    for (const name of ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY']) {
      expect(mistakesOf(undefined, { [name]: 'sk-c4nary\nx' })).toEqual([
        `environment variable ${name}: expected a key of printable characters without spaces, found something else`,
      ]);
    }
    const yaml =
      'models: { backends: [{ id: a, api: anthropic, endpoints: [{ url: "http://127.0.0.1:1", apiKey: "${KEY}" }] }] }';
    expect(mistakesOf(yaml, { KEY: 'c4nary x' }).join()).toMatch(/from KEY: expected a key .*, found something else$/);
    expect(load(yaml, { KEY: 'good\n' }).models.backends[0]?.endpoints[0]?.apiKey).toBe('good');
  });

  it('shows no secret of an address or an argument', () => {
    const yaml = [
      'mcp:',
      '  servers:',
      '    - { id: a, transport: http, tool: t, url: "https://u:c4nary@x.example/mcp?key=c4nary" }',
      '    - { id: b, transport: stdio, tool: t, command: npx, args: [-y, "@x/server", --api-key, c4nary, --token=c4nary, "https://c4nary@x.example"] }',
      'access: { jwt: { jwksUrl: "https://x.example/keys?k=c4nary", issuer: a, audience: b } }',
      'models: { backends: [{ id: a, api: anthropic, endpoints: [{ url: "http://x.example/v1?k=c4nary" }] }] }',
    ].join('\n');
    const shown = JSON.stringify(redactConfig(load(yaml)));
    expect(shown).not.toContain('c4nary');
    for (const part of ['x.example/mcp', '@x/server', '--api-key', 'x.example/keys', 'x.example/v1']) {
      expect(shown).toContain(part);
    }
  });

  it('locates a syntax error', () => {
    expect(mistakesOf('classes:\n  critical: [1, 2\n')[0]).toMatch(/^director\.yaml:\d+:\d+ /);
  });

  it('refuses a configured file that does not exist', () => {
    expect(mistakesOf(undefined, { DIRECTOR_CONFIG: 'other.yaml' })).toEqual([
      'environment variable DIRECTOR_CONFIG: expected a readable file, found none at other.yaml',
    ]);
  });

  it('keeps the other built-in server when the file describes one', () => {
    const { mcp } = load('mcp:\n  servers:\n    - { id: context7, transport: builtin, personas: [diego] }\n');
    expect(mcp.servers.map(({ id }) => id)).toEqual(['builtin:analysis', 'builtin:library']);
  });

  it('refuses the name of a built-in server for one that is not', () => {
    const server = (id: string) => `mcp:\n  servers:\n    - { id: "${id}", transport: stdio, command: x, tool: y }\n`;
    for (const id of ['builtin:library', 'builtin:mine']) {
      expect(mistakesOf(server(id))).toEqual([
        `director.yaml:3:13 mcp.servers[0].id: expected another id: it is not built in, found a text that is not shown`,
      ]);
    }
    // A former name is that of a well-known server, which may take the place of the built-in one.
    expect(load(server('context7')).mcp.servers.map(({ id }) => id)).toEqual(['builtin:analysis', 'context7']);
  });

  it('refuses two servers with one id', () => {
    const server = '    - { id: context7, transport: builtin }\n';
    expect(mistakesOf(`mcp:\n  servers:\n${server}${server}`)).toEqual([
      'director.yaml:4:13 mcp.servers[1].id: expected an id used only once, found "context7"',
    ]);
  });

  it('reads the secrets of a server from the environment, and redacts them', () => {
    const yaml =
      'mcp:\n  servers:\n    - { id: jira, transport: stdio, command: jira, tool: find, env: { TOKEN: "${JIRA_TOKEN}" } }\n';
    expect(mistakesOf(yaml)).toEqual([
      'director.yaml: mcp server "jira" takes TOKEN from environment variable JIRA_TOKEN: expected it to be set, found nothing',
    ]);
    const config = load(yaml, { JIRA_TOKEN: 's3cret-canary' });
    expect(JSON.stringify(config)).toContain('s3cret-canary');
    expect(JSON.stringify(redactConfig(config))).not.toContain('s3cret-canary');
  });

  describe('without required keys', () => {
    const key = `access:\n  keys:\n    - { id: ci, sha256: ${'ab'.repeat(32)} }\n`;

    it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('serves this machine through %s', (HOST) => {
      expect(load(undefined, { HOST }).auth).toBe('anonymous');
    });

    it.each(['0.0.0.0', '::', '10.1.2.3', 'director.example'])('refuses to bind to %s', (HOST) => {
      expect(mistakesOf(undefined, { HOST })[0]).toMatch(/^environment variable HOST: expected a loopback address/);
    });

    it('binds anywhere if configured explicitly, or if keys are configured', () => {
      expect(load(undefined, { HOST: '0.0.0.0', DIRECTOR_AUTH: 'none' }).auth).toBe('anonymous');
      expect(load(key, { HOST: '0.0.0.0' }).auth).toBe('keys');
    });

    it('requires keys with DIRECTOR_AUTH=required, also if they are in the database', () => {
      expect(load(undefined, { DIRECTOR_AUTH: 'required', HOST: '0.0.0.0' }).auth).toBe('keys');
    });

    it('accepts JWKS URLs with https, or on loopback', () => {
      const jwt = (url: string) => `access:\n  jwt: { jwksUrl: "${url}", issuer: i, audience: a }\n`;
      expect(load(jwt('https://issuer.example/jwks')).auth).toBe('keys');
      expect(load(jwt('http://127.0.0.1:8080/jwks')).auth).toBe('keys');
      expect(mistakesOf(jwt('http://issuer.example/jwks'))[0]).toContain('expected https');
      expect(mistakesOf(jwt('file:///etc/passwd'))).toHaveLength(1);
    });
  });

  it('gives configurations that lead to the same answers the same version, and others another one', () => {
    const one = load('conversations: { historyTurns: 20 }\n').version;
    expect(load('conversations: { historyTurns: 20 }\nhttp: { maxConnections: 5 }\n').version).toBe(one);
    expect(load('conversations: { historyTurns: 21 }\n').version).not.toBe(one);
  });
});
