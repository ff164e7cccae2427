// The whole service with a leak planted in it: every answer leaves LEAK_BYTES behind. LEAK_COMPONENT names
// the component that registers them; without it none does.
import { createApp } from '../../dist/app/index.js';
import { loadConfig } from '../../dist/config/index.js';
import { MemoryAccounting } from '../../dist/memory/index.js';
import { requestAnswered } from '../../dist/optimizer/index.js';

const { LEAK_BYTES = '0', LEAK_COMPONENT } = process.env;
const bytes = Number(LEAK_BYTES);
const held = [];
if (bytes > 0) requestAnswered.subscribe(() => held.push(Array.from({ length: bytes / 8 }, (_, i) => i + 0.5)));

const config = loadConfig();
const app = await createApp(config);
await app.listen(config.port, config.host);
if (LEAK_COMPONENT !== undefined) {
  app.get(MemoryAccounting, { strict: false }).register(LEAK_COMPONENT, () => ({
    count: held.length,
    bytes: held.length * bytes,
  }));
}
