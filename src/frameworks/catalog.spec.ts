import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { FrameworkCatalog, watchLibrary } from './catalog.js';
import { LibraryError } from './library-file.js';
import { loadFrameworkLibrary } from './library.js';

const yamlOf = (id: string): string => `id: ${id}
name: Lighthouse Review
category: delivery
origin: { authors: [Ada Example], work: Lighthouse, year: 2020 }
summary: A lighthouse review looks at one shining project before the others copy it. It keeps what made it shine.
aliases: [lighthouse review]
misspellings: []
ambiguous: []
symptoms:
${Array.from({ length: 12 }, (_, i) => `  - our shining pilot project number ${i} dazzles visitors and nobody can repeat it`).join('\n')}
fitsWhen: [one project shines, others ask how]
doesNotFitWhen: [nothing shines, nobody asks]
steps:
  - { name: Look, how: Look at the project. }
  - { name: Keep, how: Keep what shines. }
  - { name: Copy, how: Copy it with care. }
questions: [What shines?, Who says so?, Does it last?]
measures: [projects that shine, visitors who copy]
pitfalls: [copying the surface, copying too early]
related: [pre-mortem]
personas: [diego]
`;

describe('FrameworkCatalog', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'frameworks-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('detects a framework that was added to the folder, without a restart', () => {
    const catalog = new FrameworkCatalog(folder);
    const text = 'Would a lighthouse review help our engineering teams before we roll this out?';
    const before = catalog.current;
    expect(before.detector.detect(text).frameworks.map((it) => it.id)).not.toContain('lighthouse-review');

    writeFileSync(join(folder, 'lighthouse-review.yaml'), yamlOf('lighthouse-review'));
    expect(catalog.reload()).toMatchObject({ ok: true, changed: true });
    expect(catalog.current.detector.detect(text).frameworks[0]).toMatchObject({
      id: 'lighthouse-review',
      kind: 'explicit',
    });
    expect(catalog.current.library.version).not.toBe(before.library.version);
  });

  it('recognizes the situation of an added framework by its symptoms', () => {
    writeFileSync(join(folder, 'lighthouse-review.yaml'), yamlOf('lighthouse-review'));
    const { detector } = new FrameworkCatalog(folder).current;
    const text =
      'Our shining pilot project dazzles all visitors, yet nobody in the other teams can repeat it. What should we do?';
    expect(detector.detect(text).frameworks).toContainEqual(
      expect.objectContaining({ id: 'lighthouse-review', kind: 'implied' }),
    );
  });

  it('keeps the current edition when a file has a mistake, and locates the mistake', () => {
    const catalog = new FrameworkCatalog(folder);
    const before = catalog.current;
    writeFileSync(
      join(folder, 'lighthouse-review.yaml'),
      yamlOf('lighthouse-review').replace('year: 2020', 'year: soon'),
    );
    const outcome = catalog.reload();
    expect(outcome.ok).toBe(false);
    expect(catalog.current).toBe(before);
    expect(catalog.lastError?.message).toContain('lighthouse-review.yaml:4: origin.year');

    rmSync(join(folder, 'lighthouse-review.yaml'));
    expect(catalog.reload()).toEqual({ ok: true, version: before.library.version, changed: false });
    expect(catalog.lastError).toBeUndefined();
  });

  it('names every mistake of every file at once', () => {
    writeFileSync(join(folder, 'one.json'), '{\n  "id": "one",\n  "name": 7\n}');
    writeFileSync(join(folder, 'two.json'), '{\n  "id": "two",\n');
    writeFileSync(join(folder, 'three.yaml'), yamlOf('other'));
    const load = (): unknown => loadFrameworkLibrary(folder);
    expect(load).toThrow(LibraryError);
    expect(load).toThrow(/one\.json:3: name/);
    expect(load).toThrow(/two\.json:\d: /);
    expect(load).toThrow(/three\.yaml:1: id: expected "three", as the file is called, found "other"/);
  });

  it('reloads after a change of the folder', async () => {
    const catalog = new FrameworkCatalog(folder);
    const reloaded = Promise.withResolvers<boolean>();
    using watcher = watchLibrary(
      folder,
      () => reloaded.resolve(catalog.reload().ok),
      (error) => reloaded.reject(error),
      10,
    );
    expect(watcher).toBeDefined();
    // The watcher does not keep the process alive; the test must.
    const alive = setInterval(() => undefined, 1000);
    writeFileSync(join(folder, 'lighthouse-review.yaml'), yamlOf('lighthouse-review'));
    await expect(reloaded.promise).resolves.toBe(true);
    clearInterval(alive);
    expect(catalog.current.library.get('lighthouse-review')?.name).toBe('Lighthouse Review');
  });
});
