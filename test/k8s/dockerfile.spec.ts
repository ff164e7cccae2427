import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

import { ROOT } from '../support/child.js';
import { MANIFESTS } from '../support/manifests/build.js';

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of each stage, continued lines joined. */
function stagesOf(text: string): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const line of text.replaceAll(/\\\n\s*/g, ' ').split('\n')) {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === undefined || rest === undefined) continue;
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, rest });
  }
  return stages;
}

describe('Dockerfile', () => {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const defaults = new Map([...text.matchAll(/^ARG (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]));
  const stages = stagesOf(text.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => defaults.get(name) ?? ''));
  const final = stages.at(-1) ?? [];
  const all = (name: string) => final.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  const deployment = readFileSync(join(MANIFESTS, 'base/deployment.yaml'), 'utf8');

  it('builds in one stage and runs in another, both on the Node of package.json', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const major = /\d+/.exec(devDependencies.node)?.[0];
    const bases = stages.map(([from]) => String(from?.rest.split(' ')[0]));
    expect(bases).toHaveLength(2);
    for (const base of bases) expect(base).toMatch(new RegExp(`node(js)?[:]?${major}-.*`));
    expect(bases.join(' ')).not.toContain('latest');
  });

  it('runs nothing while it puts the last stage together, and has no npm in it', () => {
    expect(all('RUN')).toEqual([]);
    expect(all('FROM')[0]).toContain('distroless');
    expect([...all('ENTRYPOINT'), ...all('CMD')].join(' ')).not.toMatch(/\b(npm|npx|(a|ba|da|z)?sh)\b/);
  });

  it('runs as the user of the manifests, by number, so that Kubernetes can verify it is not root', () => {
    const { securityContext } = parse(deployment).spec.template.spec;
    expect(all('USER')).toEqual([`${securityContext.runAsUser}:${securityContext.runAsGroup}`]);
  });

  it('starts the service on the port of the manifests', () => {
    const [flags, program] = [JSON.parse(all('CMD')[0] ?? '').slice(0, -1), JSON.parse(all('CMD')[0] ?? '').at(-1)];
    expect(program).toBe('dist/bundle/main.js');
    // The memory that was measured is that of these flags.
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(scripts.start.match(/--\S+/g)).toEqual(flags);
    expect(existsSync(join(ROOT, 'src/main.ts'))).toBe(true);
    // What `npm start` sets for the allocator by a second start, the image has to set.
    const assigned = readFileSync(join(ROOT, 'bin/process-settings.mjs'), 'utf8').matchAll(/(MALLOC_\w+): '(\d+)'/g);
    const settings = [...assigned].map(([, name, value]) => `${name}=${value}`);
    expect(settings.length).toBeGreaterThan(0);
    expect(
      all('ENV')
        .join(' ')
        .split(/[\s\\]+/),
    ).toEqual(expect.arrayContaining(settings));
    expect(all('EXPOSE')).toEqual([String(parse(deployment).spec.template.spec.containers[0].ports[0].containerPort)]);
  });

  it('copies what there is, and takes no more into the build than it copies', () => {
    const copied = stages
      .flat()
      .filter(({ name, rest }) => name === 'COPY' && !rest.startsWith('--from'))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(ignored).toContain('*');
    const admitted = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(admitted.toSorted()).toEqual([...new Set(copied)].toSorted());
  });

  it('says what it is, in the version of package.json', () => {
    const labels = all('LABEL').join(' ');
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    for (const name of ['title', 'description', 'licenses', 'revision']) {
      expect(labels).toContain(`org.opencontainers.image.${name}=`);
    }
    expect(labels).toContain(`org.opencontainers.image.version="${version}"`);
  });

  it('is built for a release from images by digest only', () => {
    const pinned = (...images: string[]) => {
      const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'build/pinned.mjs'), ...images], {
        encoding: 'utf8',
      });
      return [status, stderr];
    };
    const digest = `sha256:${'0'.repeat(64)}`;
    const bases = stages.map(([from]) => String(from?.rest.split(' ')[0]));
    expect(pinned(...bases.map((base) => `${base}@${digest}`))).toEqual([0, '']);
    expect(pinned(...bases)).toEqual([1, bases.map((base) => `not named by digest: ${base}\n`).join('')]);
    for (const image of ['', 'node@', `node@${digest.slice(1)}`, `node@${digest}0`]) expect(pinned(image)[0]).toBe(1);
    expect(pinned()[0]).toBe(1);
    const recipe = readFileSync(join(ROOT, 'docs/guides/release.md'), 'utf8');
    for (const base of bases) expect(recipe).toContain(`_IMAGE=${base}\n`);
    expect(recipe).toMatch(
      /node build\/pinned\.mjs "\$BUILD_IMAGE" "\$RUNTIME_IMAGE" &&\n +docker buildx build --push/,
    );
  });

  it('is the image of the manifests', () => {
    const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(deployment).toContain(`image: ${name}:${version}`);
  });
});
