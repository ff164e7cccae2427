import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { RunningService } from '../support/running-service.js';
import { Subscriber } from '../support/subscriber.js';

const BUNDLE = join(ROOT, 'dist/bundle');

const codeOf = (file: string) => readFileSync(join(BUNDLE, file), 'utf8');

/** Files of the bundle that every start loads: `main.js`, what it imports, and what these need before they can run. */
function loadedAtStart(): Set<string> {
  const loaded = neededBy('main.js');
  for (const [, imported = ''] of codeOf('main.js').matchAll(/import\("\.\/([^"]+\.js)"\)/g))
    neededBy(imported, loaded);
  return loaded;
}

function neededBy(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = codeOf(file);
  for (const [, needed = ''] of code.matchAll(/(?:from|import)\s?"\.\/([^"]+\.js)"/g)) neededBy(needed, seen);
  return seen;
}

describe('GraphQL over WebSocket in the bundle', () => {
  it('is in no file that a start loads', () => {
    const hasIt = readdirSync(BUNDLE).filter(
      (file) => file.endsWith('.js') && codeOf(file).includes('graphql-transport-ws"'),
    );
    expect(hasIt.length).toBeGreaterThan(0);
    const loaded = loadedAtStart();
    expect(loaded.size).toBeGreaterThan(1);
    expect(hasIt.filter((file) => loaded.has(file))).toEqual([]);
  });

  it('is loaded by the first request for a WebSocket, and works as its guide says', async () => {
    const service = await RunningService.start({ slowness: 4 });
    try {
      const subscriber = await Subscriber.open(service.url);
      subscriber.subscribe('p', 'subscription { performance { uptimeMs } }');
      const { payload } = await subscriber.next(({ id }) => id === 'p');
      expect(payload.data.performance.uptimeMs).toBeGreaterThan(0);
      subscriber.close();
      // The example of the guide says the same.
      const guide = readFileSync(join(ROOT, 'docs/guides/graphql.md'), 'utf8');
      const [, example = ''] = /```js\n([\s\S]+?)```/.exec(guide) ?? [];
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', example], {
        env: { DIRECTOR_URL: service.url },
      });
      expect(JSON.parse(stdout)).toMatchObject({ answerUpdated: { version: 1, status: 'complete' } });
    } finally {
      await service.stop();
    }
  });
});
