import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { contractFiles } from '../../src/api/index.js';
import { detectionSchema, frameworkSchema } from '../../src/frameworks/index.js';
import { performanceSchema } from '../../src/monitoring/index.js';
import { ROOT } from '../support/child.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

describe('the service', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  it('detects frameworks with evidence from the text', async () => {
    const { body } = await service.post('/v1/frameworks/detect', { text: QUESTION });
    const { frameworks, strategic } = detectionSchema.parse(body);
    expect(strategic).toBe(true);
    for (const { evidence } of frameworks) {
      for (const { start, end, quote } of evidence) expect(QUESTION.slice(start, end)).toBe(quote);
    }
  });

  it('serves the library to people and to a CDN', async () => {
    const { body, headers } = await service.get('/v1/frameworks');
    expect(body.frameworks.length).toBe(60);
    expect(headers['cache-control']).toMatch(/^public, .*s-maxage=\d+, stale-while-revalidate=\d+/);
    expect((await service.get('/v1/frameworks', { 'if-none-match': String(headers['etag']) })).status).toBe(304);
    expect(headers['vary']).toContain('Accept-Encoding');
    for (const { id } of body.frameworks) frameworkSchema.parse((await service.get(`/v1/frameworks/${id}`)).body);
  });

  it('lists the personas', async () => {
    const { body, headers } = await service.get('/v1/personas');
    expect(headers['cache-control']).toMatch(/^public, .*s-maxage=\d+, stale-while-revalidate=\d+/);
    expect((await service.get('/v1/personas', { 'if-none-match': String(headers['etag']) })).status).toBe(304);
    expect(body.personas.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['diego', 'camille', 'rachel', 'alvaro', 'martin']),
    );
    expect(body.personas[0].header).toBe('🎯 Diego | Engineering Leadership');
  });

  it('reports its own performance', async () => {
    await service.post('/v1/answers', { question: QUESTION, class: 'strategic' });
    const { body } = await service.get('/v1/performance');
    const { classes, mcpServers, memory } = performanceSchema.parse(body);
    expect(classes.find(({ class: name }) => name === 'strategic')).toMatchObject({
      count: 1,
      inTime: 1,
      attainment: 1,
    });
    expect(mcpServers.map(({ server, breaker }) => [server, breaker])).toEqual([
      ['builtin:analysis', 'closed'],
      ['builtin:library', 'closed'],
    ]);
    expect(memory.residentBytes).toBeGreaterThan(0);
  });

  it('is live, ready and started', async () => {
    for (const probe of ['live', 'ready', 'startup']) {
      const { status, body } = await service.get(`/health/${probe}`);
      expect([probe, status, body.status]).toEqual([probe, 200, 'ok']);
    }
  });

  it('answers every probe of the Kubernetes manifest', async () => {
    const manifest = readFileSync(join(ROOT, 'k8s/base/deployment.yaml'), 'utf8');
    const probes = [...manifest.matchAll(/^ *(\w+Probe):\n *httpGet: \{ path: (\S+), port: http \}/gm)];
    expect(probes.map(([, name]) => name)).toEqual(['startupProbe', 'readinessProbe', 'livenessProbe']);
    for (const [, , path] of probes) expect((await service.get(String(path))).status).toBe(200);
  });

  it('serves the API reference itself: no page or script names another host', async () => {
    const page = await service.get('/docs');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source]) => String(source));
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) {
      expect(source).toMatch(/^\/docs\//);
      expect((await service.get(source)).status).toBe(200);
    }
  });

  it('describes every route it serves, and serves every route it describes', async () => {
    const { paths } = JSON.parse(contractFiles('test').get('openapi.json') ?? '') as {
      paths: Record<string, Record<string, unknown>>;
    };
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served: string[] = [];
    const tree = service.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
    const steps: string[] = [];
    for (const line of tree.split('\n')) {
      const node = /^(?<indent>[│ ]*)(?:├──|└──) (?<path>\S+)(?: \((?<methods>[^)]+)\))?/u.exec(line)?.groups;
      if (node === undefined) continue;
      steps.length = (node['indent'] ?? '').length / 4;
      steps.push(node['path'] ?? '');
      const path = steps.join('').replaceAll(/:(\w+)/g, '{$1}');
      for (const method of node['methods']?.split(', ') ?? []) if (method !== 'HEAD') served.push(`${method} ${path}`);
    }
    const underContract = served.filter((route) => / \/v1\//.test(route));
    expect(underContract.toSorted()).toEqual(described.toSorted());
  });
});
