import { parseArgs } from 'node:util';

import { SetAsideEntries } from '../conversations/index.js';
import { reasonOf } from '../core/index.js';

import { EXIT, UsageError } from './usage.js';
import { withStore, type StoreSession } from './with-store.js';

/** `claude-director journal`: what the database refused for what is in it, and another attempt to write it. */
export async function journal([action, ...args]: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  switch (action) {
    case 'list':
      return withStore(async ({ store }) => {
        for (const { at, ...refused } of await new SetAsideEntries(store).list()) {
          process.stdout.write(`${JSON.stringify({ at: new Date(at).toISOString(), ...refused })}\n`);
        }
        return EXIT.answered;
      });
    case 'replay':
      return withStore(replay);
    case undefined:
    default:
      throw new UsageError('journal takes list or replay');
  }
}

/** The exit code is 0 if nothing is set aside any more. */
async function replay({ store, clock }: StoreSession): Promise<number> {
  const entries = new SetAsideEntries(store);
  let refused = 0;
  for (const one of await entries.list()) {
    try {
      await entries.replay(one, clock.epochMs());
      process.stdout.write(`${one.id}: written\n`);
    } catch (error) {
      refused++;
      process.stdout.write(`${one.id}: refused again: ${reasonOf(error)}\n`);
    }
  }
  return refused === 0 ? EXIT.answered : EXIT.failed;
}
