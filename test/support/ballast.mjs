// Loaded into the service under test with `--import`: takes as much memory as the file named by BALLAST_FILE says, in
// megabytes, and lets go of it when the file says less; says in BALLAST_FILE.held what it has. BALLAST_KIND: `buffer` is
// beside the heap of V8, and the kernel has it back at once; `objects` are in the heap, and gone when they are collected.
import { readFileSync, writeFileSync } from 'node:fs';

const { BALLAST_FILE, BALLAST_KIND = 'buffer' } = process.env;
const MEGABYTE = 1_048_576;

const buffer = new ArrayBuffer(0, { maxByteLength: 2_048 * MEGABYTE });
const objects = [];

/** About one megabyte. */
const heap = () =>
  Array.from({ length: 8_192 }, (_, i) => [i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, i + 8.5]);

const KINDS = {
  buffer: {
    held: () => buffer.byteLength / MEGABYTE,
    add() {
      buffer.resize(buffer.byteLength + MEGABYTE);
      new Uint8Array(buffer, buffer.byteLength - MEGABYTE).fill(1);
    },
    cutTo: (megabytes) => buffer.resize(megabytes * MEGABYTE),
  },
  objects: {
    held: () => objects.length,
    add: () => objects.push(heap()),
    cutTo: (megabytes) => (objects.length = megabytes),
  },
};
const { held, add, cutTo } = KINDS[BALLAST_KIND];

setInterval(() => {
  let wanted = 0;
  try {
    wanted = Number(readFileSync(BALLAST_FILE, 'utf8'));
  } catch {
    // None has been requested yet.
  }
  if (held() > wanted) cutTo(wanted);
  // A few at a time, so that the event loop continues to turn.
  for (let i = 0; i < 8 && held() < wanted; i++) add();
  writeFileSync(`${BALLAST_FILE}.held`, String(held()));
}, 20).unref();
