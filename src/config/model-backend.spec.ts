import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { ConfigInvalidError } from './config.errors.js';
import { loadConfig } from './load-config.js';
import { redactConfig } from './redact.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'director-models-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

function load(yaml: string, env: Record<string, string> = {}) {
  writeFileSync(join(cwd, 'director.yaml'), yaml);
  return loadConfig({ cwd, env });
}

function mistakesOf(yaml: string, env: Record<string, string> = {}): string {
  try {
    load(yaml, env);
  } catch (error) {
    if (error instanceof ConfigInvalidError) return error.message;
    throw error;
  }
  return '';
}

const OWN = `
models:
  personas: { martin: local, diego: playbook }
  backends:
    - id: local
      api: openai-compatible
      model: llama
      endpoints:
        - { url: "http://127.0.0.1:8000/v1", apiKey: "\${LOCAL_KEY}", weight: 2 }
        - { url: "http://user:pass@127.0.0.1:8001/v1" }
`;

describe('models', () => {
  it('are the playbook alone by default', () => {
    expect(load('').models).toMatchObject({ backends: [], default: 'playbook' });
  });

  it('come from a key in the environment', () => {
    const { models } = load('', { ANTHROPIC_API_KEY: 'sk-a', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' });
    expect(models.default).toBe('anthropic');
    expect(models.backends).toMatchObject([
      { id: 'anthropic', api: 'anthropic', endpoints: [{ apiKey: 'sk-a' }] },
      { id: 'openai', api: 'openai-compatible', endpoints: [{ url: 'http://127.0.0.1:1/v1' }] },
    ]);
  });

  it('send the key of the provider to no other address', () => {
    const { models } = load(OWN, { LOCAL_KEY: 'secret', OPENAI_API_KEY: 'sk-o' });
    const local = models.backends.find(({ id }) => id === 'local');
    expect(local?.endpoints.map(({ apiKey }) => apiKey)).toEqual(['secret', undefined]);
  });

  it('are printed without keys and passwords', () => {
    const printed = JSON.stringify(redactConfig(load(OWN, { LOCAL_KEY: 'canary-1', ANTHROPIC_API_KEY: 'canary-2' })));
    expect(printed).not.toMatch(/canary|pass@/);
    expect(printed).toContain('127.0.0.1:8001');
  });

  it.each([
    [OWN, 'takes its key from environment variable LOCAL_KEY: expected it to be set, found nothing'],
    ['models: { default: nobody }', 'director.yaml:1:'],
    ['models: { default: anthropic }', 'expected backend "anthropic" under models.backends'],
    ['models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ apiKey: sk-plain }] }] }', '"${NAME}"'],
    ['models: { backends: [{ id: playbook, api: anthropic, model: m }] }', 'expected an id used only once'],
    ['models: { backends: [{ id: a, api: anthropic, model: m, endpoints: [{ url: "ftp://x" }] }] }', 'http or https'],
  ])('name the mistake in %j', (yaml, mistake) => {
    expect(mistakesOf(yaml)).toContain(mistake);
  });
});
