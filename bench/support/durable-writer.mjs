// Records answers durably until it is killed, and says of each that it was: what `trust.bench.mjs` kills.
import { writeSync } from 'node:fs';

import { Deadline, newId, SystemClock } from '../../dist/core/index.js';
import { Journal } from '../../dist/conversations/index.js';
import { Store } from '../../dist/store/index.js';

const [, , options] = process.argv;
const clock = new SystemClock();
const store = await Store.open(JSON.parse(options), clock);
const journal = new Journal({ maxEntries: 10_000, maxBytes: 1e8, lingerMs: 5 }, store, clock);

/** An answer and its audit event, as a question with `audit.mode: required` leaves them. */
async function record() {
  const [tenant, id] = ['bench', newId('ans')];
  journal.record({ kind: 'answer', tenant, answer: { id, conversationId: newId('cnv'), version: 1 } });
  const event = { kind: 'answer.given', requestId: 'r', subject: 's', resource: id };
  await journal.recordDurably({ kind: 'audit', tenant, at: clock.epochMs(), event }, Deadline.never(clock));
  writeSync(1, `${id}\n`);
}
// Waiting to write holds no process alive.
setInterval(() => undefined, 60_000);
const work = async () => {
  for (;;) await record();
};
await Promise.all(Array.from({ length: 8 }, work));
