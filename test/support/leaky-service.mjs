// The whole service with a leak planted in it: every answer leaves LEAK_BYTES behind. LEAK_OWNER names who says that it
// holds them; without it nobody does.
import { createApp } from '../../dist/app/index.js';
import { loadConfig } from '../../dist/config/index.js';
import { MemoryOwners } from '../../dist/memory/index.js';
import { requestAnswered } from '../../dist/optimizer/index.js';

const { LEAK_BYTES = '0', LEAK_OWNER } = process.env;
const bytes = Number(LEAK_BYTES);
const held = [];
if (bytes > 0) requestAnswered.subscribe(() => held.push(Array.from({ length: bytes / 8 }, (_, i) => i + 0.5)));

const config = loadConfig();
const app = await createApp(config);
await app.listen(config.port, config.host);
if (LEAK_OWNER !== undefined) {
  app.get(MemoryOwners, { strict: false }).registerHolding(LEAK_OWNER, () => ({
    count: held.length,
    bytes: held.length * bytes,
  }));
}
