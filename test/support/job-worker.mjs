// A worker process of the job queue. It does jobs of one kind, whose effect is a file named after the payload and the
// job: a second effect of one payload under another job would be a second file.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { getQueueToken } from '@nestjs/bull';
import { z } from 'zod';

import { createApp } from '../../dist/app/index.js';
import { loadConfig } from '../../dist/config/index.js';
import { JobQueue } from '../../dist/jobs/index.js';

const { FOLDER, WORK_MS, ADD_FROM, ADD_COUNT } = process.env;
const note = (line) => appendFileSync(join(FOLDER, 'log'), `${line}\n`);

const app = await createApp(loadConfig());
const queue = app.get(JobQueue);
const kind = { name: 'test.effect', schema: z.strictObject({ n: z.number() }) };
queue.handle(kind, async ({ n }, { id }) => {
  note(`started ${n} ${id}`);
  await pause(Number(WORK_MS));
  try {
    writeFileSync(join(FOLDER, `effect-${n}-${id}`), '', { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    note(`repeated ${n} ${id}`);
  }
});
await app.init();
note(`ready ${process.pid}`);
const first = Number(ADD_FROM ?? 0);
for (let n = first; n < first + Number(ADD_COUNT ?? 0); n++) {
  const id = await queue.add(kind, { n });
  note(`accepted ${n} ${id}`);
}
const inRedis = app.get(getQueueToken('producer'), { strict: false });
const state = async () => {
  const { waiting, active } = await inRedis.getJobCounts();
  if (waiting + active + queue.localSize === 0) note(`idle ${process.pid}`);
};
setInterval(() => void state().catch(() => undefined), 250);
