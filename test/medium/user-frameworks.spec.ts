import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { writeOwnFramework } from '../support/own-framework.js';
import { RunningApp, withService } from '../support/running-app.js';
// A service that stood still says it is not ready, also when the machine was what stood still.

const TEXT = 'Would the Lighthouse Ladder help our directors decide which of the two regions gets the next team?';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'director-frameworks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writeFramework = (change?: object) => writeOwnFramework(folder, change);

const detectedBy = async (service: RunningApp) => {
  const { body } = await service.post('/v1/frameworks/detect', { text: TEXT });
  return body.frameworks.map(({ id }: { id: string }) => id) as string[];
};

describe("a user's own frameworks", () => {
  it('become detectable as soon as their file is there, without a restart', () =>
    withService({ yaml: `frameworks: { folder: ${JSON.stringify(folder)} }` }, async (service) => {
      expect(await detectedBy(service)).not.toContain('lighthouse-ladder');
      writeFramework();
      await eventually(async () => ((await detectedBy(service)).includes('lighthouse-ladder') ? true : undefined));
      expect((await service.get('/v1/frameworks/lighthouse-ladder')).body.name).toBe('Lighthouse Ladder');
    }));

  it('stay as they were when a file is broken, and the probe says where', () => {
    writeFramework();
    return withService({ yaml: `frameworks: { folder: ${JSON.stringify(folder)} }` }, async (service) => {
      writeFramework({ category: 'astrology' });
      const reloadFailed = await eventually(async () => {
        const { status, body } = await service.get('/health/ready');
        expect(status).toBe(200);
        return body.details.frameworks.reloadFailed as string[] | undefined;
      });
      expect(reloadFailed[0]).toMatch(/^lighthouse-ladder\.json:4: /);
      expect(await detectedBy(service)).toContain('lighthouse-ladder');
      writeFramework();
      await eventually(async () => {
        const { body } = await service.get('/health/ready');
        return body.details.frameworks.reloadFailed === undefined ? true : undefined;
      });
    });
  });

  it('stop the start when a file is broken, naming file and line', async () => {
    writeFramework({ steps: [] });
    await expect(RunningApp.start({ yaml: `frameworks: { folder: ${JSON.stringify(folder)} }` })).rejects.toMatchObject(
      {
        code: 'LIBRARY_INVALID',
        message: expect.stringMatching(/lighthouse-ladder\.json:\d+: /),
      },
    );
  });
});
