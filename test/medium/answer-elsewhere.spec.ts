import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { RawEvents } from '../support/raw-events.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';

const ASK = { question: QUESTION, class: 'strategic', personas: ['diego'], noCache: true };

let data: string;
let model: ModelServer | undefined;
let replicas: RunningService[] = [];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'director-shared-'));
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.stop()));
  await model?.stop();
  rmSync(data, { recursive: true, force: true });
});

it('an answer is followed to its last version on a replica that does not make it', async () => {
  model = await ModelServer.start('anthropic', { kind: 'writes', text: WRITTEN_BRIEF, isHeld: true });
  const options = {
    yaml: modelYaml('anthropic', [model.url], 60_000),
    env: { ...MODEL_ENV, DATA_DIR: data },
    slowness: 4,
  };
  replicas = [await RunningService.start(options), await RunningService.start(options)];
  const [maker, other] = replicas.map(({ url }) => url);

  const stream = await RawEvents.open(`${maker}/v1/answers`, { body: ASK });
  const partial = (await stream.read(({ type }) => type === 'answer.partial')).at(-1)?.data;
  const answer = `${other}/v1/answers/${partial.id}`;
  await eventually(async () => (await fetch(answer)).ok || undefined);
  const followed = await RawEvents.open(`${answer}/events`, {});
  model.release();
  const events = await followed.read();
  expect(events.map(({ type, data: { version } }) => [type, version])).toEqual([
    ['answer.partial', 1],
    ['answer.final', 2],
  ]);
});
